"""The office's logo: chosen by who may, kept, recorded, printed; when it cannot be, everything is as before."""

from pathlib import Path

import pypdfium2
import pytest

from counter_app.errors import CounterError, Refused, Trouble
from counter_app.model.dossier import DossierId, DossierState
from counter_app.model.form import FormKind
from counter_app.model.queue import QueueFilter
from counter_app.settings import load_settings
from counter_app.workflow import forms, office_logo, queue
from counter_app.workflow.office import Office
from tests.forms.test_logo import drawn


@pytest.fixture
def supervised(office: Office) -> Office:
    return office.as_person("phuoc.dh")


def pictures(path: Path) -> int:
    objects = pypdfium2.PdfDocument(path)[0].get_objects()
    return sum(one.type == pypdfium2.raw.FPDF_PAGEOBJ_IMAGE for one in objects)


def test_the_next_sheet_carries_it_and_the_diary_knows_who_chose_it(supervised: Office, tmp_path: Path) -> None:
    dossier = DossierId(queue.ids(supervised, QueueFilter(states=(DossierState.PROCESSING,)))[0])
    plain = forms.print_form(supervised, FormKind.CONTROL_SHEET, dossier, output=tmp_path / "truoc.pdf").path
    after, changes = office_logo.choose_logo(supervised, drawn(tmp_path / "huy-hieu.png"))
    assert changes.settings
    marked = forms.print_form(after, FormKind.CONTROL_SHEET, dossier, output=tmp_path / "sau.pdf").path
    assert (pictures(plain), pictures(marked)) == (0, 1)
    event = supervised.store.readings.last_office_event("change_settings")
    assert event is not None and event.by == "phuoc.dh"
    assert event.details["office_logo"] == load_settings(supervised.folder).office_logo != ""

    none, _ = office_logo.use_logo(after, "")
    assert pictures(forms.print_form(none, FormKind.CONTROL_SHEET, dossier, output=tmp_path / "bo.pdf").path) == 0
    again, _ = office_logo.use_logo(none, after.settings.office_logo)
    assert pictures(forms.print_form(again, FormKind.CONTROL_SHEET, dossier, output=tmp_path / "lai.pdf").path) == 1


def test_what_is_no_picture_and_who_may_not_change_nothing(
    supervised: Office, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "chu.png").write_bytes(b"khong phai anh")
    picture = drawn(tmp_path / "huy-hieu.png")
    before = load_settings(office.folder)
    for one, path, code in (
        (supervised, tmp_path / "chu.png", "forms.logo_no_picture"),
        (office, picture, "access.not_allowed"),
    ):
        with pytest.raises(CounterError) as caught:
            office_logo.choose_logo(one, path)
        assert caught.value.code == code
    with pytest.raises(Refused):
        office_logo.use_logo(supervised, "../settings.toml")

    def no_room(*_: object) -> None:
        raise Trouble("settings.not_written", file="settings.toml")

    monkeypatch.setattr("counter_app.workflow.office_settings.save_settings", no_room)
    with pytest.raises(Trouble):
        office_logo.choose_logo(supervised, picture)
    assert load_settings(office.folder) == before
    assert not list((office.folder / "logo").iterdir())
