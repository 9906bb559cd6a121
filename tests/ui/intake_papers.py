"""Papers and dossiers for the tests of intake: made here, of invented people."""

from datetime import datetime
from pathlib import Path

from counter_app.exchange.lists import ListRow
from counter_app.exchange.practice_list import write_practice_list
from counter_app.model.dossier import (
    Applicant,
    ApplicantKind,
    AttachedFile,
    Channel,
    Component,
    ComponentId,
    ComponentVerdict,
    Dossier,
    DossierId,
    DossierState,
    FileHash,
    PaperKind,
)
from counter_app.model.queue import QueueFilter
from counter_app.pdf.practice_pages import draw_paper
from counter_app.workflow import queue
from counter_app.workflow.office import Office
from tests.practice import MORNING


def fresh_dossier(office: Office) -> Dossier:
    """Online, inside the window, at least three components, no supplement yet."""
    for one in queue.ids(office, QueueFilter(states=(DossierState.NEW,))):
        dossier = queue.dossier(office, DossierId(one))
        in_window = dossier.intake_due_at is not None and dossier.intake_due_at > office.now()
        if in_window and len(dossier.components) >= 3 and not dossier.supplement_count:
            return dossier
    raise AssertionError("the practice office has no such dossier")


def scan_with_blank_page(path: Path) -> Path:
    """A two-page scan whose second page is white: a warning that belongs to page 2."""
    import pikepdf

    draw_paper(path, "Phương án sản xuất, kinh doanh", pages=1)
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        document.add_blank_page(page_size=(595, 842))
        document.save(path)
    return path


def locked_paper(path: Path) -> Path:
    import pikepdf

    plain = path.with_name(f"mo-{path.name}")
    draw_paper(plain, "Giấy chứng nhận")
    with pikepdf.open(plain) as document:
        document.save(path, encryption=pikepdf.Encryption(user="mat-khau-bia", owner="mat-khau-bia", R=6))
    return path


def cut_paper(path: Path) -> Path:
    draw_paper(path, "Quyết định")
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 3])
    return path


def photo(path: Path) -> Path:
    from PIL import Image

    Image.new("RGB", (1240, 1754), (236, 232, 220)).save(path, dpi=(150, 150), quality=80)
    return path


def list_with_a_bad_row(path: Path) -> Path:
    """A portal-like list: one new dossier, and one row without a code (row 6)."""
    rows = [
        ListRow(
            row=number,
            code=code,
            procedure_code="2.002385",
            state=DossierState.NEW,
            channel=Channel.ONLINE,
            applicant_name="Bệnh viện Thử Nghiệm",
            submitted_at=MORNING,
            received_at=MORNING,
        )
        for number, code in enumerate(("H31.15-261123-7001", ""), start=1)
    ]
    write_practice_list(path, rows, office_name="Sở Thử")
    return path


def component(number: int, **changes: object) -> Component:
    """A required, not yet checked component with a two-page file; `changes` by field name."""
    values: dict[str, object] = {
        "id": ComponentId(100 + number),
        "number": number,
        "name": f"Giấy tờ thứ {number}",
        "required": True,
        "must_sign": True,
        "paper_kind": PaperKind.PHOTOCOPY,
        "verdict": ComponentVerdict.NOT_CHECKED,
        "remark": "",
        "file": AttachedFile(
            hash=FileHash("a" * 64), name="giay-to.pdf", size=1_400_000, pages=2, attached_at=MORNING, attached_by="ha"
        ),
    }
    return Component(**{**values, **changes})  # type: ignore[arg-type]


def dossier(*components: Component, **changes: object) -> Dossier:
    values: dict[str, object] = {
        "id": DossierId(7),
        "code": "H31.15-261118-0042",
        "local_code": "TN-2026-000007",
        "procedure_code": "2.002278",
        "procedure_name": "Cấp Giấy chứng nhận doanh nghiệp khoa học và công nghệ",
        "case_name": "",
        "field": "Hoạt động khoa học và công nghệ",
        "term_words": "10 ngày làm việc",
        "applicant": Applicant(
            name="Công ty Cổ phần Sinh học Tiên Lữ", kind=ApplicantKind.ENTERPRISE, identity_number="0900758131"
        ),
        "channel": Channel.ONLINE,
        "state": DossierState.NEW,
        "holder": "ha",
        "submitted_at": None,
        "received_at": datetime(2026, 11, 20, 10, 15, tzinfo=MORNING.tzinfo),
        "intake_due_at": datetime(2026, 11, 23, 10, 15, tzinfo=MORNING.tzinfo),
        "decided_at": None,
        "due_at": None,
        "ended_at": None,
        "rule_set": "nd309-2026",
        "supplement_count": 0,
        "components": components,
        "results": (),
        "version": 1,
    }
    return Dossier(**{**values, **changes})  # type: ignore[arg-type]
