"""A disk without space at each place where something is written: told, nothing half done, and doable again."""

import os
import resource
import signal
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from counter_app.errors import Trouble
from counter_app.model.dossier import DossierId, DossierState
from counter_app.model.queue import QueueFilter
from counter_app.model.signature import Level, SignStatus
from counter_app.workflow import intake, lists, papers, queue, receipt, signing
from counter_app.workflow.office import Office
from counter_app.workflow.sign_rows import SignRow
from tests.exchange.tables import HEADER, line, workbook
from tests.faults.outside import Said, assert_sentence
from tests.faults.whole import count_of
from tests.practice import PASSWORD
from tests.signing.papers import paper
from tests.workflow.test_day import answer, file_key, new_online_dossier


@contextmanager
def files_up_to(size: int) -> Iterator[None]:
    """No file can grow beyond `size` bytes, here and in processes started meanwhile: writing fails for real."""
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, old[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)
        signal.signal(signal.SIGXFSZ, handler)


@contextmanager
def no_more_pages(office: Office, spare: int = 0) -> Iterator[None]:
    """The database file may not grow: as on a full disk, SQLite says so when it needs a page."""

    def limit(connection: sqlite3.Connection, *_: object) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages + spare}")

    engine = office.store._database.writing
    engine.dispose()
    sa.event.listen(engine.pool, "connect", limit)
    try:
        yield
    finally:
        sa.event.remove(engine.pool, "connect", limit)
        engine.dispose()


def big(path: Path, size: int = 400_000) -> Path:
    data = paper(path).read_bytes()
    path.write_bytes(data.replace(b"%%EOF", b"%" + os.urandom(size // 2).hex().encode() + b"\n%%EOF"))
    return path


def test_signing_onto_a_full_disk_fails_in_words_and_leaves_nothing(
    ctl: Callable[..., Said], pki: Any, tmp_path: Path
) -> None:
    files = (big(tmp_path / "to.pdf"), paper(tmp_path / "nho.pdf", number=1))
    run = ("sign", *files, "--out", tmp_path / "ra", "--p12", pki.key("ha").p12, "--pin-env", "MAT_KHAU", "--repair")
    said = ctl(*run, limits=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000)))
    assert said.code == 3
    assert [(one["status"], one["code"]) for one in said.lines[:2]] == [
        ("failed", "signing.disk_full"),
        ("signed", None),
    ]
    assert_sentence(said.lines[0]["message"])
    assert [path.name for path in (tmp_path / "ra").iterdir() if path.name != ".counterctl"] == ["nho_da-ky.pdf"]
    again = ctl(*run)
    assert (again.code, again.summary["signed"], again.summary["skipped"]) == (0, 1, 1)


def test_without_room_for_the_journal_nothing_is_signed(ctl: Callable[..., Said], pki: Any, tmp_path: Path) -> None:
    (tmp_path / "ra").mkdir()
    (tmp_path / "ra" / ".counterctl").write_text("not a folder")
    file = paper(tmp_path / "a.pdf")
    said = ctl("sign", file, "--out", tmp_path / "ra", "--p12", pki.key("ha").p12, "--pin-env", "MAT_KHAU")
    assert (said.code, said.lines[-1]["error"]) == (4, "signing.disk_trouble")
    assert not list((tmp_path / "ra").glob("*.pdf"))
    assert_sentence(said.words)


def test_a_paper_that_does_not_fit_into_the_vault_is_not_attached(
    office: Office, tmp_path: Path, whole: Callable[[], None]
) -> None:
    dossier = new_online_dossier(office)
    file = big(tmp_path / "to.pdf")
    papers.inspect(office, file)  # the reading process is there: only writing meets the full disk
    before = count_of(office.folder)
    with files_up_to(100_000), pytest.raises(Trouble) as trouble:
        intake.attach_file(office, dossier.id, dossier.components[0].id, file)
    assert trouble.value.code == "store.disk_full"
    assert_sentence(str(trouble.value))
    assert count_of(office.folder) == before
    whole()
    intake.attach_file(office, dossier.id, dossier.components[0].id, file)


def test_what_is_signed_but_does_not_fit_into_the_books_is_told_and_goes_in_later(
    office: Office, five: tuple[SignRow, ...], whole: Callable[[], None]
) -> None:
    key = file_key(office, "ha.nt")
    with no_more_pages(office):
        with pytest.raises(Trouble) as trouble:
            _fill(office)
        assert trouble.value.code == "store.disk_full"
        report = signing.sign(office, five, key, pin=answer(PASSWORD), level=Level.B_B)
    told = [one for one in report.outcomes if one.status is SignStatus.FAILED]
    assert told and {one.code for one in told} == {"store.disk_full"}
    assert_sentence(told[0].message)
    waiting = {row.component_id for row in signing.waiting(office)}
    for row, outcome in zip(five, report.outcomes, strict=True):
        assert (row.component_id in waiting) == (outcome.status is not SignStatus.SIGNED)
    whole()
    again = signing.sign(office, five, key, pin=answer(PASSWORD), level=Level.B_B)
    assert {one.status for one in again.outcomes} == {SignStatus.SKIPPED}  # no second signature, only the books
    assert all(row.is_result for row in signing.waiting(office))
    whole()


def _fill(office: Office) -> None:
    """Use up the free places of the last pages, so that the next act of any size needs a new one."""
    for _ in range(2000):
        with office.store.unit_of_work() as unit:
            unit.append_event(office.event("note", None, words="x" * 60))
            unit.commit()


def test_a_list_that_does_not_fit_goes_in_wholly_or_not_at_all(
    office: Office, tmp_path: Path, whole: Callable[[], None]
) -> None:
    rows = [line(f"H31.15-261117-{number:04d}") for number in range(1, 301)]
    path = workbook(tmp_path / "danh-sach.xlsx", [HEADER, *rows])
    before = count_of(office.folder)
    with no_more_pages(office, spare=10), pytest.raises(Trouble) as trouble:
        lists.import_list(office, path)
    assert trouble.value.code == "store.disk_full"
    assert count_of(office.folder) == before
    whole()
    assert len(lists.import_list(office, path).added) == 300


@pytest.mark.parametrize("place", ["paper", "vault"])
def test_a_receipt_that_cannot_be_kept_is_taken_back_with_its_number(
    office: Office, tmp_path: Path, place: str, whole: Callable[[], None]
) -> None:
    first, second = _accepted(office)[:2]
    number = receipt.print_receipt(office, first).number
    before, out = count_of(office.folder), tmp_path / "giay.pdf"
    incoming = office.folder / "vault" / "incoming"
    if place == "paper":
        with files_up_to(5_000), pytest.raises(Trouble) as trouble:
            receipt.print_receipt(office, second, out)
    else:
        incoming.rmdir()
        incoming.write_text("in the way")
        with pytest.raises(Trouble) as trouble:
            receipt.print_receipt(office, second, out)
        incoming.unlink()
    assert_sentence(str(trouble.value))
    assert not out.exists() and list(tmp_path.glob(".*")) == []
    assert count_of(office.folder) == before
    assert receipt.print_receipt(office, second, out).number == number + 1
    whole()


def _accepted(office: Office) -> list[DossierId]:
    found = queue.rows(office, queue.ids(office, QueueFilter(states=(DossierState.PROCESSING, DossierState.ACCEPTED))))
    return [
        DossierId(row.id) for row in found if not any(e.kind == "print_receipt" for e in queue.events(office, row.id))
    ]
