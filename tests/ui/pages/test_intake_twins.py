"""A dossier that came by list and may be one that is open already: both are told where it is looked at."""

from pathlib import Path

from counter_app.exchange.lists import ListRow
from counter_app.exchange.practice_list import write_practice_list
from counter_app.model.changes import Changes
from counter_app.model.dossier import Channel, Decision, DossierState
from counter_app.workflow import intake, queue, reception
from counter_app.workflow.office import Office
from tests.ui.intake_desk import Desk
from tests.workflow.test_reception import WHO, request

CODE = "H31.15-261123-7001"


def _by_list(office: Office, folder: Path) -> Path:
    row = ListRow(
        row=1,
        code=CODE,
        procedure_code=request().procedure_code,
        state=DossierState.NEW,
        channel=Channel.ONLINE,
        applicant_name=WHO.name,
        identity_number=WHO.identity_number,
        submitted_at=office.now(),
        received_at=office.now(),
    )
    write_practice_list(folder / "cong.xlsx", [row], office_name="Sở Thử")
    return folder / "cong.xlsx"


def test_the_list_and_the_page_tell_both_and_lead_from_one_to_the_other(desk: Desk, tmp_path: Path) -> None:
    here = reception.receive(desk.office, request()).dossier
    desk.page.open_dossier(None)
    desk.page.lists.begin(_by_list(desk.office, tmp_path))
    desk.settle()
    desk.page.lists.take()
    desk.settle()
    report = desk.page.ui.start.report
    (line,) = report.lines
    assert line.startswith("Có thể trùng.") and CODE in line and here.local_code in line
    assert report.is_open
    other = queue.find_dossier(desk.office, CODE)
    desk.page.open_dossier(other.id)
    desk.settle()
    assert CODE in desk.page.ui.banner_words.text() and here.local_code in desk.page.ui.banner_words.text()
    desk.page.ui.banner_link.click()
    desk.settle()
    assert desk.page.dossier_id == here.id
    assert CODE in desk.page.ui.banner_words.text()
    intake.decide(desk.office, other.id, Decision.WITHDRAW, reason="Nộp trùng")
    desk.window.refresh.publish(Changes(dossiers=frozenset({here.id, other.id}), queue=True))
    desk.settle()
    assert desk.page.ui.banner.isHidden(), "the other one is closed"
