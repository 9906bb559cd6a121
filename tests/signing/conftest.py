from collections.abc import Callable
from pathlib import Path

import pytest

from counter_app.signing.practice_pki import PracticeKeys
from tests.bad_token import Shim
from tests.signing.desk import Desk


@pytest.fixture
def desk(tmp_path: Path, pki: PracticeKeys) -> Desk:
    """Signs with the officer's key file."""
    return Desk(tmp_path, pki)


@pytest.fixture
def make_desk(tmp_path: Path, pki: PracticeKeys) -> Callable[..., Desk]:
    return lambda **options: Desk(tmp_path, pki, **options)


@pytest.fixture
def shim(softhsm: PracticeKeys, bad_token: Shim) -> Shim:
    """The bad-day token over the practice tokens."""
    return bad_token
