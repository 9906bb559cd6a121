"""Pages being put right: turned, left out, moved, split off; every step can be taken back. Free of Qt."""

from dataclasses import dataclass, replace

from counter_app.model.page_plan import PagePlan, PageTurn


@dataclass(frozen=True, slots=True, kw_only=True)
class PageState:
    pages: PagePlan
    split: int = -1  # pages from this place on go to another component; -1: none


class PageDesk:
    """The plan in hand and its past."""

    def __init__(self, pages: PagePlan) -> None:
        self._first = PageState(pages=pages)
        self.state = self._first
        self._past: list[PageState] = []

    @property
    def changed(self) -> bool:
        return self.state != self._first

    @property
    def may_undo(self) -> bool:
        return bool(self._past)

    @property
    def mine(self) -> PagePlan:
        return self.state.pages[: self.state.split] if self.state.split >= 0 else self.state.pages

    @property
    def others(self) -> PagePlan:
        return self.state.pages[self.state.split :] if self.state.split >= 0 else ()

    def turn(self, places: list[int], by: int) -> None:
        pages = list(self.state.pages)
        for place in places:
            pages[place] = replace(pages[place], turn=(pages[place].turn + by) % 360)
        self._set(replace(self.state, pages=tuple(pages)))

    def leave_out(self, places: list[int]) -> None:
        """At least one page stays."""
        kept = [(place, page) for place, page in enumerate(self.state.pages) if place not in places]
        if kept:
            before_split = sum(place < self.state.split for place, _ in kept) if self.state.split >= 0 else -1
            split = before_split if 0 < before_split < len(kept) else -1
            self._set(PageState(pages=tuple(page for _, page in kept), split=split))

    def move(self, place: int, to: int) -> None:
        pages = list(self.state.pages)
        if 0 <= to < len(pages) and place != to:
            pages.insert(to, pages.pop(place))
            self._set(replace(self.state, pages=tuple(pages)))

    def reorder(self, pages: tuple[PageTurn, ...]) -> None:
        """As they were dragged."""
        if pages != self.state.pages:
            self._set(replace(self.state, pages=pages))

    def split_from(self, place: int) -> None:
        """From here on to another component; the same place again takes it back. The first page always stays."""
        split = -1 if place == self.state.split or not 0 < place < len(self.state.pages) else place
        self._set(replace(self.state, split=split))

    def undo(self) -> None:
        if self._past:
            self.state = self._past.pop()

    def _set(self, state: PageState) -> None:
        if state != self.state:
            self._past.append(self.state)
            self.state = state
