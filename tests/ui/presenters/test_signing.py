"""What the signing page says of its rows, without a window."""

from dataclasses import replace
from datetime import datetime

import pytest

from counter_app.clock import VIETNAM
from counter_app.errors import Refused, Trouble
from counter_app.model.dossier import AttachedFile, ComponentId, DossierId, FileHash
from counter_app.model.finding import Finding, Severity
from counter_app.model.signature import (
    Box,
    Placement,
    Preflight,
    PreflightVerdict,
    SignOutcome,
    SignProgress,
    SignStatus,
)
from counter_app.workflow.sign_rows import SignRow
from ui.presenters import signing, signing_place, signing_words
from ui.presenters.signing import SignLine

NINE = datetime(2026, 11, 23, 9, 12, 7, tzinfo=VIETNAM)
LOCKED = Finding("signing.permission_denied", Severity.ERROR)
READY = Preflight(file="a.pdf", verdict=PreflightVerdict.READY, findings=(), page_count=2)
CANNOT = replace(READY, verdict=PreflightVerdict.CANNOT, findings=(LOCKED,), signature_count=1)


def line(number: int = 1, preflight: Preflight | None = READY, **more: object) -> SignLine:
    file = AttachedFile(
        hash=FileHash(f"{number:064d}"),
        name=f"{number:02d}_don.pdf",
        size=9,
        pages=2,
        attached_at=NINE,
        attached_by="ha",
    )
    row = SignRow(
        dossier_id=DossierId(7),
        dossier_code="H31.15-261118-0042",
        component_id=ComponentId(number),
        number=number,
        title="Đơn đề nghị",
        file=file,
    )
    return SignLine(row=row, preflight=preflight, **more)  # type: ignore[arg-type]


def outcome(status: SignStatus, **more: object) -> SignOutcome:
    return SignOutcome(file="a.pdf", status=status, **more)  # type: ignore[arg-type]


def cells(one: SignLine, *, running: bool = False):
    return signing.cells(one, "B-T", running=running)


def test_a_file_that_cannot_be_signed_loses_its_tick_and_says_why_in_the_row() -> None:
    one = signing.with_preflight(line(preflight=None), CANNOT)
    shown = cells(one)
    assert (one.ticked, one.wanted) == (False, False)
    assert (shown["tick"].check, shown["tick"].enabled) == (False, False)
    assert shown["check"].text == "Không ký được"
    assert shown["file"].second == "Người tạo tệp không cho phép thêm chữ ký"
    assert shown["earlier"].text == "1, cấm ký thêm"
    assert (shown["level"].text, shown["progress"].text) == ("—", "Bỏ qua, xem cách xử lý")


def test_a_file_that_recovers_after_another_placement_gets_its_tick_back() -> None:
    one = signing.with_preflight(signing.with_preflight(line(preflight=None), CANNOT), READY)
    assert one.wanted


def test_an_untick_survives_a_second_look() -> None:
    assert not signing.with_preflight(line(ticked=False), READY).ticked


def test_nothing_is_signed_before_it_was_looked_at() -> None:
    assert not line(preflight=None).wanted


@pytest.mark.parametrize(
    ("step", "words"),
    [("signing", "Đang ký"), ("time_stamp", "Đang lấy dấu thời gian"), ("reading_back", "Đang đọc lại")],
)
def test_each_step_of_a_batch_has_its_words_and_a_bar(step: str, words: str) -> None:
    cell = cells(signing.with_progress(line(), SignProgress(index=0, total=1, step=step)), running=True)["progress"]
    assert cell.text == words
    assert cell.progress is not None


def test_only_a_file_read_back_intact_is_called_signed() -> None:
    said = {
        status: cells(signing.ended(line(), outcome(status, message="Không ghi được. Thử lại.")))["progress"].text
        for status in SignStatus
    }
    assert said[SignStatus.SIGNED] == "Đã ký, đọc lại đúng"
    assert said[SignStatus.SKIPPED] == "Đã ký từ trước"
    assert said[SignStatus.REFUSED] == said[SignStatus.FAILED] == "Chưa ký được"
    assert said[SignStatus.PENDING] == "Chờ ký"


