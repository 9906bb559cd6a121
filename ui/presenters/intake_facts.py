"""Procedure and applicant as label and value, each figure with its «chưa xác minh» mark. Free of Qt."""

from dataclasses import dataclass

from counter_app.clock import vietnam
from counter_app.model.dossier import ApplicantKind, Delegate, Dossier
from counter_app.model.fee import fee_due
from counter_app.model.procedure import ChannelTerms, Procedure, Source
from counter_app.model.text import mask
from ui.presenters.intake import IntakeView, moment
from ui.presenters.text import CHANNEL_WORDS, STATE_WORDS

UNVERIFIED = "chưa xác minh"
_MOST_FEE_WORDS = 160
_KIND_WORDS = {
    ApplicantKind.CITIZEN: "Cá nhân",
    ApplicantKind.ENTERPRISE: "Doanh nghiệp",
    ApplicantKind.STATE_BODY: "Cơ quan nhà nước",
    ApplicantKind.ORGANISATION: "Tổ chức",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    label: str
    value: str
    mark: str = ""  # «chưa xác minh»
    source: str = ""  # the document it comes from
    cited: str = ""  # what stands small under the value


@dataclass(frozen=True, slots=True, kw_only=True)
class FactGroup:
    title: str
    facts: tuple[Fact, ...]
    qualifier: str = ""


def procedure_groups(view: IntakeView) -> list[FactGroup]:
    """What the catalogue knows of the dossier's procedure."""
    dossier, procedure = view.dossier, view.procedure
    if procedure is None:
        said = Fact(label="Tên thủ tục", value=dossier.procedure_name or dossier.procedure_code)
        why = Fact(
            label="Danh mục", value="Thủ tục này chưa có trong danh mục nên chưa có thành phần, thời hạn và phí."
        )
        return [FactGroup(title="Thủ tục", facts=(said, why))]
    return [_naming(dossier, procedure), _terms(dossier, procedure), _papers(dossier, procedure), _basis(procedure)]


def applicant_groups(view: IntakeView, *, revealed: bool) -> list[FactGroup]:
    """The applicant's facts; numbers and ways to reach them are masked until they are asked for."""
    dossier = view.dossier
    who = dossier.applicant
    number = "Mã số thuế" if who.kind in (ApplicantKind.ENTERPRISE, ApplicantKind.ORGANISATION) else "Số định danh"
    facts = [Fact(label="Tên", value=who.name), Fact(label="Loại đối tượng", value=_KIND_WORDS[who.kind])]
    hidden = (
        (number, who.identity_number),
        ("Điện thoại", who.phone),
        ("Thư điện tử", who.email),
        ("Địa chỉ", who.address),
    )
    facts += [
        Fact(label=label, value=(value if revealed else _masked(label, value)) or "chưa ghi") for label, value in hidden
    ]
    groups = [FactGroup(title="Người nộp", facts=tuple(facts))]
    if who.delegate is not None:
        groups.append(_delegate(who.delegate, revealed))
    return [*groups, _arrival(dossier)]


def _delegate(delegate: Delegate, revealed: bool) -> FactGroup:
    shown = delegate.identity_number, delegate.phone
    number, phone = shown if revealed else map(mask, shown)
    facts = (
        Fact(label="Tên", value=delegate.name),
        Fact(label="Số định danh", value=number or "chưa ghi"),
        Fact(label="Điện thoại", value=phone or "chưa ghi"),
        Fact(label="Giấy ủy quyền", value=delegate.authorisation or "chưa ghi"),
    )
    return FactGroup(title="Người được ủy quyền", facts=facts)


def has_hidden(view: IntakeView) -> bool:
    who = view.dossier.applicant
    return any((who.identity_number, who.phone, who.email, who.address))


def _arrival(dossier: Dossier) -> FactGroup:
    facts = [
        Fact(label="Kênh nộp", value=CHANNEL_WORDS[dossier.channel]),
        Fact(label="Người nộp gửi lúc", value=moment(dossier.submitted_at) if dossier.submitted_at else "chưa ghi"),
        Fact(label="Hệ thống nhận lúc", value=moment(dossier.received_at)),
        Fact(label="Trạng thái", value=STATE_WORDS[dossier.state]),
        Fact(label="Số lần bổ sung", value=str(dossier.supplement_count)),
    ]
    if dossier.note:
        facts.append(Fact(label="Ghi chú", value=dossier.note))
    return FactGroup(title="Lần nộp này", facts=tuple(facts))


def _naming(dossier: Dossier, procedure: Procedure) -> FactGroup:
    facts = [
        Fact(label="Tên thủ tục", value=procedure.name),
        Fact(label="Mã", value=dossier.procedure_code or procedure.code, **mark_of(procedure.source)),
        Fact(label="Lĩnh vực", value=procedure.field or dossier.field or "chưa ghi"),
    ]
    if dossier.case_name:
        facts.append(Fact(label="Trường hợp", value=dossier.case_name))
    if procedure.result_name:
        facts.append(Fact(label="Kết quả", value=procedure.result_name))
    return FactGroup(title="Thủ tục", facts=tuple(facts))


def _terms(dossier: Dossier, procedure: Procedure) -> FactGroup:
    facts: list[Fact] = []
    for terms in procedure.terms:
        here = " (kênh của hồ sơ này)" if terms.channel is dossier.channel else ""
        channel = CHANNEL_WORDS[terms.channel]
        term = terms.term.words() if terms.term else terms.term_text or "chưa rõ"
        mark = mark_of(terms.source or procedure.source) if terms.term else {}
        facts.append(Fact(label=f"Thời hạn, {channel.lower()}", value=f"{term}{here}", **mark))
        facts.append(_fee(terms, dossier, procedure, channel))
    if not facts:
        facts.append(Fact(label="Thời hạn và phí", value="danh mục chưa ghi"))
    return FactGroup(title="Thời hạn và phí, lệ phí", facts=tuple(facts))


def _fee(terms: ChannelTerms, dossier: Dossier, procedure: Procedure, channel: str) -> Fact:
    due = fee_due(procedure, terms.channel, vietnam(dossier.received_at).date())
    mark = mark_of(due.source) if due.source and due.known else {}
    return Fact(label=f"Phí, {channel.lower()}", value=due.words(), **mark)


def owed_words(view: IntakeView) -> tuple[str, bool]:
    """What the applicant owes by this dossier's channel, and whether the catalogue knows it for certain.

    Long prose of the source is cut; all of it stands at the step of the procedure.
    """
    due = fee_due(view.procedure, view.dossier.channel, vietnam(view.dossier.received_at).date())
    sure = due.known and due.source is not None and due.source.verified
    words = " ".join(due.words().split()).rstrip(".")
    if len(words) > _MOST_FEE_WORDS:
        words = f"{words[:_MOST_FEE_WORDS].rsplit(' ', 1)[0]}…"
    return words + ("" if sure or not due.known else f" ({UNVERIFIED})"), sure


def _papers(dossier: Dossier, procedure: Procedure) -> FactGroup:
    sources = {case.source or procedure.source for case in procedure.cases if case.name == dossier.case_name}
    mark = mark_of(next(iter(sources))) if len(sources) == 1 else {}
    facts = [
        Fact(label=f"{part.number}. {'Bắt buộc' if part.required else 'Không bắt buộc'}", value=part.name, **mark)
        for part in dossier.components
    ]
    if not facts:
        facts.append(Fact(label="Thành phần", value="danh mục chưa ghi"))
    return FactGroup(title="Thành phần hồ sơ", facts=tuple(facts), qualifier=f"{len(dossier.components)} giấy tờ")


def _basis(procedure: Procedure) -> FactGroup:
    facts = [
        Fact(label="Căn cứ" if not place else "", value=words) for place, words in enumerate(procedure.legal_basis)
    ]
    facts.append(Fact(label="Nguồn số liệu", value=procedure.source.document, **mark_of(procedure.source)))
    return FactGroup(title="Căn cứ pháp lý và nguồn", facts=tuple(facts))


def mark_of(source: Source) -> dict[str, str]:
    """The mark beside a figure, and its document for the tooltip."""
    return {"mark": "" if source.verified else UNVERIFIED, "source": source.document}


def _masked(label: str, value: str) -> str:
    if label == "Địa chỉ" and value:
        return "bấm «Hiện đủ» để xem"
    return mask(value)
