"""The yearly book: numbers without gaps, printed as it stands, locked once and never written again."""

from pathlib import Path

import pytest

from counter_app.clock import FixedClock
from counter_app.errors import Misuse, Refused
from counter_app.model.dossier import Decision, DossierId, DossierState
from counter_app.model.queue import QueueFilter
from counter_app.workflow import intake, queue, receipt, register
from counter_app.workflow.office import Office
from tests.forms import reading
from tests.workflow.test_day import new_online_dossier, pass_everything

WHY = "Kiểm tra sổ quý IV"


def imported(office: Office, position: int) -> DossierId:
    """A dossier that came accepted with the list: it enters the book with its receipt."""
    return DossierId(queue.ids(office, QueueFilter(states=(DossierState.PROCESSING,)))[position])


IN_BOOK = 3  # dossiers that the practice office accepted before


@pytest.mark.poppler
def test_acceptance_enters_the_book_and_the_receipt_carries_that_number(office: Office, tmp_path: Path) -> None:
    first = receipt.print_receipt(office, imported(office, 0))
    dossier = pass_everything(office, new_online_dossier(office), tmp_path)
    intake.decide(office, dossier.id, Decision.ACCEPT)
    third = receipt.print_receipt(office, imported(office, 1))
    second = receipt.print_receipt(office, dossier.id)
    assert [first.number, second.number, third.number] == [IN_BOOK + 1, IN_BOOK + 2, IN_BOOK + 3]
    entries = register.register_entries(office, 2026)
    assert [entry.number for entry in entries] == list(range(1, IN_BOOK + 4))
    assert entries[IN_BOOK + 1].code == dossier.display_code
    book = register.print_register(office, 2026, tmp_path / "so.pdf", reason=WHY)
    assert book.count == IN_BOOK + 3 and book.closed is None
    text = reading.in_order(book.path)
    for entry in entries:
        assert entry.code in text.replace(" ", "")
    assert "Sổ đang mở" in text
    with pytest.raises(Misuse, match="đã có sẵn"):
        register.print_register(office, 2026, tmp_path / "so.pdf", reason=WHY)


@pytest.mark.poppler
def test_a_book_is_locked_when_its_year_is_over_and_stays_as_it_was(
    office: Office, clock: FixedClock, tmp_path: Path
) -> None:
    one = imported(office, 0)
    receipt.print_receipt(office, one)
    with pytest.raises(Refused, match="chưa hết"):
        register.close_register(office, 2026)
    clock.moment = clock.moment.replace(year=2027, month=1, day=4)
    closed = register.close_register(office, 2026)
    assert f"{IN_BOOK + 1} hồ sơ, từ số 01 đến số {IN_BOOK + 1:02d}" in reading.in_order(closed.path)
    assert register.years(office) == ((2026, closed.closed),)
    with pytest.raises(Refused, match="đã khóa"):
        register.close_register(office, 2026)
    with office.store.unit_of_work() as unit:
        changed = unit.dossier(one)
        unit.update_dossier(changed, note="sửa sau khi khóa")
        unit.commit()
    again = register.print_register(office, 2026, tmp_path / "lai.pdf", reason=WHY)
    assert again.path.read_bytes() == closed.path.read_bytes()
    with office.store.unit_of_work() as unit, pytest.raises(Refused, match="đã khóa"):
        unit.book.enter("TNHS", imported(office, 1), clock.moment, 2026)
    new = receipt.print_receipt(office, imported(office, 1))
    assert new.number == 1, "the new year's book begins with 01"


def test_a_lock_that_fails_leaves_the_book_open_and_no_sheet(
    office: Office, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    receipt.print_receipt(office, imported(office, 0))
    clock.moment = clock.moment.replace(year=2027, month=1, day=4)

    def full(_: object, __: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(type(office.vault), "put", full)
    with pytest.raises(OSError, match="No space"):
        register.close_register(office, 2026)
    assert register.years(office) == ((2026, None),)
    assert not list(office.folder_for("forms", "register").iterdir())
