"""The rule sets that come with the application: every figure with its value, its source and whether it was read."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from counter_app.model.dossier import Channel, Decision
from counter_app.model.procedure import AfterSupplement, Source
from counter_app.rules.rule_set import RuleSet
from counter_app.supervision.countdown import amount_words
from ui.presenters.intake_facts import UNVERIFIED, Fact, FactGroup

_FIGURES = {
    "intake_limit_minutes": "Thời hạn tiếp nhận trực tuyến",
    "intake_channels": "Áp dụng cho kênh",
    "intake_stopped_by": "Dừng tính khi",
    "max_supplements": "Số lần yêu cầu bổ sung",
    "after_supplement": "Sau khi bổ sung",
    "return_for_supplement_days": "Trả lại để bổ sung trong",
    "apology_lead_working_days": "Xin lỗi và hẹn lại trước hạn",
    "max_reappointments": "Số lần hẹn lại",
    "late_receipt_after": "Nhận sau giờ này tính sang hôm sau",
    "refusal_needs_ground": "Từ chối phải có căn cứ",
    "counts_from_complete_receipt": "Tính từ khi nhận đủ hồ sơ",
}
_CHANNELS = {Channel.DIRECT: "trực tiếp", Channel.ONLINE: "trực tuyến", Channel.POSTAL: "bưu chính"}
_DECISIONS = {
    Decision.ACCEPT: "tiếp nhận",
    Decision.REQUEST_SUPPLEMENT: "yêu cầu bổ sung",
    Decision.REFUSE: "từ chối",
    Decision.WITHDRAW: "rút hồ sơ",
}
_AFTER = {
    AfterSupplement.RESTART: "tính lại từ đầu",
    AfterSupplement.PAUSE: "trừ thời gian chờ bổ sung",
}
_SUBJECTS = {
    "one_stop": "Một cửa",
    "electronic": "Môi trường điện tử",
    "intake_window": "8 giờ tiếp nhận",
    "apology": "Xin lỗi, hẹn lại",
    "forms": "Biểu mẫu",
    "signature_check": "Kiểm tra chữ ký số",
}


def set_words(rules: RuleSet, today: date) -> str:
    """«Nghị định … · từ 05/08/2026, đang áp dụng»."""
    return f"{rules.name} · {force_words(rules, today)}"


def force_words(rules: RuleSet, today: date) -> str:
    begins = f"từ {rules.effective_from:%d/%m/%Y}"
    if rules.effective_to is not None and rules.effective_to < today:
        return f"{begins} đến {rules.effective_to:%d/%m/%Y}, đã hết hiệu lực"
    return f"{begins}, {'đang áp dụng' if rules.in_force(today) else 'chưa có hiệu lực'}"


def rule_groups(rules: RuleSet, today: date) -> list[FactGroup]:
    """Figures, forms and legal basis. A figure that nobody read in its source carries the mark."""
    figures = tuple(_figure(rules, name) for name in _FIGURES if name in rules.sources)
    numbered = sorted(rules.forms, key=lambda form: form.number)
    forms = tuple(_fact(f"Mẫu số {form.number}", form.name, form.source) for form in numbered)
    basis = tuple(
        Fact(label=_SUBJECTS.get(one.subject, one.subject), value=one.words(), mark="" if one.verified else UNVERIFIED)
        for one in rules.legal_basis
    )
    return [
        FactGroup(title="Mốc và con số", facts=figures, qualifier=force_words(rules, today)),
        FactGroup(title="Biểu mẫu", facts=forms),
        FactGroup(title="Căn cứ pháp lý", facts=basis, qualifier="ghi trên giấy tờ lập trong thời gian này"),
    ]


def _figure(rules: RuleSet, name: str) -> Fact:
    return _fact(_FIGURES[name], _value(name, getattr(rules, name)), rules.sources[name])


def _fact(label: str, value: str, source: Source) -> Fact:
    mark = "" if source.verified else UNVERIFIED
    return Fact(label=label, value=value, mark=mark, source=source.document, cited=source.document)


def _value(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, AfterSupplement):
        return _AFTER[value]
    if isinstance(value, frozenset):
        known: Mapping[Any, str] = {**_CHANNELS, **_DECISIONS}
        return ", ".join(words for key, words in known.items() if key in value)
    if name == "intake_limit_minutes":
        return f"{amount_words(value)} làm việc"
    if hasattr(value, "hour"):
        return f"{value:%H:%M}"
    return f"{value} lần" if name.startswith("max_") else f"{value} ngày làm việc"
