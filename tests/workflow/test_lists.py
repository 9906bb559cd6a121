"""A portal's list goes in once, in whole; the second time it changes nothing."""

from pathlib import Path

import pytest

from counter_app.errors import Refused
from counter_app.exchange.lists import ListRow
from counter_app.exchange.practice_list import write_practice_list
from counter_app.model.dossier import Channel, DossierId, DossierState
from counter_app.model.queue import QueueFilter
from counter_app.workflow import lists, queue, reception
from counter_app.workflow.office import Office
from tests.workflow.test_reception import WHO, request


@pytest.mark.samples
def test_the_portals_list_goes_in_and_its_second_import_changes_nothing(office: Office, samples: Path) -> None:
    before = len(queue.ids(office, QueueFilter(include_closed=True)))
    first = lists.import_list(office, samples / "lists" / "danh-sach-ho-so.xlsx")
    assert len(first.added) == 120 and not first.problems
    state = queue.find_dossier(office, "000.00.15.H31-261117-0001")
    assert (state.state, state.channel) == (DossierState.SUPPLEMENT_REQUESTED, Channel.POSTAL)
    assert state.submitted_at is not None and state.submitted_at.isoformat() == "2026-11-17T14:13:00+07:00"
    assert state.received_at.isoformat() == "2026-11-17T15:07:00+07:00"
    assert state.due_at is not None and state.due_at.isoformat() == "2026-11-25T14:13:00+07:00"
    again = lists.import_list(office, samples / "lists" / "danh-sach-ho-so.xlsx")
    assert (len(again.added), again.unchanged, again.different) == (0, 120, ())
    assert "không có gì thay đổi" in again.words()
    assert len(queue.ids(office, QueueFilter(include_closed=True))) == before + 120


@pytest.mark.samples
def test_the_good_rows_of_an_untidy_list_go_in_and_the_bad_one_is_told(office: Office, samples: Path) -> None:
    report = lists.import_list(office, samples / "lists" / "xuat-he-thong-khac.xlsx")
    assert len(report.added) == 60
    assert {problem.row for problem in report.problems} == {66}
    assert all("66" in problem.sentence for problem in report.problems)


def test_a_file_that_is_no_list_is_refused_and_nothing_is_written(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "danh-sach.xlsx"
    path.write_bytes(b"PK\x03\x04 broken")
    before = len(queue.ids(office, QueueFilter(include_closed=True)))
    with pytest.raises(Refused):
        lists.import_list(office, path)
    assert len(queue.ids(office, QueueFilter(include_closed=True))) == before


def test_search_needs_no_diacritics(office: Office) -> None:
    found = queue.rows(office, queue.ids(office, QueueFilter(text="nguyen thi uong", include_closed=True)))
    assert [row.applicant_name for row in found] == ["Nguyễn Thị Ưởng"]


def test_what_a_list_tells_otherwise_of_a_known_dossier_is_written_down_once(office: Office, tmp_path: Path) -> None:
    one = queue.dossier(office, DossierId(queue.ids(office, QueueFilter(states=(DossierState.PROCESSING,)))[0]))
    path = tmp_path / "tuan-47.csv"
    cells = (one.code, one.procedure_name, "Đã trả kết quả", "30/12/2026 17:00", f"{one.received_at:%d/%m/%Y %H:%M}")
    path.write_text(f"Mã hồ sơ;Tên TTHC;Trạng thái;Ngày hẹn trả;Ngày tiếp nhận\n{';'.join(cells)}\n", encoding="utf-8")
    for _ in range(2):
        report = lists.import_list(office, path)
        assert {difference.field for difference in report.different} == {"state", "due_at"}
    told = {event.kind: event.details for event in queue.events(office, one.id) if event.kind.endswith("_differs")}
    assert [event.kind for event in queue.events(office, one.id)].count("due_differs") == 1
    assert told["exchange_differs"] == {"list": "tuan-47.csv", "there": 10, "here": 4}
    assert told["due_differs"]["there"] == "2026-12-30T17:00:00+07:00"
    assert queue.dossier(office, one.id) == one, "nothing of it has changed"


def test_a_dossier_that_is_open_already_and_comes_by_list_is_told_with_both_codes(
    office: Office, tmp_path: Path
) -> None:
    here = reception.receive(office, request()).dossier
    path = tmp_path / "cong.xlsx"
    states = {"H31.15-261123-7001": DossierState.NEW, "H31.15-261123-7002": DossierState.RETURNED}
    rows = [
        ListRow(
            row=number,
            code=code,
            procedure_code=f"{here.procedure_code}.000.00.00.H31",
            state=state,
            channel=Channel.ONLINE,
            applicant_name=WHO.name,
            identity_number=WHO.identity_number,
            submitted_at=office.now(),
            received_at=office.now(),
        )
        for number, (code, state) in enumerate(states.items(), start=1)
    ]
    write_practice_list(path, rows, office_name="Sở Thử")
    report = lists.import_list(office, path)
    (told,) = report.twins
    assert "H31.15-261123-7001" in told.sentence and here.local_code in told.sentence
    new, old = (queue.dossier(office, one) for one in report.added)
    assert [one.id for one in reception.twins_of(office, new)] == [here.id]
    assert [one.id for one in reception.twins_of(office, here)] == [new.id]
    assert reception.twins_of(office, old) == (), "what has been decided is not asked about"
    assert lists.import_list(office, path).twins == (), "told when it arrives; then where it is looked at"
