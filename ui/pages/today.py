"""Hôm nay: the officer's queue."""

from ui.pages.base import Page


class TodayPage(Page):
    title = "Hôm nay"
