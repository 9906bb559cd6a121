"""Guided intake in words: the six steps, the components under «Kiểm tra», head and foot. Free of Qt."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum

from counter_app.intake.decisions import DecisionOption
from counter_app.intake.reuse import Offer
from counter_app.model.approval import Approval, Question
from counter_app.model.dossier import (
    Component,
    ComponentId,
    ComponentVerdict,
    Dossier,
    DossierState,
    Event,
    PaperKind,
)
from counter_app.model.form import FormKind
from counter_app.model.procedure import Procedure
from counter_app.model.sitting import Draft
from counter_app.model.text import listed_number
from counter_app.supervision.clocks import happened
from counter_app.workflow.clocks import Clocked
from counter_app.working_time.words import day_words
from ui.presenters.text import CHANNEL_WORDS, STATE_WORDS


class Step(IntEnum):
    PROCEDURE = 1
    APPLICANT = 2
    PAPERS = 3
    CHECK = 4
    DECISION = 5
    FINISH = 6


STEP_NAMES = {
    Step.PROCEDURE: "Thủ tục",
    Step.APPLICANT: "Người nộp",
    Step.PAPERS: "Thành phần",
    Step.CHECK: "Kiểm tra",
    Step.DECISION: "Quyết định",
    Step.FINISH: "Ký và in",
}
PAPER_WORDS = {
    PaperKind.PHOTOCOPY: "Bản chụp",
    PaperKind.ORIGINAL: "Bản chính",
    PaperKind.CERTIFIED_COPY: "Bản sao chứng thực",
    PaperKind.CERTIFIED_ECOPY: "Bản sao chứng thực điện tử",
    PaperKind.TRANSLATION: "Bản dịch",
}
VERDICT_WORDS = {
    ComponentVerdict.PASS: "Đạt",
    ComponentVerdict.FAIL: "Không đạt",
    ComponentVerdict.NOT_CHECKED: "Chưa kiểm tra",
}
VERDICT_ICONS = {
    ComponentVerdict.PASS: ("circle-check", "good"),
    ComponentVerdict.FAIL: ("circle-x", "bad"),
    ComponentVerdict.NOT_CHECKED: ("circle-dashed", "text2"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeView:
    """All that the page shows of one dossier, read in one go."""

    dossier: Dossier
    procedure: Procedure | None  # None: not in the catalogue
    options: tuple[DecisionOption, ...]
    receipt_number: int = 0  # 0: not printed yet
    offers: Mapping[ComponentId, tuple[Offer, ...]] = field(default_factory=dict)  # papers that exist already
    excepted: frozenset[int] = frozenset()  # numbers of components that may be asked for although their paper exists
    approval: Approval = field(default_factory=Approval)
    answered_by: str = ""  # name of who approved or turned down a further supplement request
    refusal: Approval = field(default_factory=lambda: Approval(what=Question.REFUSAL))
    refusal_answered_by: str = ""  # name
    printed_forms: frozenset[str] = frozenset()
    draft: Draft | None = None
    clocked: Clocked | None = None
    twins: tuple[Dossier, ...] = ()  # other open ones of this applicant and procedure, while this one awaits intake

    @property
    def asked(self) -> Event | None:
        """The request during processing whose papers are awaited."""
        return self.clocked.clocks.supplement if self.clocked else None

    @property
    def name(self) -> str:
        return self.procedure.short_name if self.procedure else self.dossier.procedure_name


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLine:
    """One row of the stepper: a step, or a component under the step that is open."""

    key: str  # «step:4» or «component:17»
    title: str
    second: str = ""
    second_tone: str = "text2"
    number: int = 0  # of a step; 0: a component
    state: str = "later"  # done, current, later
    icon: str = ""
    icon_token: str = "text2"

    @property
    def words(self) -> str:
        said = {"done": "đã xong", "current": "đang làm", "later": "chưa làm"}[self.state] if self.number else ""
        step = f"Bước {self.number}. " if self.number else ""
        return ", ".join(part for part in (f"{step}{self.title}", self.second, said) if part)


def stepper(view: IntakeView, step: Step) -> list[StepLine]:
    """The rows on the left; components stand under «Kiểm tra» while it is the open step."""
    lines: list[StepLine] = []
    for one in Step:
        state = "current" if one is step else "done" if is_done(view, one) else "later"
        lines.append(
            StepLine(key=step_key(one), title=STEP_NAMES[one], second=_content(view, one), number=one, state=state)
        )
        if one is Step.CHECK and step is Step.CHECK:
            lines += [component_line(component) for component in view.dossier.components]
    return lines


def step_key(step: Step) -> str:
    return f"step:{int(step)}"


def component_key(component_id: ComponentId) -> str:
    return f"component:{component_id}"


def component_line(component: Component) -> StepLine:
    icon, token = VERDICT_ICONS[component.verdict]
    words = VERDICT_WORDS[component.verdict]
    if component.file is None:
        words += " · chưa có tệp" if component.required else " · không bắt buộc"
    elif component.signed:
        words += " · đã ký"
    tone = "bad" if component.verdict is ComponentVerdict.FAIL else "text2"
    return StepLine(
        key=component_key(component.id),
        title=component.name,
        second=words,
        second_tone=tone,
        icon=icon,
        icon_token=token,
    )


def is_done(view: IntakeView, step: Step) -> bool:
    dossier = view.dossier
    components = dossier.components
    if step is Step.PROCEDURE:
        return bool(components)
    if step is Step.APPLICANT:
        return bool(dossier.applicant.name)
    if step is Step.PAPERS:
        return bool(components) and not missing(dossier)
    if step is Step.CHECK:
        return bool(components) and not unchecked(dossier)
    if step is Step.DECISION:
        return not dossier.state.awaits_intake
    return is_decided(dossier) and not unsigned(dossier) and bool(view.receipt_number)


def place_of(view: IntakeView) -> tuple[Step, ComponentId | None]:
    """Where one left off when words were half typed, else where work goes on."""
    values = view.draft.values if view.draft is not None and view.dossier.state.awaits_intake else {}
    if not values.get("step", "").isdigit():
        return first_step(view), None
    numbers = {str(component.id): component.id for component in view.dossier.components}
    step = int(values["step"])
    return Step(step) if step in list(Step) else first_step(view), numbers.get(values.get("component", ""))


def owed_form(view: IntakeView) -> tuple[FormKind, str] | None:
    """The decision's sheet while nobody has printed it."""
    sheet = form_of(view.dossier)
    return None if sheet is None or str(sheet[0]) in view.printed_forms else sheet


