"""A dossier's diary in words."""

from datetime import datetime, timedelta

from counter_app.model.dossier import DossierId, Event
from tests.ui.fakes import MONDAY
from ui.presenters.timeline import timeline

NAMES = {"ha": "Nguyễn Thu Hà", "bao": "Trần Quốc Bảo"}


def event(kind: str, at: datetime = MONDAY, by: str = "ha", /, **details: str | int | None) -> Event:
    return Event(dossier_id=DossierId(1), at=at, by=by, kind=kind, details=details)


def told(*events: Event) -> list[tuple[str, str, str]]:
    return [(line.what, line.detail, line.when_who) for line in timeline(events, NAMES.__getitem__, MONDAY)]


def test_the_newest_comes_first_with_who_and_when() -> None:
    friday = MONDAY - timedelta(days=3)
    lines = told(event("import", friday, list="a.xlsx", row=7), event("accept", late=0))
    assert lines == [
        ("Tiếp nhận hồ sơ", "", "08:00 hôm nay · Nguyễn Thu Hà"),
        ("Nhập từ danh sách, dòng 7", "a.xlsx", "08:00 thứ Sáu 20/11 · Nguyễn Thu Hà"),
    ]


def test_components_signed_in_one_go_are_one_line_and_a_debt_among_them_is_told() -> None:
    signed = [event("sign_component", component=n, signer="Hà", time_stamp_debt=int(n == 2)) for n in (1, 2, 3)]
    assert told(*signed) == [
        ("Ký số thành phần 1, 2, 3", "chứng thư Hà · nợ dấu thời gian", "08:00 hôm nay · Nguyễn Thu Hà")
    ]


def test_other_verdicts_other_people_and_other_minutes_stay_apart() -> None:
    later = MONDAY + timedelta(minutes=1)
    lines = told(
        event("check_component", component=1, verdict="pass"),
        event("check_component", component=2, verdict="fail"),
        event("check_component", MONDAY, "bao", component=3, verdict="fail"),
        event("check_component", later, "bao", component=4, verdict="fail"),
    )
    assert [what for what, _, _ in lines] == [
        "Kiểm tra thành phần 4: không đạt",
        "Kiểm tra thành phần 3: không đạt",
        "Kiểm tra thành phần 2: không đạt",
        "Kiểm tra thành phần 1: đạt",
    ]


def test_a_late_refusal_says_so_with_reason_and_ground() -> None:
    ((what, detail, _),) = told(event("refuse", late=1, reason="Không thuộc thẩm quyền", legal_ground="Điều 9"))
    assert what == "Từ chối tiếp nhận"
    assert detail == "sau khi hết giờ tiếp nhận · Không thuộc thẩm quyền · căn cứ: Điều 9"


def test_a_return_says_to_whom_and_how_and_an_unknown_act_is_never_a_code() -> None:
    (_, detail, _), (what, _, _) = told(event("something_new"), event("return_result", receiver="Ưởng", way="postal"))
    assert detail == "người nhận: Ưởng · bưu chính"
    assert what == "Cập nhật hồ sơ"
