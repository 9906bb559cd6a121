"""What the question «giao lại cho ai» says."""

from datetime import date, timedelta

from counter_app.errors import Refused
from counter_app.model.assignment import Assignment, Candidate, ReassignReason
from counter_app.model.dossier import DossierId
from tests.ui.fakes import MONDAY, PEOPLE
from ui.presenters import reassign as presenter

BAO = Candidate(login="bao", name="Trần Quốc Bảo", in_field=2, total=12, overdue=2)
NGAN = Candidate(login="ngan", name="Phạm Thị Ngân", in_field=4, total=4, overdue=0)
KHUE = Candidate(login="khue", name="Lê Minh Khuê", in_field=0, total=1, overdue=0)
AWAY = Candidate(login="hung", name="Đỗ Văn Hùng", in_field=0, total=3, overdue=0, absent_until=date(2026, 11, 27))


def name_of(login: str) -> str:
    return PEOPLE[login].name


def test_each_person_is_told_with_what_they_have_and_why() -> None:
    found = [BAO, NGAN, KHUE, AWAY]
    words = [words for words, _ in presenter.choices(found, {DossierId(1): "bao"}, name_of)]
    assert words[0] == "Trần Quốc Bảo: 2 cùng lĩnh vực, 12 tất cả"
    assert words[3].endswith("đang vắng mặt")
    assert presenter.why("bao", found).startswith("Ít việc nhất trong lĩnh vực này")
    assert presenter.why("ngan", found) == ""
    assert "chưa giữ hồ sơ nào cùng lĩnh vực" in presenter.why("khue", found)
    assert "27/11/2026" in presenter.why("hung", found)


def test_several_dossiers_may_be_shared_out() -> None:
    shared = {DossierId(1): "bao", DossierId(2): "ngan", DossierId(3): "bao"}
    words, key = presenter.choices([BAO, NGAN], shared, name_of)[0]
    assert (words, key) == ("Chia theo khối lượng: Quốc Bảo 2, Thị Ngân 1", presenter.SHARED)
    assert presenter.done_words(["bao", "ngan", "bao"], name_of) == "Đã giao 3 hồ sơ cho 2 người."
    assert presenter.done_words(["bao"], name_of) == "Đã giao 1 hồ sơ cho Trần Quốc Bảo."


def test_what_did_not_go_is_named_and_the_rest_counted() -> None:
    refused = [(DossierId(n), Refused("workflow.reassign_closed", code=f"H{n}")) for n in range(5)]
    said = presenter.refused_words(refused)
    assert "H0" in said and "H2" in said and "H3" not in said
    assert said.endswith("Và 2 hồ sơ khác.")


def test_the_news_names_who_gave_and_why() -> None:
    news = [
        Assignment(dossier_id=DossierId(n), given_by="phuoc", at=MONDAY, reason=ReassignReason.ABSENCE) for n in (1, 2)
    ]
    assert presenter.news_words(news, name_of) == (
        "Đặng Hữu Phước giao cho bạn 2 hồ sơ lúc 08:00 ngày 23/11, lý do: vắng mặt."
    )
    later = Assignment(
        dossier_id=DossierId(3), given_by="phuoc", at=MONDAY + timedelta(hours=1), reason=ReassignReason.LOAD
    )
    assert presenter.news_words([later, *news], name_of).startswith("Lãnh đạo giao cho bạn 3 hồ sơ, lần cuối lúc 09:00")