def first_step(view: IntakeView) -> Step:
    """Where work on a dossier goes on when it is opened."""
    if not view.dossier.state.awaits_intake:
        return Step.CHECK if view.dossier.state is DossierState.SUPPLEMENT_REQUESTED else Step.FINISH
    if not view.dossier.components:
        return Step.PROCEDURE
    if all(component.file is None for component in view.dossier.components):
        return Step.PAPERS
    return Step.CHECK


def first_component(dossier: Dossier) -> Component | None:
    """The first that waits for a look, else the first failed one, else the first."""
    for wanted in (ComponentVerdict.NOT_CHECKED, ComponentVerdict.FAIL):
        for component in dossier.components:
            if component.verdict is wanted and component.file is not None:
                return component
    return dossier.components[0] if dossier.components else None


def next_component(dossier: Dossier, current: ComponentId | None) -> Component | None:
    """The one after `current`, from the last back to the first."""
    components = dossier.components
    if not components:
        return None
    places = [place for place, component in enumerate(components) if component.id == current]
    return components[(places[0] + 1) % len(components)] if places else components[0]


def missing(dossier: Dossier) -> list[Component]:
    return [component for component in dossier.components if component.required and component.file is None]


def unchecked(dossier: Dossier) -> list[Component]:
    return [component for component in dossier.components if component.unchecked]


def failed(dossier: Dossier) -> list[Component]:
    return [component for component in dossier.components if component.verdict is ComponentVerdict.FAIL]


def unsigned(dossier: Dossier) -> list[Component]:
    return [component for component in dossier.components if component.unsigned]


_FORMS = {
    DossierState.SUPPLEMENT_REQUESTED: (FormKind.SUPPLEMENT_REQUEST, "phiếu yêu cầu bổ sung"),
    DossierState.REFUSED: (FormKind.REFUSAL, "phiếu từ chối"),
}


def form_of(dossier: Dossier) -> tuple[FormKind, str] | None:
    """The sheet that goes with a decision other than acceptance, and its name in a sentence."""
    return _FORMS.get(dossier.state)


def is_decided(dossier: Dossier) -> bool:
    """Accepted at some time: it may be signed and its receipt printed."""
    return dossier.state in (
        DossierState.ACCEPTED,
        DossierState.PROCESSING,
        DossierState.DONE,
        DossierState.RETURNED,
    )


def may_edit_pages(component: Component) -> bool:
    """Pages are put right on a copy while nobody of ours has signed; a foreign signature is noticed by the use case."""
    return component.file is not None and not component.signed


def recognised_words(pages: int, without: tuple[int, ...]) -> str:
    """What recognition of the words of a scan has come to."""
    said = f"Đã thêm lớp chữ cho {pages - len(without)} trang; bản gốc vẫn trong kho."
    if not without:
        return said
    return f"{said} Không nhận ra chữ ở trang {', '.join(map(str, without))}."


def is_editable(dossier: Dossier) -> bool:
    return dossier.state.awaits_intake or dossier.state is DossierState.SUPPLEMENT_REQUESTED


def closed_words(dossier: Dossier, asked: Event | None = None) -> str:
    """Why nothing can be changed any more; empty while it can. `asked`: the request during processing."""
    if asked is not None:
        return (
            f"Đã yêu cầu bổ sung khi đang giải quyết lúc {moment(happened(asked))}. "
            "Đính và kiểm tra giấy tờ mới, rồi ghi nhận để thời hạn giải quyết chạy lại."
        )
    if dossier.state.awaits_intake:
        return ""
    when = f" lúc {moment(dossier.decided_at)}" if dossier.decided_at else ""
    if dossier.state is DossierState.SUPPLEMENT_REQUESTED:
        return f"Đã yêu cầu bổ sung{when}. Khi người nộp đưa giấy tờ mới, ghi nhận để đồng hồ 8 giờ chạy lại từ đầu."
    if dossier.state is DossierState.ACCEPTED:
        return f"Đã tiếp nhận{when}, thành phần chỉ còn xem được. Giấy tờ đến sau được gắn vào bước xử lý."
    said = STATE_WORDS[dossier.state].lower()
    return f"Hồ sơ đã qua bước tiếp nhận{when} và đang ở trạng thái «{said}» nên ở đây chỉ còn xem được."