def test_a_failed_row_keeps_its_sentence_and_can_be_tried_again() -> None:
    failed = signing.ended(line(), outcome(SignStatus.FAILED, message="Không ghi được bản ký. Thử lại."))
    assert cells(failed)["file"].second == "Không ghi được bản ký"
    assert failed.wanted
    assert signing_words.foot([failed]).button == "Ký tiếp 1 tệp"


def test_a_missing_time_stamp_is_a_debt_in_words() -> None:
    shown = cells(signing.ended(line(), outcome(SignStatus.SIGNED, level="B-B", debt=True)))
    assert (shown["level"].text, shown["level"].tone) == ("B-B", "warn")
    assert shown["progress"].second == "nợ dấu thời gian"


def test_rows_known_keep_their_place_and_signed_ones_stay_in_sight_until_the_next_visit() -> None:
    first, second, third = line(1), signing.ended(line(2), outcome(SignStatus.SIGNED)), line(3, ticked=False)
    fresh = [line(4).row, third.row, first.row]
    kept = signing.merged([first, second, third], fresh, keep_signed=True)
    assert [one.row.number for one in kept] == [1, 2, 3, 4]
    assert not kept[2].ticked
    assert [one.row.number for one in signing.merged(kept, fresh, keep_signed=False)] == [1, 3, 4]


def test_the_foot_counts_what_will_be_signed_and_what_is_left_out() -> None:
    warned = replace(READY, verdict=PreflightVerdict.WARNING)
    foot = signing_words.foot([line(1), line(2, warned), line(3, CANNOT, ticked=False)])
    assert (foot.first, foot.button) == ("2 tệp sẽ ký · 1 bỏ qua", "Ký 2 tệp")
    assert foot.second == "1 sẵn sàng · 1 cảnh báo · 1 không ký được"


def test_after_a_batch_each_file_is_counted_once() -> None:
    ends = (SignStatus.SIGNED, SignStatus.REFUSED, SignStatus.FAILED)
    lines = [signing.ended(line(number), outcome(status)) for number, status in enumerate(ends, start=1)]
    foot = signing_words.foot([*lines, line(4), line(5, CANNOT, ticked=False)])
    assert foot.first == "Đã ký và đọc lại đúng 1 tệp · 2 chưa ký được · 1 còn chờ"
    assert (foot.second, foot.button) == ("1 sẵn sàng · 1 không ký được", "Ký tiếp 3 tệp")


def test_a_page_that_cannot_be_shown_is_told_by_the_name_that_the_person_knows() -> None:
    shown = line(1)
    words = signing_place.cannot_show_words(Refused("pdf.cannot_show", file="99533dfd829b", page=1), shown)
    assert shown.row.file.name in words and "99533dfd829b" not in words
    gone = Trouble("signing.file_gone")
    assert signing_place.cannot_show_words(gone, shown) == gone.what


def test_while_files_are_looked_at_the_foot_says_how_far() -> None:
    assert signing_words.foot([line(1), line(2, None)]).second == "Đang kiểm tra trước 1 trên 2 tệp"


def test_a_running_batch_says_place_time_left_and_counts() -> None:
    done = signing.ended(line(1), outcome(SignStatus.SIGNED))
    now = signing.with_progress(line(2), SignProgress(index=1, total=4, step="time_stamp"))
    batch = [done, now, signing.queued(line(3)), signing.queued(line(4))]
    part, first, second = signing_words.running_words(batch, 1, 2.0)
    assert first == "Đang ký 2 trên 4 · còn khoảng 5 giây"
    assert second == "1 đã ký và đọc lại đúng · 2 chờ · 1 bỏ qua"
    assert part == pytest.approx(0.4)
    assert "khoảng" not in signing_words.running_words(batch, 0, 0.0)[1], "no figure nobody measured"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.2, "còn khoảng 1 giây"), (7.1, "còn khoảng 8 giây"), (89.5, "còn khoảng 2 phút"), (181, "còn khoảng 4 phút")],
)
def test_time_left_is_rounded_up(seconds: float, words: str) -> None:
    assert signing_words.left_words(seconds) == words


