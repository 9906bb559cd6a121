"""Settings changed from within: checked, allowed, recorded, used at once; the old file stays when it cannot be."""

from pathlib import Path

import pypdfium2
import pytest

from counter_app.errors import Refused, Trouble
from counter_app.model.dossier import DossierId, DossierState
from counter_app.model.form import FormFacts, FormKind
from counter_app.model.queue import QueueFilter
from counter_app.settings import FILE_NAME, load_settings
from counter_app.workflow import office_settings, queue, signed_files
from counter_app.workflow.office import Office

SUPERVISOR = "phuoc.dh"


@pytest.fixture
def supervised(office: Office) -> Office:
    return office.as_person(SUPERVISOR)


def test_a_change_is_written_recorded_and_used(supervised: Office) -> None:
    before = supervised.settings.office_name
    after, changes = office_settings.change_settings(supervised, {"office_name": "  Sở  Xây dựng ", "theme": "dark"})
    assert changes.settings
    assert after.settings.office_name == "Sở Xây dựng"
    assert load_settings(supervised.folder) == after.settings
    event = supervised.store.readings.last_office_event("change_settings")
    assert event is not None
    assert event.by == SUPERVISOR
    assert (event.details["office_name"], event.details["office_name_before"]) == ("Sở Xây dựng", before)


def test_what_is_the_same_is_not_recorded(supervised: Office) -> None:
    _, changes = office_settings.change_settings(supervised, {"office_name": supervised.settings.office_name})
    assert not changes.settings
    assert supervised.store.readings.last_office_event("change_settings") is None


def test_what_another_window_wrote_meanwhile_is_kept(supervised: Office) -> None:
    office_settings.change_settings(supervised, {"office_phone": "0221 386 1234"})
    after, _ = office_settings.change_settings(supervised, {"office_place": "Phố Hiến"})
    assert (after.settings.office_phone, after.settings.office_place) == ("0221 386 1234", "Phố Hiến")


def test_an_officer_changes_the_desk_but_not_the_office(office: Office) -> None:
    after, _ = office_settings.change_settings(office, {"theme": "dark"})
    assert after.settings.theme == "dark"
    with pytest.raises(Refused) as refused:
        office_settings.change_settings(office, {"theme": "light", "due_soon_minutes": 60})
    assert refused.value.code == "access.not_allowed"
    assert load_settings(office.folder).theme == "dark"


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ({"office_name": " "}, "settings.office_name_needed"),
        ({"office_name": "S" * 201}, "settings.text_too_long"),
        ({"office_code": "15.H31"}, "settings.bad_office_code"),
        ({"office_code": "H31." + "1" * 40}, "settings.bad_office_code"),
        ({"office_phone": "gọi văn thư"}, "settings.bad_phone"),
        ({"office_website": "so khcn"}, "settings.bad_website"),
        ({"due_soon_minutes": 0}, "settings.bad_due_soon"),
        ({"still_hours": 401}, "settings.bad_limit"),
        ({"alert_minutes": -1}, "settings.bad_limit"),
        ({"alerts": "maybe"}, "settings.bad_choice"),
        ({"theme": "pink"}, "settings.bad_theme"),
        ({"practice": "false"}, "settings.not_changeable"),
    ],
)
def test_what_does_not_fit_is_refused_by_its_name(supervised: Office, wanted: dict[str, str | int], code: str) -> None:
    before = load_settings(supervised.folder)
    assert [error.code for error in office_settings.faults(wanted).values()] == [code]
    with pytest.raises(Refused) as refused:
        office_settings.change_settings(supervised, wanted)
    assert refused.value.code == code
    assert str(refused.value)
    assert load_settings(supervised.folder) == before


@pytest.mark.parametrize(
    "wanted",
    [
        {"office_code": "H31.15"},
        {"office_code": "000.00.16.H31"},
        {"office_phone": "(0221) 3.862.123, 1022"},
        {"office_website": "https://dichvucong.gov.vn/p/home"},
        {"office_phone": "", "office_website": "", "office_code": ""},
    ],
)
def test_what_offices_write_is_taken(wanted: dict[str, str | int]) -> None:
    assert office_settings.faults(wanted) == {}


def test_a_file_that_cannot_be_written_leaves_everything_as_it_was(supervised: Office) -> None:
    before = load_settings(supervised.folder)
    (supervised.folder / (FILE_NAME + ".new")).mkdir()  # stands where the new file would be written
    with pytest.raises(Trouble, match="cấu hình cũ"):
        office_settings.change_settings(supervised, {"office_name": "Sở Xây dựng"})
    assert load_settings(supervised.folder) == before
    assert supervised.store.readings.last_office_event("change_settings") is None


def test_papers_printed_afterwards_carry_the_new_name(supervised: Office, tmp_path: Path) -> None:
    after, _ = office_settings.change_settings(supervised, {"office_name": "Sở Ngoại vụ"})
    accepted = queue.ids(after, QueueFilter(states=(DossierState.PROCESSING,)))
    dossier = queue.dossier(after, DossierId(accepted[0]))
    sheet = tmp_path / "giay.pdf"
    facts = FormFacts(kind=FormKind.RECEIPT, number=1, printed_at=after.now(), signer=after.person, dossier=dossier)
    after.forms.print(facts, sheet)
    document = pypdfium2.PdfDocument(sheet)
    assert "SỞ NGOẠI VỤ" in document[0].get_textpage().get_text_range()
    document.close()


def test_the_level_and_its_services_hold_from_the_next_batch_on(office: Office) -> None:
    wanted = {"signature_level": "B-LTA", "time_stamp_policy": "required", "time_stamp_url": "http://a.vn http://b.vn"}
    supervised = office.as_person(SUPERVISOR)
    changed, changes = office_settings.change_settings(supervised, wanted)
    assert changes.settings and changes.files
    saved = load_settings(office.folder)
    assert (saved.signature_level, saved.time_stamp_policy) == ("B-LTA", "required")
    assert {one.wanted for one in signed_files.in_debt(changed)} == {"B-LTA"}
    assert set(office_settings.faults({"signature_level": "B-X", "time_stamp_url": "ftp://a.vn"})) == {
        "signature_level",
        "time_stamp_url",
    }