def head_words(view: IntakeView) -> tuple[str, str, str]:
    """(code, short procedure name, applicant and what qualifies them)."""
    dossier = view.dossier
    parts = [dossier.applicant.name, number_words(dossier), CHANNEL_WORDS[dossier.channel].lower()]
    if dossier.supplement_count:
        parts.append(f"đã bổ sung lần {dossier.supplement_count}")
    return dossier.display_code, view.name, " · ".join(part for part in parts if part)


def number_words(dossier: Dossier) -> str:
    return listed_number(dossier.applicant.identity_number)


def foot_words(view: IntakeView, step: Step) -> str:
    """What still stands between here and the next step."""
    dossier = view.dossier
    if step is Step.PROCEDURE and not dossier.components:
        return "Thủ tục này chưa có danh mục thành phần"
    if step is Step.PAPERS:
        lacking = len(missing(dossier))
        return f"Còn {lacking} thành phần bắt buộc chưa có tệp" if lacking else "Đủ tệp theo danh mục"
    if step is Step.CHECK:
        waiting = len(unchecked(dossier))
        return f"Còn {waiting} thành phần chưa kiểm tra" if waiting else "Đã kiểm tra mọi thành phần"
    if step is Step.FINISH and is_decided(dossier):
        owed = len(unsigned(dossier))
        return f"Còn {owed} thành phần chưa ký" if owed else "Mọi thành phần cần ký đều đã ký"
    return ""


def _content(view: IntakeView, step: Step) -> str:
    """The line under a step."""
    dossier = view.dossier
    if step is Step.PROCEDURE:
        return view.name
    if step is Step.APPLICANT:
        return dossier.applicant.name
    if step is Step.PAPERS:
        return _papers_words(dossier)
    if step is Step.CHECK:
        return _check_words(dossier)
    if step is Step.DECISION:
        return decided_words(dossier, view.asked)
    return _finish_words(view)


def _papers_words(dossier: Dossier) -> str:
    files = sum(component.file is not None for component in dossier.components)
    if not dossier.components:
        return "chưa có danh mục"
    lacking = len(missing(dossier))
    return f"{files} tệp, còn thiếu {lacking}" if lacking else f"{files} tệp, đủ theo danh mục"


def _check_words(dossier: Dossier) -> str:
    passed = sum(component.verdict is ComponentVerdict.PASS for component in dossier.components)
    parts = [(passed, "đạt"), (len(failed(dossier)), "không đạt"), (len(unchecked(dossier)), "chưa")]
    return " · ".join(f"{count} {words}" for count, words in parts if count)


def decided_words(dossier: Dossier, asked: Event | None = None) -> str:
    if dossier.state.awaits_intake:
        return ""
    said = (
        "đã tiếp nhận"
        if asked
        else {
            DossierState.REFUSED: "đã từ chối",
            DossierState.SUPPLEMENT_REQUESTED: "đã yêu cầu bổ sung",
            DossierState.WITHDRAWN: "người nộp đã rút",
        }.get(dossier.state, "đã tiếp nhận")
    )
    return f"{said} {dossier.decided_at:%H:%M %d/%m}" if dossier.decided_at else said


def _finish_words(view: IntakeView) -> str:
    if not is_decided(view.dossier):
        return ""
    owed = len(unsigned(view.dossier))
    printed = f"giấy số {view.receipt_number}" if view.receipt_number else "chưa in giấy"
    return f"{owed} chưa ký · {printed}" if owed else f"đã ký đủ · {printed}"


def saved_words(at: datetime | None) -> str:
    """The line under the stepper."""
    if at is None:
        return "Mỗi thay đổi được lưu ngay khi bạn làm."
    return f"Đã lưu {at:%H:%M:%S}. Mất điện chỉ mất tối đa một giây vừa gõ."


def appointment_words(due: datetime | None) -> str:
    """«17:00 thứ Năm 10/12/2026»."""
    return f"{due:%H:%M} {day_words(due, year=True)}" if due else ""


def moment(at: datetime) -> str:
    return f"{at:%H:%M} {day_words(at)}"


def size_words(size: int) -> str:
    """«1,4 MB», «380 KB»."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))} KB"
    return f"{size / 1_000_000:.1f} MB".replace(".", ",")


def file_words(component: Component) -> str:
    """«2 trang · 1,4 MB», or why there is nothing to say."""
    if component.file is None:
        return "Chưa có tệp"
    pages = f"{component.file.pages} trang · " if component.file.pages else ""
    return f"{pages}{size_words(component.file.size)}"
