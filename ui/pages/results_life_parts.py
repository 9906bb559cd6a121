"""What may be done in the view after intake: the form of each act, and what is said when it is done."""

from collections.abc import Callable

from counter_app.workflow.after_intake import AfterIntake
from ui.dialogs.act_form import FILE, ActForm
from ui.presenters import life as presenter
from ui.presenters.overdue import beginning
from ui.widgets.field import Choice


def make_acts() -> dict[str, ActForm]:
    """What may be done to a dossier in work, by the key of the act."""
    return {
        "reappoint": ActForm(
            "reappoint",
            [("day", "&Ngày hẹn mới", None), ("reason", "Lý &do gửi người nộp", None)],
            "&Xin lỗi và hẹn lại",
            "mail",
        ),
        "explain": ActForm(
            "explain",
            [
                ("cause", "Nguyên nhân &quá hạn", list(presenter.CAUSES)),
                ("words", "&Giải trình", None),
                ("responsible", "Người &phụ trách", None),
                ("evidence", "Tệp minh chứng, nếu có", FILE),
            ],
            "Ghi giải &trình",
            "pencil",
        ),
        "wait": ActForm(
            "wait",
            [
                ("for", "Đang chờ", list(presenter.WAITS)),
                ("whom", "Chờ ai", None),
                ("reason", "Chờ gì", None),
            ],
            "Ghi c&hờ",
            "hourglass",
        ),
        "wait_end": ActForm("wait_end", [], "Hết c&hờ", "check"),
        "early": ActForm("early", [("how", "Đã báo người nộp bằng cách nào", None)], "Ghi đã báo &sớm", "mail"),
        "stop": ActForm(
            "stop",
            [
                ("reason", "Lý do dừng", None),
                ("ground", "Căn cứ pháp lý", None),
                ("stage", "Giai đoạn giải quyết", None),
                ("handling", "Xử lý phí và giấy tờ đã nộp", None),
            ],
            "Dừng giải q&uyết",
            "octagon-alert",
        ),
        "withdraw": ActForm(
            "withdraw", [("reason", "Lý do rút, theo đơn của người nộp", None)], "Ghi &rút hồ sơ", "undo-2"
        ),
        "hand_over": ActForm(
            "hand_over",
            [("unit", "Chuyển tiếp đến đơn vị", None), ("receiver", "Người nhận", None), ("note", "Ghi chú", None)],
            "Chuyển t&iếp",
            "arrow-right",
        ),
        "scan": ActForm(
            "scan", [("text", "Mã quét trên phiếu (hoặc mã hồ sơ)", None)], "Ghi theo mã &quét", "scan-line"
        ),
        "rate": ActForm(
            "rate",
            [("satisfaction", "Đánh giá trên phiếu", list(presenter.RATINGS))],
            "Ghi đánh giá",
            "circle-check",
        ),
        "feedback": ActForm(
            "feedback",
            [
                ("kind", "Loại", list(presenter.FEEDBACKS)),
                ("sender", "Người gửi", None),
                ("contact", "Liên hệ", None),
                ("content", "Nội dung", None),
            ],
            "Nhận phản ánh",
            "plus",
        ),
        "forward": ActForm("forward", [("to", "Chuyển đến cơ quan", None)], "Chuyển", "arrow-right"),
        "answer": ActForm("answer", [("answer", "Nội dung trả lời", None)], "Trả lời", "check"),
    }


def begin_explanation(act: ActForm, found: AfterIntake, name_of: Callable[[str], str]) -> None:
    """What the diary proposes stands in the form of a late dossier that nobody has explained yet."""
    if found.proposed is None or found.explanation is not None:
        return
    cause = act.fields["cause"].control
    assert isinstance(cause, Choice)
    cause.set_value(str(found.proposed.cause))
    act.line("words").setText(beginning(found.proposed))
    act.line("words").setCursorPosition(0)
    act.line("responsible").setText(name_of(found.proposed.responsible))


DONE_WORDS = {
    "reappoint": "Đã hẹn lại và lập văn bản xin lỗi; nhờ lãnh đạo ký.",
    "explain": "Đã ghi giải trình.",
    "early": "Đã ghi việc báo kết quả sớm.",
    "stop": "Đã dừng giải quyết và lập thông báo; nhờ lãnh đạo ký.",
    "withdraw": "Đã ghi người nộp rút hồ sơ.",
    "hand_over": "Đã chuyển hồ sơ.",
    "scan": "Đã ghi đánh giá.",
    "wait": "Đã ghi chờ; hạn vẫn tính.",
    "wait_end": "Đã ghi hết chờ.",
    "rate": "Đã ghi đánh giá.",
    "supplement_ask": "Đã yêu cầu bổ sung và lập phiếu; thời hạn ngừng chạy.",
    "supplement_receive": "Đã ghi nhận bổ sung; thời hạn chạy lại.",
    "approval_ask": "Đã gửi lãnh đạo duyệt.",
    "feedback": "Đã nhận phản ánh, kiến nghị.",
    "forward": "Đã chuyển phản ánh, kiến nghị.",
    "answer": "Đã ghi trả lời.",
}
