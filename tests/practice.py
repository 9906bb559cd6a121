"""A practice office for tests: made once for all test processes, then copied for each test that changes it."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from counter_app.bootstrap import load_practice, open_office
from counter_app.clock import VIETNAM, FixedClock
from counter_app.settings import load_settings, save_settings
from counter_app.workflow.office import Office
from tests.pki import free_port

# The morning of the mock-ups: a Monday, two days before a holiday.
MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=VIETNAM)
PASSWORD = "tap-su-123"
PIN = "12345678"


@pytest.fixture(scope="session")
def practice_template(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The folder that copies are made of; never changed. Tokens of the copies lie here too."""
    shared = tmp_path_factory.getbasetemp()
    if worker_id != "master":
        shared = shared.parent
    folder = shared / "practice-template"
    with (shared / "practice-template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        load_practice(folder, clock=FixedClock(MORNING))
    return folder


@pytest.fixture
def practice_folder(practice_template: Path, tmp_path: Path) -> Path:
    """A practice office of the test's own. The vault's files are links: nothing ever writes into them.

    Its time-stamp service has a port of its own: on the template's port one test would close what another uses.
    """
    folder = tmp_path / "office"
    shutil.copytree(practice_template, folder, ignore=shutil.ignore_patterns("vault"))
    shutil.copytree(practice_template / "vault", folder / "vault", copy_function=os.link)
    settings = load_settings(folder)
    address = urlsplit(settings.time_stamp_url)
    own = address._replace(netloc=f"127.0.0.1:{free_port()}").geturl()
    save_settings(folder, replace(settings, time_stamp_url=own))
    return folder


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(MORNING)


@pytest.fixture
def office(practice_folder: Path, clock: FixedClock) -> Iterator[Office]:
    """Open at 08:00 of the mock-ups' morning, Nguyễn Thu Hà at the desk."""
    opened = open_office(practice_folder, clock=clock)
    yield opened
    opened.close()
