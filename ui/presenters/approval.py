"""What is asked of a supervisor, in words: on the board, in the answer's dialog, at the officer's desk. Free of Qt."""

from datetime import datetime

from counter_app.model.approval import Question, WaitingQuestion
from counter_app.working_time.words import moment_words

TITLES = {
    Question.SUPPLEMENT: "Yêu cầu bổ sung thêm lần nữa",
    Question.REFUSAL: "Từ chối tiếp nhận",
    Question.REOPENING: "Mở lại hồ sơ đã đóng",
}
_MEANS = {
    Question.SUPPLEMENT: "Nếu duyệt, hồ sơ bị tính là quá hạn khi chấm chỉ số.",
    Question.REFUSAL: "Nếu duyệt, công chức gửi phiếu từ chối đúng như lời trên; khoảng 8 giờ vẫn chạy đến khi gửi.",
    Question.REOPENING: "Nếu duyệt, hồ sơ mở lại ngay ở bước trước khi đóng và hạn cũ vẫn tính. Việc này không "
    "hoàn tác được: muốn đóng lại phải quyết định lại.",
}
_KEPT = "Câu trả lời được lưu vào nhật ký."


def why(one: WaitingQuestion) -> str:
    """«Lý do: …. Căn cứ: ….», as far as told."""
    told = (("Lý do", one.words), ("Căn cứ", one.ground))
    return " ".join(f"{name}: {words.rstrip('.')}." for name, words in told if words)


def waiting_words(one: WaitingQuestion, now: datetime) -> tuple[str, str]:
    """What is asked about which dossier; who asks, since when, why."""
    since = f"{one.asked_at:%H:%M} hôm nay" if one.asked_at.date() == now.date() else moment_words(one.asked_at, now)
    return f"{TITLES[one.what]} · {one.code}", f"{one.asked_by} xin lúc {since}. {why(one)}"


def question_words(one: WaitingQuestion) -> tuple[str, str, str]:
    """Title, the question itself, what a yes means."""
    return TITLES[one.what], f"{one.asked_by} xin duyệt. {why(one)}", f"{_MEANS[one.what]} {_KEPT}"


def in_place_words(what: Question) -> str:
    """Before the supervisor says yes at the officer's desk."""
    return f"{_MEANS[what]} Tên người duyệt được lưu vào nhật ký."


def answered_words(one: WaitingQuestion, *, approved: bool) -> str:
    if approved and one.what is Question.REOPENING:
        return f"Đã mở lại hồ sơ {one.code}."
    return f"{'Đã duyệt' if approved else 'Đã ghi không duyệt'} hồ sơ {one.code}."
