"""What a list would do is shown before it is written; its columns are chosen once; it is taken back as a whole."""

from pathlib import Path

import pytest

from counter_app.errors import Refused
from counter_app.exchange.columns import Column
from counter_app.model.dossier import DossierId, DossierState
from counter_app.model.queue import QueueFilter
from counter_app.workflow import claim, evidence, list_columns, list_undo, lists, queue
from counter_app.workflow.office import Office
from tests.exchange.tables import text_file

HEADER = ("Số phiếu", "Việc", "Đang ở bước", "Ông/bà", "Hôm nhận", "Ghi chú")
ODD = [
    HEADER,
    *(
        (f"H31.15-261120-{n:04}", "Đăng ký công bố hợp chuẩn", "Mới", "Trần Mẫu", "20/11/2026 08:00", "")
        for n in (1, 2)
    ),
    ("H31.15-261120-0003", "Đăng ký công bố hợp chuẩn", "Bước lạ", "Lê Mẫu", "20/11/2026 08:00", ""),
]
MEANING = {
    0: Column.CODE,
    1: Column.PROCEDURE_NAME,
    2: Column.STATE,
    3: Column.APPLICANT,
    4: Column.RECEIVED,
}


def everything(office: Office) -> tuple[list[int], int, int]:
    """What lists, counts and searches show."""
    ids = list(queue.ids(office, QueueFilter(include_closed=True)))
    return ids, len(queue.ids(office, QueueFilter())), len(queue.ids(office, QueueFilter(text="mau")))


def test_an_unknown_header_is_mapped_once_and_known_the_next_time(office: Office, tmp_path: Path) -> None:
    before = everything(office)
    path = text_file(tmp_path / "la.csv", ODD)
    shown = list_columns.preview(office, path)
    assert (shown.plan, dict(shown.places)) == (None, {5: Column.NOTE})
    assert shown.refused is not None and shown.refused.code == "list.no_header"
    assert [one.name for one in shown.opened.columns] == list(HEADER)
    assert shown.opened.columns[3].samples == ("Trần Mẫu", "Trần Mẫu", "Lê Mẫu")
    with pytest.raises(Refused):
        list_columns.take_in(office, shown)
    with_meaning = list_columns.with_columns(office, shown, MEANING)
    assert with_meaning.plan is not None and with_meaning.read is not None
    assert (len(with_meaning.plan.new), [one.code for one in with_meaning.read.problems]) == (2, ["list.unknown_state"])
    assert everything(office) == before, "nothing is written before it was seen"
    assert len(list_columns.take_in(office, with_meaning).added) == 2
    again = list_columns.preview(office, text_file(tmp_path / "tuan-sau.csv", ODD))
    assert again.saved is not None and again.saved.by == office.person.name
    assert dict(again.places) == MEANING
    assert again.plan is not None and (len(again.plan.new), len(again.plan.unchanged)) == (0, 2)


def test_two_columns_of_one_meaning_are_refused_by_their_names(office: Office, tmp_path: Path) -> None:
    shown = list_columns.preview(office, text_file(tmp_path / "la.csv", ODD))
    both = list_columns.with_columns(office, shown, {**MEANING, 5: Column.APPLICANT})
    assert both.plan is None and both.refused is not None
    assert "Ông/bà" in both.refused.what and "Ghi chú" in both.refused.what


def test_a_list_is_taken_back_as_a_whole_and_may_come_again(office: Office, tmp_path: Path) -> None:
    path, before = text_file(tmp_path / "nham.csv", ODD), everything(office)
    shown = list_columns.with_columns(office, list_columns.preview(office, path), MEANING)
    report = list_columns.take_in(office, shown)
    assert everything(office) != before
    newest = list_undo.newest(office)
    assert newest is not None and (newest.number, newest.added) == (report.number, 2)
    evidence.record_view(office, report.added[0])  # a look changes nothing
    undone = list_undo.undo(office, report.number)
    assert (undone.count, everything(office)) == (2, before)
    newest = list_undo.newest(office)
    assert newest is not None and newest.number != report.number
    assert list_undo.imports(office)[0].undone_at == office.now()
    with pytest.raises(Refused):
        queue.find_dossier(office, "H31.15-261120-0001")
    with pytest.raises(Refused, match="hoàn tác được"):
        list_undo.undo(office, report.number)
    assert len(list_columns.take_in(office, shown).added) == 2
    assert queue.find_dossier(office, "H31.15-261120-0001").state is DossierState.NEW
    assert evidence.examine(office).ok


def test_a_list_on_whose_dossiers_somebody_works_stays(office: Office, tmp_path: Path) -> None:
    path = text_file(tmp_path / "nham.csv", ODD)
    shown = list_columns.with_columns(office, list_columns.preview(office, path), MEANING)
    report = list_columns.take_in(office, shown)
    taken = claim.take_next(office)
    assert taken is not None and taken.id in report.added
    before = everything(office)
    with pytest.raises(Refused) as refused:
        list_undo.undo(office, report.number)
    assert taken.code in refused.value.what
    assert everything(office) == before and queue.dossier(office, DossierId(report.added[0])).code


def test_who_may_not_take_in_lists_may_not_take_them_back(office: Office, tmp_path: Path) -> None:
    path = text_file(tmp_path / "nham.csv", ODD)
    shown = list_columns.with_columns(office, list_columns.preview(office, path), MEANING)
    report = list_columns.take_in(office, shown)
    stranger = next(one for one in office.people.values() if str(one.role) == "inspector")
    for act in (
        lambda: list_undo.undo(office.as_person(stranger.login), report.number),
        lambda: list_columns.preview(office.as_person(stranger.login), path),
        lambda: lists.take_in(office.as_person(stranger.login), shown.read, "x"),
    ):
        with pytest.raises(Refused):
            act()
