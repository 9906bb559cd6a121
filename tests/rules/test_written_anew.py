"""Papers written for one dossier: dated data, whole words, with a source that does not claim to be law."""

from datetime import date

import pytest

from counter_app.rules.written_anew import written_anew

DAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("name", "anew"),
    [
        ("Đơn đề nghị cấp giấy phép", True),
        ("TỜ KHAI đăng ký lại khai sinh", True),
        ("Giấy ủy quyền", True),
        ("Đơn", True),
        ("Giấy chứng nhận đăng ký doanh nghiệp", False),
        ("Đơn giá được phê duyệt", True),  # a list of beginnings goes by words; the form number decides the rest
        ("Donna Corporation: điều lệ", False),
        ("Bản sao văn bằng chuyên môn", False),
    ],
)
def test_by_the_beginning_of_the_name(name: str, anew: bool) -> None:
    assert written_anew(DAY).holds(name) is anew


def test_the_set_has_its_day_and_says_that_no_text_was_read() -> None:
    found = written_anew(DAY)
    assert found.effective_from <= DAY
    assert found.source.document
    assert not found.source.verified
    assert written_anew(date(1999, 1, 1)).beginnings  # older dossiers are looked at by the first set
