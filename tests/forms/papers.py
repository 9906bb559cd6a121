"""Invented dossiers and an invented office for the forms' tests."""

from dataclasses import replace
from datetime import datetime, timedelta
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
from counter_app.model.fee import FeeDue
from counter_app.model.form import FormFacts, FormKind, FormWords, HandOver, Punctuality, RegisterEntry
from counter_app.model.person import Person, Role
from counter_app.model.procedure import Source
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


FEE = FeeDue(
    amount_vnd=1_500_000,
    full_vnd=3_000_000,
    reduction_percent=50,
    text="",
    source=Source(document="Nghị quyết 12/2026/NQ-HĐND", verified=True),
)


def receipt(given: Dossier | None = None, number: int = 7, fee: FeeDue | None = FEE) -> FormFacts:
    return FormFacts(
        kind=FormKind.RECEIPT, printed_at=PRINTED, signer=OFFICER, number=number, dossier=given or dossier(), fee=fee
    )


GROUND = "Điều 15 Nghị định số 118/2025/NĐ-CP"
REASON = "Ngành nghề đăng ký không thuộc phạm vi hoạt động khoa học và công nghệ của tổ chức"


def facts(kind: FormKind, given: Dossier, **words: Any) -> FormFacts:
    return FormFacts(kind=kind, printed_at=PRINTED, signer=OFFICER, number=3, dossier=given, words=FormWords(**words))


def supplement(**words: Any) -> FormFacts:
    items = (
        "Điều lệ tổ chức và hoạt động: thiếu chữ ký của người đại diện theo pháp luật",
        "Hồ sơ về trụ sở chính: chưa có, cần nộp",
    )
    given = dossier(state=DossierState.SUPPLEMENT_REQUESTED, due_at=None)
    told = {"items": items, "reason": "Hồ sơ chưa đầy đủ theo quy định", "stage": "Tiếp nhận hồ sơ"} | words
    return facts(FormKind.SUPPLEMENT_REQUEST, given, **told)


def refusal(**words: Any) -> FormFacts:
    given = dossier(state=DossierState.REFUSED, due_at=None, ended_at=PRINTED)
    return facts(FormKind.REFUSAL, given, **{"reason": REASON, "legal_ground": GROUND} | words)


def apology(given: Dossier | None = None, **words: Any) -> FormFacts:
    told = {
        "reason": "Cơ quan phối hợp chưa có văn bản trả lời",
        "lateness": "03 ngày làm việc",
        "original_due_at": datetime(2026, 12, 10, 17, 0, tzinfo=VIETNAM),
        "new_due_at": datetime(2026, 12, 15, 17, 0, tzinfo=VIETNAM),
    } | words
    return facts(FormKind.APOLOGY, given or dossier(state=DossierState.PROCESSING), **told)


def stop_notice(**words: Any) -> FormFacts:
    given = dossier(state=DossierState.STOPPED, ended_at=PRINTED)
    told = {
        "reason": REASON,
        "legal_ground": GROUND,
        "stage": "Thẩm định",
        "handling": "Trả lại phí và toàn bộ giấy tờ đã nộp tại quầy",
    } | words
    return facts(FormKind.STOP_NOTICE, given, **told)


def control_sheet(count: int = 3) -> FormFacts:
    units = ("Phòng Quản lý chuyên ngành", "Văn phòng Sở", "Bộ phận Tiếp nhận và Trả kết quả")
    steps = tuple(
        HandOver(
            unit=units[place % 3],
            giver="Nguyễn Thu Hà",
            receiver="Đỗ Quang Minh",
            at=datetime(2026, 11, 20 + place % 5, 9, 30, tzinfo=VIETNAM),
            result=(None, *Punctuality)[place % 4],
            note="",
        )
        for place in range(count)
    )
    return replace(facts(FormKind.CONTROL_SHEET, dossier()), number=0, steps=steps)


def entry(number: int, **changes: Any) -> RegisterEntry:
    made = RegisterEntry(
        number=number,
        code=f"H31.15-261120-{number:04d}",
        procedure_name="Cấp Giấy chứng nhận đăng ký hoạt động lần đầu cho tổ chức khoa học và công nghệ",
        set_count=1,
        applicant_name="Trần Thị Ưởng",
        contact="Số 5, phố Chùa Chuông, phường Phố Hiến, 0900 000 001",
        unit="Phòng Quản lý chuyên ngành",
        received_at=datetime(2026, 11, 20, 9, 5, tzinfo=VIETNAM),
        due_at=datetime(2026, 12, 10, 17, 0, tzinfo=VIETNAM),
        returned_at=None,
        way="Trực tuyến",
        receiver="",
        note="",
    )
    return replace(made, **changes)


def register(count: int, **changes: Any) -> FormFacts:
    entries = tuple(entry(number) for number in range(1, count + 1))
    made = FormFacts(kind=FormKind.REGISTER, printed_at=PRINTED, signer=OFFICER, year=2026, entries=entries)
    return replace(made, **changes)


ALL = (receipt, supplement, refusal, apology, stop_notice, control_sheet, lambda: register(3))


OLD = datetime(2025, 3, 20, 9, 12, tzinfo=VIETNAM)


def as_of_2018(new: FormFacts) -> FormFacts:
    """The same sheet for a dossier of March 2025, printed then: the forms and the law of that day."""
    back = OLD - PRINTED
    words = new.words
    moved = replace(
        words,
        legal_ground=words.legal_ground and "Điều 17 Nghị định số 61/2018/NĐ-CP",
        original_due_at=words.original_due_at and words.original_due_at + back,
        new_due_at=words.new_due_at and words.new_due_at + back,
    )
    if new.dossier is None:
        entries = tuple(_earlier(one, back) for one in new.entries)
        return replace(new, printed_at=OLD, year=OLD.year, entries=entries)
    old = dossier(
        code="000.00.15.H31-250320-0042",
        local_code="TN-2025-000042",
        state=new.dossier.state,
        submitted_at=OLD - timedelta(hours=2),
        received_at=OLD - timedelta(hours=1),
        decided_at=OLD,
        due_at=new.dossier.due_at and datetime(2025, 4, 10, 17, 0, tzinfo=VIETNAM),
        ended_at=new.dossier.ended_at and OLD,
        rule_set="2021-12-06",
    )
    steps = tuple(replace(step, at=step.at + back) for step in new.steps)
    return replace(new, printed_at=OLD, dossier=old, words=moved, steps=steps)


def _earlier(one: RegisterEntry, back: timedelta) -> RegisterEntry:
    code = one.code.replace("H31.15-261120", "000.00.15.H31-250320")
    return replace(one, code=code, received_at=one.received_at + back, due_at=one.due_at and one.due_at + back)
