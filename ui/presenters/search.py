"""What the search page says: its foot, its empty states, where a dossier opens. Free of Qt."""

MOST = 200


def foot_words(count: int) -> str:
    if count >= MOST:
        return f"{MOST} hồ sơ mới nhất khớp; gõ thêm chữ để thu hẹp"
    return f"{count} hồ sơ, mới nhất đứng trước"


def behind_words(count: int, order: str) -> str:
    """`order`: how they stand, «theo hạn»."""
    return f"{count:,} hồ sơ, {order}".replace(",", ".", 1) if count >= 1000 else f"{count} hồ sơ, {order}"


def empty_words(text: str, words: str) -> tuple[str, str]:
    """Title and sentence for nothing typed, nothing found, nothing behind a figure."""
    if words:
        return "Không còn hồ sơ nào ở đây", f"«{words}» hiện không có hồ sơ nào."
    if text:
        return "Không tìm thấy hồ sơ nào", "Thử gõ ít chữ hơn, hoặc chỉ mấy số cuối của mã hồ sơ."
    return (
        "Tra cứu mọi hồ sơ",
        "Gõ mã hồ sơ, tên hoặc địa chỉ người nộp, không cần dấu.",
    )
