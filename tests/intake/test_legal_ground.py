"""A ground for a refusal names document, article and clause."""

import pytest

from counter_app.intake.legal_ground import missing_parts


@pytest.mark.parametrize(
    ("ground", "lacking"),
    [
        ("khoản 2 Điều 17 Nghị định 118/2025/NĐ-CP", ()),
        ("Điểm a khoản 1 Điều 8 Nghị định số 309/2026/NĐ-CP", ()),
        ("Khoản 3, Điều 12 Luật Giao dịch điện tử", ()),
        ("Điều 17 Nghị định 118/2025/NĐ-CP", ("khoản",)),
        ("khoản 2 Điều 17", ("số hiệu văn bản",)),
        ("Nghị định 118/2025/NĐ-CP", ("điều", "khoản")),
        ("theo quy định", ("số hiệu văn bản", "điều", "khoản")),
        ("ND 118/2025, khoan 2 Dieu 17", ()),
    ],
)
def test_what_a_ground_does_not_name_is_told(ground: str, lacking: tuple[str, ...]) -> None:
    assert missing_parts(ground) == lacking
