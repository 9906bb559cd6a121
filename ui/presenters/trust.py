"""What «Tin cậy» shows: authorities, revocation lists, and what a chosen file would change. Free of Qt."""

from datetime import datetime

from counter_app.pdf.trust_look import Authority, Offer, RevocationList
from ui.presenters.cell import Cell

SOON_DAYS = 60
LINE = "\n"


def authority_cells(one: Authority, now: datetime) -> dict[str, Cell]:
    expired = one.not_after < now
    soon = not expired and (one.not_after - now).days < SOON_DAYS
    return {
        "name": Cell(text=one.name, second=one.organisation, weight=500),
        "kind": Cell(
            text="Gốc tin cậy" if one.root else "CA trung gian",
            second="" if one.root else f"do «{one.issuer}» cấp",
            icon="shield-check" if one.root else "",
            icon_token="good",
        ),
        "until": Cell(
            text=f"{one.not_after:%d/%m/%Y}",
            second="đã hết hạn" if expired else "sắp hết hạn" if soon else "",
            tone="bad" if expired else "warn" if soon else "text",
            second_tone="bad" if expired else "warn",
        ),
        "print": Cell(text=short_print(one.fingerprint), tone="text2", explanation=grouped(one.fingerprint)),
        "act": Cell(text="Gỡ…", link=True),
    }


def list_cells(one: RevocationList, now: datetime) -> dict[str, Cell]:
    stale = one.stale(now)
    following = f"{one.next_update:%d/%m/%Y}" if one.next_update else "không ghi"
    return {
        "issuer": Cell(
            text=one.issuer,
            second="" if one.signed_by_known else "chưa có chứng thư của nơi cấp này trong kho",
            second_tone="warn",
            weight=500,
        ),
        "published": Cell(text=f"{one.published:%H:%M %d/%m/%Y}"),
        "until": Cell(
            text=following,
            second="đã quá hạn, cần nạp bản mới" if stale else "",
            tone="warn" if stale else "text",
            second_tone="warn",
        ),
        "count": Cell(text=f"{one.count}", right=True),
    }


def short_print(fingerprint: str) -> str:
    return f"{grouped(fingerprint[:12])} … {grouped(fingerprint[-4:])}"


def grouped(fingerprint: str) -> str:
    """«AB12 CD34 …», as authorities publish it."""
    digits = fingerprint.upper()
    return " ".join(digits[place : place + 4] for place in range(0, len(digits), 4))


def offer_words(offer: Offer) -> tuple[str, str]:
    """(what would change, what to compare before). Nothing new: the first says so and the second is empty."""
    told = []
    for one in offer.authorities:
        kind = "gốc tin cậy" if one.root else "CA trung gian"
        if one.fingerprint in offer.known:
            told.append(f"Đã có trong kho: {kind} «{one.name}».")
        else:
            told.append(f"Thêm {kind} «{one.name}», hạn {one.not_after:%d/%m/%Y}.")
            told.append(f"SHA-256: {grouped(one.fingerprint)}")
    held = {one.key: one for one in offer.held}
    told += [_list_words(one, held.get(one.key)) for one in offer.lists]
    compare = "So dấu SHA-256 với dấu do nơi cấp công bố trước khi nạp." if offer.new_authorities else ""
    return LINE.join(told), compare


def _list_words(one: RevocationList, held: RevocationList | None) -> str:
    new = f"Danh sách thu hồi của «{one.issuer}» ngày {one.published:%d/%m/%Y}, {one.count} chứng thư"
    if held is None:
        return f"Thêm: {new}."
    more = one.count - held.count
    change = f"thêm {more}" if more > 0 else f"bớt {-more}" if more < 0 else "số lượng không đổi"
    return f"Thay bản {held.published:%d/%m/%Y} ({held.count}): {new} ({change})."


def changes_something(offer: Offer) -> bool:
    held = {one.key: one for one in offer.held}
    newer = any(one.key not in held or held[one.key].published < one.published for one in offer.lists)
    return bool(offer.new_authorities) or newer


def remove_words(one: Authority) -> tuple[str, str]:
    return (
        f"Gỡ «{one.name}» khỏi kho tin cậy.",
        "Chữ ký do nơi này cấp sẽ thành «chưa rõ nơi cấp» cho đến khi nạp lại.",
    )


def hosts_of(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.replace(",", " ").replace(";", " ").split() if part)
