"""A data folder on a bad day: database, settings, vault. Each is told with what to do, and nothing is made worse."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from counter_app.bootstrap import open_office
from counter_app.cli import main
from counter_app.errors import Refused, Trouble
from counter_app.model.dossier import DossierId, DossierState, FileHash
from counter_app.model.queue import QueueFilter
from counter_app.model.signature import Level, PreflightVerdict, SignStatus
from counter_app.store import engine
from counter_app.workflow import intake, queue, results, signing
from counter_app.workflow.office import Office
from counter_app.workflow.sign_rows import SignRow
from tests.faults.outside import Said, assert_sentence, judged
from tests.faults.whole import assert_whole, count_of
from tests.practice import MORNING, PASSWORD
from tests.signing.papers import paper
from tests.workflow.test_day import answer, file_key


def test_a_damaged_database_is_told_and_left_as_it_is(ctl: Callable[..., Said], practice_folder: Path) -> None:
    path = practice_folder / "counter.db"
    for leftover in practice_folder.glob("counter.db-*"):
        leftover.unlink()
    path.write_bytes(b"%PDF-1.4 not a database" * 500)
    said = ctl("queue", "--data", practice_folder)
    assert (said.code, said.lines[-1]["error"]) == (4, "store.damaged")
    assert_sentence(said.words)
    assert path.read_bytes().startswith(b"%PDF")


def test_a_page_of_the_database_that_rotted_is_trouble_in_words(practice_folder: Path) -> None:
    path = practice_folder / "counter.db"
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    data = bytearray(path.read_bytes())
    for page in range(8, len(data) // 4096):
        data[page * 4096 : page * 4096 + 2000] = b"\xff" * 2000
    path.write_bytes(data)
    with pytest.raises(Trouble) as trouble:
        office = open_office(practice_folder)
        try:
            queue.rows(office, queue.ids(office, QueueFilter(include_closed=True)))
        finally:
            office.close()
    assert trouble.value.code == "store.damaged"
    assert_sentence(str(trouble.value))


def test_a_database_that_cannot_be_opened_or_is_another_programs(
    ctl: Callable[..., Said], practice_folder: Path
) -> None:
    path = practice_folder / "counter.db"
    path.rename(practice_folder / "kept.db")
    for leftover in practice_folder.glob("counter.db-*"):
        leftover.unlink()
    path.mkdir()
    said = ctl("queue", "--data", practice_folder)
    assert (said.code, said.lines[-1]["error"]) == (4, "store.not_writable")
    assert_sentence(said.words)
    path.rmdir()
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE photos (id INTEGER)")
    connection.close()
    said = ctl("queue", "--data", practice_folder)
    assert (said.code, said.lines[-1]["error"]) == (4, "store.foreign")
    assert_sentence(said.words)


def test_a_database_that_is_held_or_may_only_be_read_is_told_and_works_again_afterwards(
    office: Office,
    tmp_path: Path,
    whole: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """In this process, with a short patience: ten seconds of waiting prove nothing more."""
    from tests.exchange.tables import HEADER, line, workbook

    monkeypatch.setattr(engine, "WAIT_SECONDS", 0.1)
    path = workbook(tmp_path / "danh-sach.xlsx", [HEADER, line()])
    before = count_of(office.folder)
    run = ["dossiers", "import", str(path), "--data", str(office.folder), "--json"]
    holder = sqlite3.connect(office.folder / "counter.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    capsys.readouterr()
    code = main(run)
    holder.close()
    said = judged(code, *capsys.readouterr())
    assert (said.code, said.lines[-1]["error"]) == (4, "store.locked")
    assert_sentence(said.words)
    with _read_only():
        code = main(run)
    said = judged(code, *capsys.readouterr())
    assert (said.code, said.lines[-1]["error"]) == (4, "store.not_writable")
    assert_sentence(said.words)
    assert count_of(office.folder) == before
    assert main(run) == 0
    whole()


@contextmanager
def _read_only() -> Iterator[None]:
    """SQLite refuses to write on every connection made meanwhile (root cannot be denied by the file's own rights)."""
    old = engine._PRAGMAS
    engine._PRAGMAS = (*old, "query_only=ON")
    try:
        yield
    finally:
        engine._PRAGMAS = old


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        (b"khong = phai toml = that", "settings.unreadable"),
        (b"\xff\xfe\x00", "settings.unreadable"),
        (b"praktice = true\n", "settings.unknown_key"),
        (b"due_soon_minutes = true\n", "settings.wrong_type"),
        (b"token_modules = [1]\n", "settings.wrong_type"),
        (b'signature_level = "B-X"\n', "settings.wrong_value"),
        (b'database_url = "mysql://a:bi-mat@b/c"\n', "store.bad_url"),
    ],
)
def test_wrong_settings_are_misuse_with_a_sentence(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, settings: bytes, code: str
) -> None:
    (tmp_path / "settings.toml").write_bytes(settings)
    said = judged(main(["queue", "--data", str(tmp_path), "--json"]), *capsys.readouterr(), secrets=("bi-mat",))
    assert (said.code, said.lines[-1]["error"]) == (2, code)
    assert_sentence(said.words)


