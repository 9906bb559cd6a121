"""When a receipt is not printed: each time a sentence, and no file."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from counter_app.errors import CounterError, Refused, Trouble
from counter_app.forms.printing import Forms
from counter_app.model.dossier import Applicant, Dossier, DossierState
from counter_app.settings import Settings
from tests.forms import papers
from tests.forms.papers import OFFICE, component, dossier, receipt


def refusal(given: Dossier, output: Path, settings: Settings = OFFICE) -> CounterError:
    with pytest.raises(CounterError) as caught:
        Forms(settings).print(receipt(given), output)
    assert caught.value.what
    assert caught.value.advice
    return caught.value


def nothing_in(folder: Path) -> bool:
    return not list(folder.iterdir())


@pytest.mark.parametrize(
    "changes",
    [
        {"state": DossierState.NEW, "decided_at": None},
        {"state": DossierState.ACCEPTED, "decided_at": None},
        {"state": DossierState.REFUSED},
        {"state": DossierState.SUPPLEMENT_REQUESTED},
        {"state": DossierState.PAYMENT_REQUESTED},
        {"state": DossierState.WITHDRAWN},
    ],
)
def test_only_an_accepted_dossier_gets_a_receipt(tmp_path: Path, changes: dict[str, Any]) -> None:
    assert refusal(dossier(**changes), tmp_path / "a.pdf").code == "forms.not_accepted"
    assert nothing_in(tmp_path)


def test_without_an_appointment_there_is_no_receipt(tmp_path: Path) -> None:
    error = refusal(dossier(due_at=None), tmp_path / "a.pdf")
    assert isinstance(error, Refused)
    assert "chưa có ngày hẹn trả" in error.what
    assert nothing_in(tmp_path)


def test_an_appointment_before_the_receipt_is_refused(tmp_path: Path) -> None:
    early = dossier(due_at=dossier().decided_at - timedelta(minutes=1))  # type: ignore[operator]
    assert refusal(early, tmp_path / "a.pdf").code == "forms.appointment_before_receipt"


@pytest.mark.parametrize("missing", ["office_name", "office_place"])
def test_the_office_must_be_named(tmp_path: Path, missing: str) -> None:
    settings = replace(OFFICE, **{missing: "  "})
    assert refusal(dossier(), tmp_path / "a.pdf", settings).code == "forms.no_office"
    assert nothing_in(tmp_path)


@pytest.mark.parametrize(
    ("name", "letter"),
    [
        ("Trần Thị 😀", "U+1F600"),
        ("Trần \u202eThị", "U+202E"),
        ("Trần\u200bThị", "U+200B"),
        ("שרה", "U+05E9"),
        ("Trần 漢", "U+6F22"),
    ],
    ids=["emoji", "direction override", "invisible space", "right to left", "other script"],
)
def test_a_letter_that_the_font_cannot_print_truly_is_named_with_its_field(
    tmp_path: Path, name: str, letter: str
) -> None:
    error = refusal(dossier(applicant=Applicant(name=name)), tmp_path / "a.pdf")
    assert error.code == "forms.letter_missing"
    assert error.values == {"field": "Tiếp nhận hồ sơ của", "letter": letter}
    assert nothing_in(tmp_path)


@pytest.mark.parametrize("where", ["procedure", "component"])
@pytest.mark.parametrize("text", ["theo Nghị định 61/2018/NĐ-CP", "NĐ 61/2018, Điều 19"])
def test_law_that_was_not_in_force_on_the_day_of_receipt_stops_the_form(tmp_path: Path, where: str, text: str) -> None:
    given = dossier(procedure_name=text) if where == "procedure" else dossier(components=(component(1, text),))
    error = refusal(given, tmp_path / "a.pdf")
    assert error.code == "forms.law_not_in_force"
    assert error.values["instead"] == "118/2025/NĐ-CP"
    assert nothing_in(tmp_path)


@pytest.mark.parametrize("words", ["cấp ngày 15/01/2018", "cấp tháng 01/2018", "hồ sơ 01/2018-05", "quyển 01/2018"])
def test_a_day_that_looks_like_a_number_of_law_is_no_citation(tmp_path: Path, words: str) -> None:
    Forms(OFFICE).print(receipt(dossier(components=(component(1, f"Giấy chứng nhận {words}"),))), tmp_path / "a.pdf")
    assert (tmp_path / "a.pdf").is_file()


def test_what_is_written_today_about_an_old_dossier_follows_the_law_of_today(tmp_path: Path) -> None:
    """Received under the decree of 2018, refused when that of 2025 holds: the ground is today's, never yesterday's."""
    old = papers.as_of_2018(papers.refusal())
    now = replace(old, printed_at=papers.PRINTED, words=papers.refusal().words)
    Forms(OFFICE).print(now, tmp_path / "a.pdf")
    with pytest.raises(Refused) as caught:
        Forms(OFFICE).print(replace(old, printed_at=papers.PRINTED), tmp_path / "b.pdf")
    assert caught.value.code == "forms.law_not_in_force"


def test_a_number_that_only_ends_like_a_repealed_one_is_no_citation(tmp_path: Path) -> None:
    given = dossier(procedure_name="theo Nghị định 161/2018/NĐ-CP, hồ sơ 61/2018-05")
    Forms(OFFICE).print(receipt(given), tmp_path / "a.pdf")
    assert (tmp_path / "a.pdf").is_file()


def test_an_existing_file_is_never_overwritten(tmp_path: Path) -> None:
    output = tmp_path / "a.pdf"
    output.write_bytes(b"signed before")
    assert refusal(dossier(), output).code == "forms.output_exists"
    assert output.read_bytes() == b"signed before"
    assert list(tmp_path.iterdir()) == [output]


def test_a_folder_that_is_not_there_is_trouble_with_the_disk(tmp_path: Path) -> None:
    error = refusal(dossier(), tmp_path / "none" / "a.pdf")
    assert isinstance(error, Trouble)
    assert error.code == "forms.cannot_write"


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("counter_app.forms.output.os.fsync", full)
    error = refusal(dossier(), tmp_path / "a.pdf")
    assert error.code == "forms.cannot_write"
    assert nothing_in(tmp_path)


def test_a_file_that_appears_meanwhile_is_not_overwritten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from counter_app.forms import output as place

    output, real = tmp_path / "a.pdf", place.os.fsync

    def somebody_else_is_faster(handle: int) -> None:
        output.write_bytes(b"theirs")
        real(handle)

    monkeypatch.setattr("counter_app.forms.output.os.fsync", somebody_else_is_faster)
    assert refusal(dossier(), output).code == "forms.output_exists"
    assert output.read_bytes() == b"theirs"
    assert list(tmp_path.iterdir()) == [output]


def test_without_hard_links_the_file_still_gets_its_name_and_none_is_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_: object) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr("counter_app.forms.output.os.link", no_links)
    output = tmp_path / "a.pdf"
    Forms(OFFICE).print(receipt(), output)
    assert output.read_bytes().startswith(b"%PDF-")
    assert refusal(dossier(), output).code == "forms.output_exists"
    assert list(tmp_path.iterdir()) == [output]
