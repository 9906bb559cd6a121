"""Official forms as PDF/A beside bare reportlab writing the same words, line by line, without tables and checks.

The first receipt loads reportlab and the fonts; it is measured in a process of its own.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from datetime import datetime
from pathlib import Path
from statistics import median

from bench import Row, compare, median_pair
from counter_app.clock import VIETNAM
from counter_app.forms.filling import fill
from counter_app.forms.printing import Forms
from counter_app.model.dossier import (
    Applicant,
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
from counter_app.model.form import FormFacts, FormKind, RegisterEntry
from counter_app.model.person import Person, Role
from counter_app.resources import resource
from counter_app.settings import Settings

NOW = datetime(2026, 11, 20, 9, 12, tzinfo=VIETNAM)
OFFICE = Settings(
    office_name="Sở Khoa học và Công nghệ", office_parent="Ủy ban nhân dân tỉnh Hưng Yên", office_place="Hưng Yên"
)
OFFICER = Person(login="ha", name="Nguyễn Thu Hà", role=Role.OFFICER)
PROCEDURE = "Cấp Giấy chứng nhận đăng ký hoạt động lần đầu cho tổ chức khoa học và công nghệ"
ENTRIES = 1000


def run(quick: bool) -> list[Row]:
    rounds = 3 if quick else 15
    receipt, register = receipt_facts(), register_facts(100 if quick else ENTRIES)
    next_one = _pair("a receipt after the first", receipt, rounds)
    book = _pair(f"register of {len(register.entries)} rows", register, 2 if quick else 5)
    first = median(_first_receipt() for _ in range(1 if quick else 3))
    return [next_one, book, compare("the first receipt of a process", first, "a receipt after it", next_one.ours_ms)]


def receipt_facts() -> FormFacts:
    names = ("Đơn đăng ký", "Quyết định thành lập", "Điều lệ tổ chức", "Bảng danh sách nhân lực", "Hồ sơ trụ sở")
    file = AttachedFile(hash=FileHash("0" * 64), name="a.pdf", size=1, pages=1, attached_at=NOW, attached_by="ha")
    components = tuple(
        Component(
            id=ComponentId(number),
            number=number,
            name=name,
            required=True,
            must_sign=True,
            paper_kind=PaperKind.ORIGINAL,
            verdict=ComponentVerdict.PASS,
            remark="",
            file=file,
        )
        for number, name in enumerate(names, start=1)
    )
    dossier = Dossier(
        id=DossierId(1),
        code="H31.15-261120-0042",
        local_code="TN-2026-000042",
        procedure_code="1.001786",
        procedure_name=PROCEDURE,
        case_name="",
        field="",
        term_words="15 ngày làm việc",
        applicant=Applicant(name="Trần Thị Ưởng", address="Số 5, ngõ 12, phố Chùa Chuông, phường Phố Hiến"),
        channel=Channel.ONLINE,
        state=DossierState.ACCEPTED,
        holder="ha",
        submitted_at=NOW,
        received_at=NOW,
        intake_due_at=None,
        decided_at=NOW,
        due_at=NOW.replace(month=12, day=10, hour=17),
        ended_at=None,
        rule_set="2026-08-05",
        supplement_count=0,
        components=components,
        results=(),
        version=1,
    )
    return FormFacts(kind=FormKind.RECEIPT, printed_at=NOW, signer=OFFICER, number=7, dossier=dossier)


def register_facts(count: int) -> FormFacts:
    entries = tuple(
        RegisterEntry(
            number=number,
            code=f"H31.15-261120-{number:04d}",
            procedure_name=PROCEDURE,
            set_count=1,
            applicant_name=f"Trần Thị Ưởng {number}",
            contact="Số 5, phố Chùa Chuông, phường Phố Hiến, 0900 000 001",
            unit="Phòng Quản lý chuyên ngành",
            received_at=NOW,
            due_at=NOW,
            returned_at=NOW,
            way="Trực tuyến",
            receiver="",
            note="",
        )
        for number in range(1, count + 1)
    )
    return FormFacts(kind=FormKind.REGISTER, printed_at=NOW, signer=OFFICER, year=2026, entries=entries)


def _pair(what: str, facts: FormFacts, rounds: int) -> Row:
    forms = Forms(OFFICE)
    words = [text for _, text in fill(facts, OFFICE).texts() if text]
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "a.pdf"

        def ours() -> None:
            output.unlink(missing_ok=True)
            forms.print(facts, output)

        ours()
        mine, bare = median_pair(ours, lambda: _bare(words, output), rounds)
    return compare(what, mine, "reportlab writing the same words", bare)


def _bare(words: list[str], output: Path) -> None:
    """The same words by the same library and font, one under the other."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    if "Bare" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont("Bare", str(resource("fonts", "Tinos-Regular.ttf"))))
    canvas = Canvas(str(output), pagesize=(842, 595))
    for start in range(0, len(words), 50):
        canvas.setFont("Bare", 9)
        for line, text in enumerate(words[start : start + 50]):
            canvas.drawString(40, 560 - line * 11, text)
        canvas.showPage()
    canvas.save()


def _first_receipt() -> float:
    """Milliseconds of the first receipt of a fresh process, after the application's own modules are loaded."""
    script = (
        "import tempfile, time, pathlib\nfrom bench.forms import *\nfacts = receipt_facts()\n"
        "folder = tempfile.mkdtemp()\nstart = time.perf_counter()\n"
        "Forms(OFFICE).print(facts, pathlib.Path(folder) / 'a.pdf')\nprint((time.perf_counter() - start) * 1000)"
    )
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return float(told.stdout)
