"""What an import would do: new, unchanged, different, problems; and nothing done by itself."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from counter_app.errors import OutsideCalendar
from counter_app.exchange.import_plan import ImportPlan, Surroundings, plan_import
from counter_app.exchange.lists import ListRow, read_list
from counter_app.messages import catalogue
from counter_app.model.dossier import (
    ApplicantKind,
    Channel,
    Component,
    ComponentId,
    ComponentVerdict,
    Dossier,
    DossierId,
    DossierState,
    NewDossier,
)
from counter_app.model.person import Person, Role
from counter_app.model.procedure import Case, ChannelTerms, Procedure, RequiredComponent, Source, Term, TermUnit
from counter_app.model.retention import ERASED
from tests.exchange.tables import CODE, vn

SOURCE = Source(document="ví dụ", verified=False)
PAPERS = (RequiredComponent(number=1, name="Đơn"), RequiredComponent(number=2, name="Giấy tờ"))
PROCEDURE = Procedure(
    code="1.234567",
    name="Cấp Giấy chứng nhận ví dụ",
    short_name="GCN ví dụ",
    field="Ví dụ",
    cases=(Case(name="Cấp mới", components=PAPERS), Case(name="Cấp lại", components=PAPERS[:1])),
    terms=(ChannelTerms(channel=Channel.ONLINE, term=Term(amount=5, unit=TermUnit.WORKING_DAY)),),
    source=SOURCE,
)
PEOPLE = (Person(login="ha.nt", name="Nguyễn Thu Hà", role=Role.OFFICER),)
WINDOW = timedelta(hours=8)  # stands for eight working hours; the calendar is another room's


def window(start: datetime) -> datetime:
    if start.year < 2023:
        raise OutsideCalendar("working_time.outside", moment=start)
    return start + WINDOW


AROUND = Surroundings(
    procedures=(PROCEDURE,), intake_due=window, rule_set=lambda moment: f"quy tắc {moment:%Y}", people=PEOPLE
)


def row(**changes: Any) -> ListRow:
    values: dict[str, Any] = {
        "row": 5,
        "code": CODE,
        "procedure_code": "1.234567.000.00.00.H31",
        "procedure_name": "Cấp Giấy chứng nhận ví dụ",
        "state": DossierState.PROCESSING,
        "channel": Channel.ONLINE,
        "applicant_name": "Công ty TNHH Ví Dụ",
        "submitted_at": vn(17, 14, 13),
        "received_at": vn(17, 15, 7),
        "due_at": vn(25, 17),
        "receiver_name": "Nguyễn Thu Hà",
    }
    return ListRow(**(values | changes))


def plan(*rows: ListRow, known: tuple[Dossier, ...] = (), around: Surroundings = AROUND) -> ImportPlan:
    return plan_import(rows, {dossier.code: dossier for dossier in known}.get, around)


def new(**changes: Any) -> NewDossier:
    (planned,) = plan(row(**changes)).new
    return planned.dossier


def kept(made: NewDossier, number: int = 7) -> Dossier:
    """The dossier as a store would give it back."""
    values = {name: getattr(made, name) for name in NewDossier.__slots__ if name != "components"}
    components = tuple(
        Component(
            id=ComponentId(paper.number),
            number=paper.number,
            name=paper.name,
            required=paper.required,
            must_sign=paper.must_sign,
            paper_kind=paper.paper_kind,
            verdict=ComponentVerdict.NOT_CHECKED,
            remark="",
            file=None,
        )
        for paper in made.components
    )
    return Dossier(
        **values, id=DossierId(number), local_code=f"TN-{number}", components=components, results=(), version=1
    )


def test_a_new_dossier_gets_procedure_papers_term_and_holder() -> None:
    made = new()
    assert (made.procedure_code, made.procedure_name) == ("1.234567.000.00.00.H31", PROCEDURE.name)
    assert (made.case_name, made.components, made.term_words) == ("Cấp mới", PAPERS, "5 ngày làm việc")
    assert (made.holder, made.note, made.field) == ("ha.nt", "", "Ví dụ")
    assert made.rule_set == "quy tắc 2026"
    assert made.applicant.kind is ApplicantKind.ENTERPRISE


def test_past_intake_the_receipt_is_the_decision_and_the_window_ran_from_the_submission() -> None:
    made = new()
    assert (made.received_at, made.decided_at, made.intake_due_at) == (vn(17, 15, 7), vn(17, 15, 7), vn(17, 22, 13))


def test_before_intake_the_window_runs_from_the_receipt_or_else_the_submission() -> None:
    waiting = new(state=DossierState.NEW, received_at=None, due_at=None)
    assert (waiting.received_at, waiting.decided_at) == (vn(17, 14, 13), None)
    assert waiting.intake_due_at == vn(17, 14, 13) + WINDOW
    again = new(state=DossierState.NEW, received_at=vn(18, 9))
    assert (again.received_at, again.intake_due_at) == (vn(18, 9), vn(18, 17))


@pytest.mark.parametrize("channel", [Channel.DIRECT, Channel.POSTAL, None])
def test_only_online_dossiers_have_a_window(channel: Channel | None) -> None:
    made = new(channel=channel, state=DossierState.NEW)
    assert made.intake_due_at is None
    assert made.channel is (channel or Channel.DIRECT)


def test_the_promised_date_is_kept_and_a_bare_day_lasts_until_its_end() -> None:
    assert new(due_at=vn(25, 14, 13)).due_at == vn(25, 14, 13)
    assert new(due_at=vn(25)).due_at == vn(25, 23, 59)

    def closing(day: date) -> datetime:
        return vn(day.day, 17)

    (planned,) = plan(row(due_at=vn(25)), around=replace(AROUND, day_end=closing)).new
    assert planned.dossier.due_at == vn(25, 17)


def test_an_ended_dossier_has_no_end_unless_the_list_tells_it() -> None:
    assert new(state=DossierState.RETURNED).ended_at is None
    assert new(state=DossierState.RETURNED, finished_at=vn(20, 9)).ended_at == vn(20, 9)
    assert new(state=DossierState.PROCESSING, finished_at=vn(20, 9)).ended_at is None


def test_a_procedure_is_found_by_name_where_the_list_has_no_code() -> None:
    made = new(procedure_code="", procedure_name="THỦ TỤC CẤP GIẤY CHỨNG NHẬN  VÍ DỤ")
    assert (made.procedure_code, made.components) == ("1.234567", PAPERS)


def test_an_unknown_procedure_goes_in_without_papers_and_is_told() -> None:
    found = plan(row(procedure_code="9.999999", procedure_name="Việc lạ"))
    (planned,) = found.new
    assert (planned.dossier.procedure_name, planned.dossier.components) == ("Việc lạ", ())
    assert [(one.row, one.code) for one in found.warnings] == [(5, "import.unknown_procedure")]
    assert "Việc lạ" in found.warnings[0].sentence


def test_the_same_code_for_another_applicant_is_told_with_both_names() -> None:
    known = kept(new())
    (told,) = plan(row(applicant_name="Trần Khác"), known=(known,)).warnings
    assert (told.code, told.subject) == ("import.other_applicant", CODE)
    assert known.applicant.name in told.sentence and "Trần Khác" in told.sentence
    assert plan(row(applicant_name="N****** T** U***"), known=(known,)).warnings == (), "a masked name tells nothing"
    erased = replace(known, applicant=replace(known.applicant, name=ERASED))
    assert plan(row(applicant_name="Trần Khác"), known=(erased,)).warnings == (), "nor does an erased one"


def test_a_receiver_whom_nobody_knows_is_noted() -> None:
    made = new(receiver_name="Trần Ví Dụ", note="hồ sơ gấp")
    assert made.holder == ""
    assert "hồ sơ gấp" in made.note and "Trần Ví Dụ" in made.note


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Nguyễn Thị Ưởng", ApplicantKind.CITIZEN),
        ("HỢP TÁC XÃ Nhãn", ApplicantKind.ENTERPRISE),
        ("Sở Ví dụ", ApplicantKind.STATE_BODY),
        ("Uỷ ban nhân dân xã Ví Dụ", ApplicantKind.STATE_BODY),
        ("Phòng khám Đa khoa", ApplicantKind.ORGANISATION),
        ("Viện Ví dụ", ApplicantKind.ORGANISATION),
        ("Hội Hữu Nghĩa", ApplicantKind.ORGANISATION),
        ("Sơn Văn Việt", ApplicantKind.CITIZEN),
        ("Viên Thị Hoa", ApplicantKind.CITIZEN),
    ],
)
def test_kinds_of_applicants_by_their_first_words(name: str, kind: ApplicantKind) -> None:
    assert new(applicant_name=name).applicant.kind is kind


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"state": None}, "import.no_state"),
        ({"procedure_code": "", "procedure_name": ""}, "import.no_procedure"),
        ({"applicant_name": ""}, "import.no_applicant"),
        ({"received_at": None, "submitted_at": None}, "import.no_received"),
        (
            {"state": DossierState.NEW, "received_at": None, "submitted_at": vn(1).replace(year=2019)},
            "import.outside_calendar",
        ),
    ],
)
def test_an_unknown_dossier_that_says_too_little_is_a_problem(changes: dict[str, Any], code: str) -> None:
    found = plan(row(**changes))
    assert (found.new, [(one.row, one.code) for one in found.problems]) == ((), [(5, code)])
    assert CODE in found.problems[0].sentence


def test_an_old_decided_dossier_goes_in_without_a_window() -> None:
    old = vn(1, 8).replace(year=2019)
    assert new(submitted_at=old, received_at=old).intake_due_at is None


def test_importing_again_changes_nothing_and_says_so() -> None:
    rows = (row(), row(code="H31.15-261117-0002", state=DossierState.NEW, received_at=None, due_at=vn(25)))
    first = plan(*rows)
    again = plan(*rows, known=tuple(kept(planned.dossier) for planned in first.new))
    assert (again.new, again.different, again.problems) == ((), (), ())
    assert again.unchanged == (CODE, "H31.15-261117-0002")


def test_a_known_dossier_told_differently_is_reported_with_both_sides() -> None:
    known = kept(new())
    found = plan(row(state=DossierState.DONE, due_at=vn(27)), known=(known,))
    assert [(one.field, one.here, one.there) for one in found.different] == [
        ("state", DossierState.PROCESSING, DossierState.DONE),
        ("due_at", vn(25, 17), vn(27, 23, 59)),
    ]
    assert {(one.row, one.dossier_id, one.code) for one in found.different} == {(5, 7, CODE)}
    assert found.unchanged == ()


def test_what_a_list_leaves_out_or_tells_by_the_day_is_no_difference() -> None:
    known = kept(new())
    bare = ListRow(row=2, code=CODE, received_at=vn(17), due_at=vn(25))
    assert plan(bare, known=(known,)).unchanged == (CODE,)


def test_every_sentence_of_this_room_can_be_said() -> None:
    told = {"code", "day", "here", "there", "other", "first_row", "column", "text", "procedure", "name"}
    values = dict.fromkeys({"file", "limit", "row", "subject"} | told, "x")
    spoken = [code for code in catalogue() if code.startswith(("list.", "import."))]
    assert len(spoken) > 20
    for code in spoken:
        assert catalogue()[code]["what"].format(**values)


@pytest.mark.samples
def test_the_provincial_sample_twice(samples: Path) -> None:
    from counter_app.catalogue.seed import seed_procedures  # tests may join rooms that do not know each other

    rows = read_list(samples / "lists" / "danh-sach-ho-so.xlsx").rows
    around = replace(AROUND, procedures=seed_procedures())
    first = plan(*rows, around=around)
    assert (len(first.new), first.problems, first.warnings) == (120, (), ())
    assert all(planned.dossier.components for planned in first.new)
    known = tuple(kept(planned.dossier, number) for number, planned in enumerate(first.new))
    again = plan(*rows, known=known, around=around)
    assert (len(again.unchanged), again.new, again.different) == (120, (), ())
    other = read_list(samples / "lists" / "xuat-he-thong-khac.xlsx").rows
    third = plan(*other, known=known, around=around)
    assert (len(third.unchanged), third.new, third.different) == (60, (), ())
