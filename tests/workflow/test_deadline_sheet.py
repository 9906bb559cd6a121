"""«Vì sao?» of a stored dossier on paper: window and term, with code, procedure, basis; refused where nothing runs."""

from pathlib import Path

import pytest

from counter_app.clock import FixedClock
from counter_app.errors import Refused
from counter_app.model.procedure import AfterSupplement
from counter_app.supervision.clocks import TERM, WINDOW
from counter_app.workflow import clocks, deadline_sheet, queue, supplement
from counter_app.workflow.office import Office
from tests.forms import reading
from tests.ui.intake_papers import fresh_dossier
from tests.workflow.test_life import in_processing
from tests.workflow.test_supplement import ask, take_in


@pytest.mark.poppler
def test_the_window_is_explained_on_paper_with_code_procedure_and_basis(office: Office, tmp_path: Path) -> None:
    dossier = fresh_dossier(office)
    made = deadline_sheet.print_explanation(office, dossier.id)
    words = "".join(reading.in_order(made.path).split())
    account = clocks.accounts(office.calendar, clocks.clocked(office, dossier.id)).window
    assert account is not None
    wanted = [dossier.display_code, dossier.procedure_name, "Khoảng tiếp nhận hồ sơ trực tuyến", *account.basis]
    wanted += [line.value for line in account.lines] + [account.total]
    assert [one for one in wanted if "".join(one.split()) not in words] == []
    assert made.pages == 1 and made.path.parent.name == str(dossier.id)
    event = queue.events(office, dossier.id)[-1]
    assert (event.kind, event.details["what"]) == ("print_explanation", WINDOW)
    assert deadline_sheet.print_explanation(office, dossier.id).path != made.path
    out = tmp_path / "mot.pdf"
    out.write_bytes(b"x")
    with pytest.raises(Refused):
        deadline_sheet.print_explanation(office, dossier.id, output=out)
    assert out.read_bytes() == b"x"


@pytest.mark.poppler
def test_a_term_with_a_supplement_is_explained_stretch_by_stretch(office: Office, clock: FixedClock) -> None:
    one = take_in(office, mode=AfterSupplement.PAUSE)
    clock.advance(days=2)
    ask(office, one)
    clock.advance(days=5)
    supplement.receive(office, one)
    made = deadline_sheet.print_explanation(office, one)
    text = reading.in_order(made.path)
    for words in ("Thời hạn giải quyết hồ sơ", "Chờ người nộp bổ sung từ", "10 ngày làm việc", "không tính"):
        assert words in text
    window = deadline_sheet.print_explanation(office, one, WINDOW)
    assert "Khoảng tiếp nhận hồ sơ trực tuyến" in reading.in_order(window.path)


def test_a_due_moment_that_came_with_a_list_is_not_explained_here(office: Office) -> None:
    promised = in_processing(office, overdue=False)
    with pytest.raises(Refused) as refused:
        deadline_sheet.print_explanation(office, promised.id, TERM)
    assert refused.value.code == "workflow.no_account"
    assert not list(office.folder.rglob("Giai-trinh*"))
