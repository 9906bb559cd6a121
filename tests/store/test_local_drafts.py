"""Words typed while the server is away: kept here, sealed where there is a key, never half."""

from datetime import timedelta
from pathlib import Path

import pytest

from counter_app.errors import Trouble
from counter_app.model.dossier import DossierId
from counter_app.store import office_key
from counter_app.store.local_drafts import LocalDrafts
from tests.store.conftest import NOON

WORDS = {"reason": "Thiếu trang cuối", "step": "4"}


@pytest.mark.parametrize("sealed", [False, True])
def test_words_are_found_again_and_go_when_they_are_sent(tmp_path: Path, sealed: bool) -> None:
    key = office_key.new_key() if sealed else None
    drafts = LocalDrafts(tmp_path / "drafts", key)
    drafts.keep(DossierId(7), "ha.nt", WORDS, NOON)
    drafts.keep(DossierId(9), "ha.nt", {"reason": "Mờ"}, NOON - timedelta(minutes=1))
    drafts.keep(DossierId(7), "bao.tq", {"reason": "Khác"}, NOON)
    again = LocalDrafts(tmp_path / "drafts", key)
    found = again.find(DossierId(7), "ha.nt")
    assert found is not None
    assert (found.values, found.at) == (WORDS, NOON)
    assert next((one.dossier_id, one.login) for one in again.all()) == (9, "ha.nt")
    again.forget(DossierId(7), "ha.nt")
    assert again.find(DossierId(7), "ha.nt") is None
    assert len(list(again.all())) == 2


def test_nobody_reads_them_without_the_key(tmp_path: Path) -> None:
    LocalDrafts(tmp_path, office_key.new_key()).keep(DossierId(7), "ha.nt", WORDS, NOON)
    assert all("Thiếu".encode() not in path.read_bytes() for path in tmp_path.iterdir())
    assert list(LocalDrafts(tmp_path, None).all()) == []
    assert list(LocalDrafts(tmp_path, office_key.new_key()).all()) == []


def test_what_a_crash_cut_off_is_no_draft_and_a_folder_that_cannot_be_is_said(tmp_path: Path) -> None:
    drafts = LocalDrafts(tmp_path, None)
    drafts.keep(DossierId(7), "ha.nt", WORDS, NOON)
    (whole,) = tmp_path.glob("*.draft")
    whole.write_bytes(whole.read_bytes()[:20])
    assert list(drafts.all()) == []
    (tmp_path / "file").write_text("x")
    with pytest.raises(Trouble):
        LocalDrafts(tmp_path / "file" / "drafts", None).keep(DossierId(7), "ha.nt", WORDS, NOON)
