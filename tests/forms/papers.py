"""Invented dossiers and an invented office for the forms' tests."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from counter_app.clock import VIETNAM
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
from counter_app.model.person import Person, Role
from counter_app.settings import Settings

OFFICE = Settings(
    office_name="Sở Khoa học và Công nghệ",
    office_parent="Ủy ban nhân dân tỉnh Hưng Yên",
    counter_name="Bộ phận Tiếp nhận và Trả kết quả",
    office_place="Hưng Yên",
    office_phone="0221 3000 000",
    office_website="skhcn.example.gov.vn",
)
PRACTICE = replace(OFFICE, practice=True)
OFFICER = Person(login="ha", name="Nguyễn Thu Hà", role=Role.OFFICER, title="Chuyên viên")
PRINTED = datetime(2026, 11, 20, 9, 12, tzinfo=VIETNAM)


def component(number: int, name: str, kind: PaperKind = PaperKind.PHOTOCOPY, **changes: Any) -> Component:
    file = AttachedFile(
        hash=FileHash("0" * 64),
        name=f"{number}.pdf",
        size=1000,
        pages=1,
        attached_at=PRINTED,
        attached_by="ha",
    )
    made = Component(
        id=ComponentId(number),
        number=number,
        name=name,
        required=True,
        must_sign=True,
        paper_kind=kind,
        verdict=ComponentVerdict.PASS,
        remark="",
        file=file,
    )
    return replace(made, **changes)


def dossier(**changes: Any) -> Dossier:
    made = Dossier(
        id=DossierId(1),
        code="H31.15-261120-0042",
        local_code="TN-2026-000042",
        procedure_code="1.001786",
        procedure_name="Cấp Giấy chứng nhận đăng ký hoạt động lần đầu cho tổ chức khoa học và công nghệ",
        case_name="",
        field="Hoạt động khoa học và công nghệ",
        term_words="15 ngày làm việc",
        applicant=Applicant(
            name="Trần Thị Ưởng",
            address="Số 5, ngõ 12, phố Chùa Chuông, phường Phố Hiến, tỉnh Hưng Yên",
            phone="0900 000 001",
            email="uong@example.vn",
        ),
        channel=Channel.ONLINE,
        state=DossierState.ACCEPTED,
        holder="ha",
        submitted_at=datetime(2026, 11, 19, 16, 0, tzinfo=VIETNAM),
        received_at=datetime(2026, 11, 19, 16, 1, tzinfo=VIETNAM),
        intake_due_at=datetime(2026, 11, 20, 16, 1, tzinfo=VIETNAM),
        decided_at=datetime(2026, 11, 20, 9, 5, tzinfo=VIETNAM),
        due_at=datetime(2026, 12, 10, 17, 0, tzinfo=VIETNAM),
        ended_at=None,
        rule_set="2026-08-05",
        supplement_count=0,
        components=(
            component(1, "Đơn đăng ký hoạt động khoa học và công nghệ (Mẫu 3)", PaperKind.ORIGINAL),
            component(2, "Quyết định thành lập tổ chức khoa học và công nghệ", PaperKind.CERTIFIED_COPY),
            component(3, "Điều lệ tổ chức và hoạt động", PaperKind.ORIGINAL),
            component(4, "Bảng danh sách nhân lực, kèm văn bằng và hợp đồng lao động"),
            component(5, "Hồ sơ về trụ sở chính", PaperKind.CERTIFIED_ECOPY),
        ),
        results=(),
        version=1,
    )
    return replace(made, **changes)
