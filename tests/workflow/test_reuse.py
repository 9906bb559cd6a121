"""Never ask twice: earlier papers and the personal store's list are offered; asking again needs a reason."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from counter_app.clock import FixedClock
from counter_app.errors import Refused
from counter_app.intake.reuse import CannotReuse, months_later
from counter_app.model.dossier import (
    Applicant,
    ComponentVerdict,
    Decision,
    Dossier,
    DossierId,
    FileSource,
    NewDossier,
)
from counter_app.model.procedure import Case, RequiredComponent
from counter_app.model.shelf import DigitisedPaper
from counter_app.pdf.practice_pages import draw_paper
from counter_app.workflow import catalogue, intake, queue, reuse
from counter_app.workflow.office import Office
from tests.ui.intake_papers import fresh_dossier

NUMBER = "033087615212"
PAPER = "Giấy chứng nhận đăng ký doanh nghiệp"
COMPONENTS = (
    RequiredComponent(number=1, name="Đơn đề nghị cấp giấy chứng nhận"),
    RequiredComponent(number=2, name=PAPER),
)


def _new(office: Office, code: str) -> DossierId:
    pattern = fresh_dossier(office)
    kept = {
        name: getattr(pattern, name)
        for name in NewDossier.__slots__
        if name not in ("code", "applicant", "components", "supplement_count")
    }
    with office.store.unit_of_work() as unit:
        made = unit.add_dossier(
            NewDossier(
                **kept,
                code=code,
                applicant=Applicant(name="Công ty Thử Nghiệm", identity_number=NUMBER),
                components=COMPONENTS,
                supplement_count=0,
            )
        )
        unit.commit()
    return made


def _paper(folder: Path, title: str) -> Path:
    path = folder / f"{title}.pdf"
    draw_paper(path, title)
    return path


@pytest.fixture
def two(office: Office, tmp_path: Path) -> tuple[Office, Dossier, Dossier]:
    """An earlier dossier whose papers passed, and a new one of the same applicant without any."""
    earlier, now = _new(office, "H31.15-261120-7101"), _new(office, "H31.15-261123-7102")
    for part in queue.dossier(office, earlier).components:
        intake.attach_file(office, earlier, part.id, _paper(tmp_path, part.name))
        intake.check_component(office, earlier, part.id, ComponentVerdict.PASS, remark="Đã đối chiếu")
    return office, queue.dossier(office, earlier), queue.dossier(office, now)


def test_an_earlier_paper_is_offered_and_the_form_written_anew_is_not(two: tuple[Office, Dossier, Dossier]) -> None:
    office, earlier, now = two
    found = reuse.offers_for(office, now)
    (offer,) = found[now.components[1].id]
    assert offer.paper.dossier_id == earlier.id
    assert offer.likeness == 100
    assert now.components[0].id not in found


def test_a_reused_paper_lies_in_the_new_dossier_and_is_told_for_the_index(two: tuple[Office, Dossier, Dossier]) -> None:
    office, earlier, now = two
    part = now.components[1]
    (offer,) = reuse.offers_for(office, now)[part.id]
    reuse.reuse_paper(office, now.id, part.id, offer.paper)
    after = queue.dossier(office, now.id)
    assert after.components[1].file.hash == earlier.components[1].file.hash
    assert after.components[1].file.source is FileSource.EARLIER_DOSSIER
    assert after.components[1].file.source.reused
    (event,) = [one for one in queue.events(office, now.id) if one.kind == "reuse_paper"]
    assert event.details["from_dossier"] == earlier.id
    with pytest.raises(Refused) as refused:
        reuse.reuse_paper(office, now.id, part.id, offer.paper)
    assert refused.value.code == "workflow.paper_not_offered"


def test_asking_for_it_is_stopped_until_a_reason_with_a_note_is_written_down(
    two: tuple[Office, Dossier, Dossier], tmp_path: Path
) -> None:
    office, _, now = two
    form, paper = now.components
    intake.attach_file(office, now.id, form.id, _paper(tmp_path, form.name))
    intake.check_component(office, now.id, form.id, ComponentVerdict.PASS, remark="Đã đối chiếu")
    with pytest.raises(Refused) as refused:
        intake.decide(office, now.id, Decision.REQUEST_SUPPLEMENT)
    assert refused.value.code == "workflow.asked_twice"
    assert PAPER in refused.value.what
    with pytest.raises(Refused) as refused:
        reuse.record_exception(office, now.id, paper.id, CannotReuse.DATA_INCORRECT, "  ")
    assert refused.value.code == "workflow.exception_without_note"
    reuse.record_exception(office, now.id, paper.id, CannotReuse.DATA_INCORRECT, "Tên công ty đã đổi")
    decided = intake.decide(office, now.id, Decision.REQUEST_SUPPLEMENT)
    assert decided.dossier.supplement_count == 1


def test_a_paper_that_failed_is_looked_for_before_it_is_asked_for_again(
    two: tuple[Office, Dossier, Dossier], tmp_path: Path
) -> None:
    office, earlier, now = two
    form, paper = now.components
    intake.attach_file(office, now.id, form.id, _paper(tmp_path, form.name))
    intake.check_component(office, now.id, form.id, ComponentVerdict.PASS, remark="Đã đối chiếu")
    other = tmp_path / "mo.pdf"
    draw_paper(other, PAPER, seed=7)
    intake.attach_file(office, now.id, paper.id, other)
    assert paper.id not in reuse.offers_for(office, queue.dossier(office, now.id))  # not judged yet
    intake.check_component(office, now.id, paper.id, ComponentVerdict.FAIL, remark="Mờ, không đọc được")
    (offer,) = reuse.offers_for(office, queue.dossier(office, now.id))[paper.id]
    with pytest.raises(Refused) as refused:
        intake.decide(office, now.id, Decision.REQUEST_SUPPLEMENT)
    assert refused.value.code == "workflow.asked_twice"
    assert isinstance(offer.paper, DigitisedPaper)
    reuse.reuse_paper(office, now.id, paper.id, offer.paper)
    after = queue.dossier(office, now.id).components[1]
    assert after.file is not None and earlier.components[1].file is not None
    assert (after.file.hash, after.verdict) == (earlier.components[1].file.hash, ComponentVerdict.NOT_CHECKED)
    # The very paper that fails here is not offered for itself.
    intake.check_component(office, now.id, paper.id, ComponentVerdict.FAIL, remark="Không khớp bản chính")
    assert paper.id not in reuse.offers_for(office, queue.dossier(office, now.id))


def test_the_personal_stores_list_stops_asking_unless_the_paper_has_expired(office: Office, tmp_path: Path) -> None:
    dossier = queue.dossier(office, _new(office, "H31.15-261123-7103"))
    listing = tmp_path / "kho.csv"
    listing.write_text(
        "Số định danh;Tên giấy tờ;Mã giấy tờ;Số hiệu;Ngày cấp;Ngày hết hạn\n"
        f"{NUMBER};{PAPER};GP01;12/2024;01/02/2024;01/02/2030\n"
        f"{NUMBER};;GP02;1;;\n"
        f"{NUMBER};Giấy phép cũ;GP03;2;31/02/2024;\n",
        encoding="utf-8",
    )
    report = reuse.import_store_list(office, listing)
    assert (report.papers, report.added, len(report.problems)) == (1, 1, 2)
    assert all(problem.sentence for problem in report.problems)
    (offer,) = reuse.offers_for(office, dossier)[dossier.components[1].id]
    assert offer.listed
    assert offer.stands
    assert reuse.asked_twice(office, dossier, dossier.components) == (dossier.components[1],)
    listing.write_text(listing.read_text(encoding="utf-8").replace("01/02/2030", "01/02/2026"), encoding="utf-8")
    assert reuse.import_store_list(office, listing).added == 0
    (offer,) = reuse.offers_for(office, dossier)[dossier.components[1].id]
    assert not offer.stands
    assert reuse.asked_twice(office, dossier, dossier.components) == ()


def test_a_file_that_is_no_store_list_is_refused(office: Office, tmp_path: Path) -> None:
    (tmp_path / "khac.csv").write_text("a;b\n1;2\n", encoding="utf-8")
    with pytest.raises(Refused) as refused:
        reuse.import_store_list(office, tmp_path / "khac.csv")
    assert refused.value.code == "list.no_store_header"


def test_strangers_papers_are_never_offered(two: tuple[Office, Dossier, Dossier]) -> None:
    office, _, now = two
    with office.store.unit_of_work() as unit:
        stranger = replace(now.applicant, identity_number="034199000000")
        unit.update_dossier(unit.dossier(now.id), applicant=stranger)
        unit.commit()
    assert reuse.offers_for(office, queue.dossier(office, now.id)) == {}


def test_a_paper_that_has_run_out_is_taken_with_a_reason_only_and_its_end_goes_along(
    two: tuple[Office, Dossier, Dossier],
) -> None:
    office, earlier, now = two
    part = now.components[1]
    reuse.set_validity(office, earlier.id, earlier.components[1].id, date(2026, 11, 22))
    (offer,) = reuse.offers_for(office, now)[part.id]
    assert (offer.expired, offer.stands, offer.expires_on) == (True, False, date(2026, 11, 22))
    assert reuse.asked_twice(office, now, (part,)) == ()
    with pytest.raises(Refused, match="22/11/2026"):
        reuse.reuse_paper(office, now.id, part.id, offer.paper)
    reuse.reuse_paper(office, now.id, part.id, offer.paper, note="Hết hạn trong lúc chờ lãnh đạo ký")
    after = queue.dossier(office, now.id).components[1]
    assert after.file is not None and after.file.expires_on == date(2026, 11, 22)
    (event,) = [one for one in queue.events(office, now.id) if one.kind == "reuse_paper"]
    assert (event.details["expired"], event.details["note"]) == (1, "Hết hạn trong lúc chờ lãnh đạo ký")
    inspected = intake.inspect_component(office, after)
    assert inspected is not None
    assert "workflow.paper_expired" in [one.code for one in inspected.findings]


def test_how_long_a_paper_holds_comes_from_the_catalogue_and_is_not_lengthened_by_reuse(
    two: tuple[Office, Dossier, Dossier], clock: FixedClock
) -> None:
    office, earlier, now = two
    keeper = office.as_person("dung.bt")
    known = catalogue.procedure(office, now.procedure_code)
    assert known is not None
    case = Case(name="", components=(*COMPONENTS[:1], replace(COMPONENTS[1], valid_months=6)))
    catalogue.save(keeper, replace(known, cases=(case,)))
    with office.store.unit_of_work() as unit:
        newest = unit.procedure_versions(known.code)[0].version
        for one in (earlier, now):
            unit.update_dossier(unit.dossier(one.id), procedure_version=newest)
        unit.commit()
    part = now.components[1]
    (offer,) = reuse.offers_for(office, queue.dossier(office, now.id))[part.id]
    assert (offer.stands, offer.expires_on) == (True, date(2027, 5, 23))
    clock.advance(days=100)
    reuse.reuse_paper(office, now.id, part.id, offer.paper)
    file = queue.dossier(office, now.id).components[1].file
    assert file is not None and file.expires_on == date(2027, 5, 23)


@pytest.mark.parametrize(
    ("day", "months", "end"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 11, 23), 1, date(2026, 12, 23)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
    ],
)
def test_months_end_on_a_day_that_exists(day: date, months: int, end: date) -> None:
    assert months_later(day, months) == end
