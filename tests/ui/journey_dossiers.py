"""Dossiers of three papers for the journeys of intake; invented."""

from pathlib import Path

from counter_app.model.dossier import Applicant, ApplicantKind, Dossier, NewDossier
from counter_app.model.procedure import RequiredComponent
from counter_app.pdf.practice_pages import draw_paper
from counter_app.workflow import intake, queue
from counter_app.workflow.office import Office
from tests.ui.intake_papers import fresh_dossier

NAMES = ("Đơn đề nghị", "Phương án sản xuất, kinh doanh", "Giấy chứng nhận đăng ký doanh nghiệp")
APPLICANT = Applicant(
    name="Công ty Cổ phần Thử Nghiệm Sông Lam", kind=ApplicantKind.ENTERPRISE, identity_number="0314409058"
)
NEWCOMER = Applicant(  # of whom the office has no paper that could stand for another
    name="Công ty TNHH Thử Nghiệm Đồi Chè", kind=ApplicantKind.ENTERPRISE, identity_number="0900758131"
)
EARLIER = Applicant(
    name="Công ty Cổ phần Sinh học Tiên Lữ", kind=ApplicantKind.ENTERPRISE, identity_number="0100233488"
)


def dossier_of(
    office: Office, folder: Path, code: str, *, applicant: Applicant = APPLICANT, files: int = len(NAMES)
) -> Dossier:
    """Online, inside the window, three required papers of which the first `files` have their file."""
    pattern = fresh_dossier(office)
    left_out = ("code", "components", "supplement_count", "applicant")
    kept = {name: getattr(pattern, name) for name in NewDossier.__slots__ if name not in left_out}
    parts = tuple(RequiredComponent(number=number, name=name) for number, name in enumerate(NAMES, 1))
    with office.store.unit_of_work() as unit:
        made = unit.add_dossier(
            NewDossier(**kept, code=code, components=parts, supplement_count=0, applicant=applicant)
        )
        unit.commit()
    for part in queue.dossier(office, made).components[:files]:
        path = folder / f"{code}-{part.number}.pdf"
        draw_paper(path, part.name, seed=int(code[-4:]) * 10 + part.number)
        intake.attach_file(office, made, part.id, path)
    return queue.dossier(office, made)