def test_a_file_in_the_place_of_the_data_folder(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder = tmp_path / "khong-phai-thu-muc"
    folder.write_text("x")
    receipt = ["form", "receipt", "1", "--out", str(tmp_path / "a.pdf")]
    expected = {("queue",): 2, ("dossiers", "list"): 2, tuple(receipt): 2, ("practice", "load"): 4}
    for arguments, code in expected.items():
        said = judged(main([*arguments, "--data", str(folder), "--json"]), *capsys.readouterr())
        assert said.code == code, arguments
        assert_sentence(said.words)
    assert main(["doctor", "--data", str(folder), "--json"]) == 1
    judged(1, *capsys.readouterr())
    assert folder.read_text() == "x"


@pytest.mark.parametrize("harm", ["missing", "damaged"])
def test_one_lost_file_of_the_vault_stops_no_other_from_being_signed(
    office: Office, five: tuple[SignRow, ...], harm: str
) -> None:
    papers = [row.file.hash for row in five]
    lost = next(place for place, one in enumerate(papers) if papers.count(one) == 1)
    code = _harm(office, papers[lost], harm)
    plans = signing.preflight(office, five)
    report = signing.sign(office, five, file_key(office, "ha.nt"), pin=answer(PASSWORD), level=Level.B_B)
    assert [place for place, one in enumerate(plans) if one.verdict is PreflightVerdict.CANNOT] == [lost]
    assert plans[lost].findings[-1].code == code and plans[lost].findings[-1].message
    assert [place for place, one in enumerate(report.outcomes) if one.status is not SignStatus.SIGNED] == [lost]
    assert report.outcomes[lost].code == code
    assert_sentence(report.outcomes[lost].message)
    assert [row.component_id for row in signing.waiting(office) if not row.is_result] == [five[lost].component_id]
    assert office.store.diary.examine().first_bad is None


def _harm(office: Office, file_hash: FileHash, harm: str) -> str:
    """Take a file of the vault away or change it; the links to the template's own files are cut first."""
    path = office.vault.path(file_hash)
    data = path.read_bytes()
    path.unlink()
    if harm == "missing":
        return "store.file_missing"
    path.write_bytes(data + b"\n% changed\n")
    return "signing.file_changed"


@pytest.mark.parametrize("harm", ["missing", "damaged", "cut"])
def test_a_result_that_is_not_whole_any_more_keeps_the_dossier_open(office: Office, tmp_path: Path, harm: str) -> None:
    one = DossierId(queue.ids(office, QueueFilter(states=(DossierState.PROCESSING,)))[0])
    results.attach_result(office, one, paper(tmp_path / "ket-qua.pdf"))
    leader = office.as_person("lam.vd")
    rows = signing.waiting(leader, dossier_id=one)
    mine = [row for row in rows if row.is_result]
    signing.sign(leader, mine, file_key(office, "lam.vd"), pin=answer(PASSWORD), level=Level.B_B)
    signed = queue.dossier(office, one).results[-1].hash
    path = office.vault.path(signed)
    data = bytearray(path.read_bytes())
    path.unlink()
    if harm == "damaged":
        place = data.index(b"stream") + 8
        data[place] ^= 0xFF
        path.write_bytes(data)
    elif harm == "cut":
        path.write_bytes(data[: len(data) // 2])
    with pytest.raises((Refused, Trouble)) as refused:
        results.return_result(office, one)
    assert refused.value.code == ("store.file_missing" if harm == "missing" else "workflow.close_broken_result")
    assert_sentence(str(refused.value))
    assert queue.dossier(office, one).state is DossierState.DONE
    assert "return_result" not in [event.kind for event in queue.events(office, one)]


def test_a_lost_file_is_told_when_a_component_is_looked_at(office: Office, five: tuple[SignRow, ...]) -> None:
    row = five[0]
    office.vault.path(row.file.hash).unlink()
    part = next(one for one in queue.dossier(office, row.dossier_id).components if one.id == row.component_id)
    with pytest.raises(Trouble) as trouble:
        intake.inspect_component(office, part)
    assert trouble.value.code == "store.file_missing"
    assert_sentence(str(trouble.value))


def test_the_practice_office_itself_is_whole(office: Office) -> None:
    """Else the tests beside this one could not fail."""
    assert office.now() == MORNING
    assert_whole(office.folder)
    path = next((office.folder / "vault").glob("[0-9a-f][0-9a-f]/*"))
    data = path.read_bytes()
    path.unlink()
    path.write_bytes(data + b"x")
    with pytest.raises(AssertionError):
        assert_whole(office.folder)
