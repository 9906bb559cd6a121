"""Shared by the tests of single pages."""

from collections.abc import Callable

import pytest

from counter_app.workflow.office import Office
from tests.ui.intake_desk import Desk
from tests.ui.intake_papers import fresh_dossier
from ui.app import UseCases
from ui.main_window import MainWindow


@pytest.fixture
def desk(make_window: Callable[..., MainWindow], office: Office) -> Desk:
    """The intake page of a practice office, one fresh dossier in hand."""
    window = make_window(cases=UseCases(), first="intake", office=office)
    window.activateWindow()
    return Desk(window, office, fresh_dossier(office))