def test_the_explanation_is_of_the_current_row_else_of_the_first_that_cannot() -> None:
    warned = replace(
        READY,
        verdict=PreflightVerdict.WARNING,
        findings=(Finding("signing.no_free_place", Severity.WARNING),),
    )
    lines = [line(1), line(2, warned), line(3, CANNOT, ticked=False)]
    of_first, of_second = (signing_words.explanation(lines, row) for row in (0, 1))
    assert of_first is not None
    assert of_second is not None
    assert of_first.title == "03_don.pdf không ký được"
    assert of_first.words.endswith("đề nghị người nộp gửi bản không khóa quyền.")
    assert (of_second.title, of_second.tone) == ("02_don.pdf ký được, cần lưu ý", "warn")
    assert signing_words.explanation([line(1)], 0) is None


def test_a_cancelled_pin_says_nothing_about_results() -> None:
    pending = [outcome(SignStatus.PENDING), outcome(SignStatus.PENDING)]
    assert signing_words.batch_toast(pending) == ""
    mixed = [outcome(SignStatus.SIGNED), outcome(SignStatus.FAILED), outcome(SignStatus.PENDING)]
    assert signing_words.batch_toast(mixed) == "Đã ký và đọc lại đúng 1 tệp · 1 chưa ký được · 1 chưa đến lượt"


# Placement

PAGE = (595.0, 842.0)
BOX = Box(x=400, y=20, width=150, height=40)


def test_the_frame_never_leaves_the_page() -> None:
    assert signing_place.moved(BOX, 500, -500, PAGE) == Box(x=445, y=0, width=150, height=40)
    assert signing_place.resized(BOX, "bottom_right", 900, 900, PAGE) == Box(x=400, y=20, width=195, height=822)


@pytest.mark.parametrize("handle", signing_place.HANDLES)
def test_a_frame_never_gets_smaller_than_can_be_read(handle: str) -> None:
    inward = (1 if handle.endswith("left") else -1, 1 if handle.startswith("top") else -1)
    small = signing_place.resized(BOX, handle, 900 * inward[0], 900 * inward[1], PAGE)
    assert (small.width, small.height) == signing_place.LEAST


def test_a_placement_for_all_rows_keeps_each_rows_own_page() -> None:
    result = replace(line(1), row=replace(line(1).row, component_id=None))
    chosen = signing_place.for_line(result, "box", 1, BOX, all_rows=True)
    assert (chosen.page, chosen.box) == (-1, BOX)
    own = signing_place.for_line(result, "top_left", 2, BOX, all_rows=False)
    assert own == Placement(page=2, corner="top_left")


def test_an_anchor_and_a_field_are_placed_by_their_word_and_told_again() -> None:
    anchored = signing_place.for_line(line(1), "anchor", 2, None, all_rows=False, word="GIÁM ĐỐC")
    assert (anchored.anchor, anchored.page, anchored.box) == ("GIÁM ĐỐC", 2, None)
    fielded = replace(line(1), placement=signing_place.for_line(line(1), "field", 1, BOX, all_rows=True, word="O ky"))
    assert (signing_place.way_of(fielded), signing_place.word_of(fielded)) == ("field", "O ky")
    found = Finding("signing.covers_content", Severity.WARNING, page=1)
    looked = Preflight(file="a", verdict=PreflightVerdict.WARNING, findings=(found,), page_count=1, box=BOX)
    assert "đè lên" in signing_place.warning_words(replace(line(1), preflight=looked))
    assert signing_place.warning_words(line(1)) == ""


def test_sizes_are_told_in_millimetres() -> None:
    assert signing_place.size_words(Box(x=0, y=0, width=141.7, height=73.7)) == "50 × 26 mm"
    assert signing_place.size_words(None) == "không có dấu hiện"
    assert "cách trái 141 mm" in signing_place.frame_words(BOX)
