"""One procedure of the catalogue in words, with what is unverified or told in prose marked; its versions. Qt-free."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from counter_app.model.dossier import Channel
from counter_app.model.fee import dong
from counter_app.model.procedure import (
    AfterSupplement,
    Case,
    ChannelTerms,
    DatedFee,
    Procedure,
    ProcedureLine,
    RequiredComponent,
    Source,
)
from ui.presenters.cell import Cell
from ui.presenters.dates import typed_day
from ui.presenters.intake import PAPER_WORDS
from ui.presenters.intake_facts import Fact, FactGroup, mark_of
from ui.presenters.reception import procedure_cells
from ui.presenters.text import CHANNEL_WORDS

IN_PROSE = "ghi bằng lời"
UNKNOWN = "chưa ghi"
LEVELS = (
    ("Trung ương", "central"),
    ("Cấp tỉnh", "province"),
    ("Cấp xã", "commune"),
    ("Cấp huyện (trước 2025)", "district"),
)
AFTER = (
    ("Theo bộ quy định chung", None),
    ("Tính lại từ đầu", AfterSupplement.RESTART),
    ("Trừ thời gian chờ bổ sung", AfterSupplement.PAUSE),
)


def line_cells(line: ProcedureLine, day: date) -> dict[str, Cell]:
    cells = procedure_cells(line)
    if line.holds_on(day):
        return cells
    ended = line.effective_to is not None and line.effective_to < day
    said = f"hết hiệu lực {line.effective_to:%d/%m/%Y}" if ended else f"từ {typed_day(line.effective_from)}"
    name = cells["name"]
    return cells | {
        "name": Cell(text=name.text, second=f"{said} · {name.second}", tone="text2", explanation=name.explanation)
    }


def version_words(one: Procedure, versions: Sequence[Procedure], day: date) -> str:
    """«Bản 2 · từ 23/11/2026 · đang dùng»."""
    begins = f"từ {typed_day(one.effective_from)}" if one.effective_from else "từ đầu"
    ends = [f"đến {typed_day(one.effective_to)}"] if one.effective_to else []
    return " · ".join([f"Bản {one.version}", begins, *ends, _standing(one, versions, day)])


def _standing(one: Procedure, versions: Sequence[Procedure], day: date) -> str:
    if (one.effective_from or date.min) > day:
        return "chưa đến ngày"
    if one.version != in_force(versions, day):
        return "đã thay"
    return "đang dùng" if one.holds_on(day) else "hết hiệu lực"


def in_force(versions: Iterable[Procedure], day: date) -> int:
    """The number of the version whose effect began last; 0: none has begun."""
    begun = [one for one in versions if (one.effective_from or date.min) <= day]
    return max(begun, key=lambda one: (one.effective_from or date.min, one.version)).version if begun else 0


def sheet(procedure: Procedure, day: date) -> list[FactGroup]:
    """Everything the catalogue holds of one version, in the order in which it is edited."""
    groups = [_naming(procedure)]
    alike: dict[ChannelTerms, list[Channel]] = {}
    for terms in sorted(procedure.terms, key=lambda one: one.channel):
        alike.setdefault(replace(terms, channel=Channel.DIRECT), []).append(terms.channel)
    groups += [_channels(procedure, terms, channels, day) for terms, channels in alike.items()]
    if not procedure.terms:
        groups.append(FactGroup(title="Thời hạn và phí, lệ phí", facts=(_nothing("Kênh nộp"),)))
    groups += [_papers(procedure, case) for case in procedure.cases]
    if not procedure.cases:
        groups.append(FactGroup(title="Thành phần hồ sơ", facts=(_nothing("Giấy tờ"),)))
    return [*groups, _grounds(procedure)]


def _nothing(what: str) -> Fact:
    return Fact(label=what, value="danh mục chưa ghi")


def _naming(one: Procedure) -> FactGroup:
    result = " · ".join(part for part in (one.result_name, one.result_code) if part)
    facts = [
        Fact(label="Tên thủ tục", value=one.name),
        Fact(label="Mã", value=one.code, **mark_of(one.source)),
        Fact(label="Lĩnh vực", value=one.field or UNKNOWN),
        Fact(label="Cấp thực hiện", value={key: words for words, key in LEVELS}.get(one.level, one.level)),
        Fact(label="Kết quả", value=result or UNKNOWN, cited="" if one.yields_paper_result else "không có bản giấy"),
        Fact(label="Hiệu lực", value=_days(one)),
    ]
    told = (("Cơ quan ban hành", one.issuer), ("Cơ quan thực hiện", one.performer), ("Yêu cầu", one.conditions))
    facts += [Fact(label=label, value=value) for label, value in told if value]
    return FactGroup(title="Thủ tục", facts=tuple(facts))


def _days(one: Procedure) -> str:
    begins = f"từ {typed_day(one.effective_from)}" if one.effective_from else "từ đầu"
    return f"{begins} đến hết {typed_day(one.effective_to)}" if one.effective_to else f"{begins}, chưa có ngày hết"


def _channels(one: Procedure, terms: ChannelTerms, channels: Sequence[Channel], day: date) -> FactGroup:
    """Channels that say the same stand together."""
    facts = [_term(one, terms), _fee(one, terms)]
    facts += [_dated(one, terms, fee, day) for fee in terms.fees]
    said = ", ".join(CHANNEL_WORDS[channel].lower() for channel in channels)
    return FactGroup(title="Thời hạn và phí, lệ phí", qualifier=said, facts=tuple(facts))


def _term(one: Procedure, terms: ChannelTerms) -> Fact:
    source = terms.source or one.source
    if terms.term:
        return Fact(label="Thời hạn", value=terms.term.words(), cited=terms.term_text, **mark_of(source))
    if terms.term_text:
        return Fact(label="Thời hạn", value=terms.term_text, mark=IN_PROSE, source=source.document)
    return Fact(label="Thời hạn", value=UNKNOWN)


def _fee(one: Procedure, terms: ChannelTerms) -> Fact:
    source = terms.fee_source or one.source
    if terms.fee_vnd is not None:
        return Fact(label="Phí, lệ phí", value=dong(terms.fee_vnd), cited=terms.fee_text, **mark_of(source))
    if terms.fee_text:
        return Fact(label="Phí, lệ phí", value=terms.fee_text, mark=IN_PROSE, source=source.document)
    return Fact(label="Phí, lệ phí", value=UNKNOWN)


def _dated(one: Procedure, terms: ChannelTerms, fee: DatedFee, day: date) -> Fact:
    source = fee.source or terms.fee_source or one.source
    amount = dong(fee.amount_vnd) if fee.amount_vnd is not None else fee.text or UNKNOWN
    cut = f", giảm {fee.reduction_percent} %" if fee.reduction_percent else ""
    begins = f"từ {typed_day(fee.effective_from)}" if fee.effective_from else ""
    ends = f"đến hết {typed_day(fee.effective_to)}" if fee.effective_to else ""
    said = " ".join(part for part in (begins, ends) if part) or "không ghi ngày"
    now = "đang áp dụng" if fee.holds_on(day) else "không áp dụng hôm nay"
    return Fact(label=f"Mức {said}", value=f"{amount}{cut}", cited=f"{now} · {source.document}", **mark_of(source))


def _papers(one: Procedure, case: Case) -> FactGroup:
    source = case.source or one.source
    marked = mark_of(source)
    facts = [
        Fact(
            label=f"{part.number}. {'Bắt buộc' if part.required else 'Nếu có'}",
            value=part.name,
            cited=paper_words(part),
            **(marked if not place else {}),
        )
        for place, part in enumerate(case.components)
    ]
    facts += [Fact(label="Lời hướng dẫn", value=line, mark=IN_PROSE, source=source.document) for line in case.guidance]
    count = f"{len(case.components)} giấy tờ"
    title = f"Thành phần hồ sơ: {case.name}" if case.name else "Thành phần hồ sơ"
    return FactGroup(title=title, qualifier=count, facts=tuple(facts or [_nothing("Giấy tờ")]))


def paper_words(part: RequiredComponent) -> str:
    """«Mẫu 01 · bản chính 1, bản sao 1 · mã KQ.0001 · công chức không ký»."""
    counts = [f"bản chính {part.originals}"] if part.originals else []
    counts += [f"bản sao {part.copies}"] if part.copies else []
    told = [part.form_number] if part.form_number else []
    told += [", ".join(counts)] if counts else [PAPER_WORDS[part.paper_kind].lower()]
    told += [f"mã {part.code}"] if part.code else []
    told += [f"giá trị {part.valid_months} tháng từ ngày cấp"] if part.valid_months else []
    told += [] if part.must_sign else ["công chức không ký"]
    return " · ".join(told)


def _grounds(one: Procedure) -> FactGroup:
    facts = [Fact(label="Căn cứ" if not place else "", value=words) for place, words in enumerate(one.legal_basis)]
    facts += [
        Fact(
            label="Kiểm tra đầy đủ",
            value=f"trong {check.limit.words()} từ {typed_day(check.effective_from)}",
            cited=check.source.document,
            **mark_of(check.source),
        )
        for check in one.completeness_checks
    ]
    if one.late_receipt_rule:
        facts.append(Fact(label="Nhận sau 15 giờ", value="tính sang ngày làm việc sau"))
    if one.after_supplement is not None:
        words = next(words for words, value in AFTER if value is one.after_supplement)
        facts.append(Fact(label="Sau khi bổ sung", value=words))
    facts.append(Fact(label="Nguồn số liệu", value=source_words(one.source), **mark_of(one.source)))
    return FactGroup(title="Căn cứ và nguồn", facts=tuple(facts))


def source_words(source: Source) -> str:
    return source.document or UNKNOWN


def title_words(one: Procedure) -> str:
    return one.short_name or one.name
