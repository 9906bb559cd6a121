"""The other six forms on paper: their fields in the order of the regulation, their paper, their place on it."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf.pdfa
import pypdfium2
import pytest

from counter_app.errors import CounterError
from counter_app.forms.printing import Forms
from counter_app.model.dossier import Applicant, DossierState
from counter_app.model.form import FormFacts, FormKind
from counter_app.settings import Settings
from tests.forms import papers, reading
from tests.forms.papers import OFFICE, PRACTICE, dossier, facts

MM = 72 / 25.4
HEAD = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Hưng Yên, ngày 20 tháng 11 năm 2026"]
FIELDS: dict[Callable[[], FormFacts], list[str]] = {
    papers.supplement: [
        "Số: 03/HDHS",
        "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ",
        "Mã hồ sơ: H31.15-261120-0042",
        "Hồ sơ của: Trần Thị Ưởng",
        "Nội dung yêu cầu giải quyết: Cấp Giấy chứng nhận",
        "Địa chỉ: Số 5",
        "Số điện thoại: 0900 000 001",
        "Email: uong@example.vn",
        "Giai đoạn: Tiếp nhận hồ sơ",
        "Yêu cầu hoàn thiện hồ sơ gồm những nội dung sau:",
        "1. Điều lệ tổ chức và hoạt động: thiếu chữ ký",
        "2. Hồ sơ về trụ sở chính: chưa có, cần nộp",
        "Lý do: Hồ sơ chưa đầy đủ theo quy định",
        "liên hệ với Nguyễn Thu Hà, số điện thoại 0221 3000 000",
        "NGƯỜI HƯỚNG DẪN",
        "Nguyễn Thu Hà",
        "PHIẾU ĐÁNH GIÁ",
        "Mẫu số 02 kèm theo Thông tư số 03/2025/TT-VPCP",
    ],
    papers.refusal: [
        "Số: 03/TCHS",
        "PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ",
        "Tiếp nhận hồ sơ của: Trần Thị Ưởng",
        "Địa chỉ: Số 5",
        "Số điện thoại: 0900 000 001",
        "Email: uong@example.vn",
        "Nội dung yêu cầu giải quyết: Cấp Giấy chứng nhận",
        "thông báo không tiếp nhận, giải quyết hồ sơ này với lý do cụ thể như sau:",
        f"Lý do: {papers.REASON}",
        f"Căn cứ: {papers.GROUND}",
        "liên hệ với Nguyễn Thu Hà, số điện thoại 0221 3000 000",
        "NGƯỜI NỘP HỒ SƠ",
        "NGƯỜI TIẾP NHẬN HỒ SƠ",
        "PHIẾU ĐÁNH GIÁ",
        "Mẫu số 03",
    ],
    papers.apology: [
        "Số: 03/PXL",
        "VĂN BẢN XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN THỜI GIAN GIẢI QUYẾT",
        "Kính gửi: Trần Thị Ưởng",
        "Đồng gửi: Bộ phận Tiếp nhận và Trả kết quả",
        "Ngày 20 tháng 11 năm 2026, Sở Khoa học và Công nghệ nhận hồ sơ của ông/bà về việc: Cấp Giấy",
        "Thời gian hẹn trả kết quả giải quyết hồ sơ: 17 giờ 00 phút, ngày 10 tháng 12 năm 2026",
        "Lý do: Cơ quan phối hợp chưa có văn bản trả lời",
        "Thời gian chậm so với hẹn: 03 ngày làm việc",
        "xin lỗi ông/bà vì sự chậm trễ này và đề nghị gia hạn thời gian giải quyết một lần",
        "Thời hạn mới: 17 giờ 00 phút, ngày 15 tháng 12 năm 2026",
        "THỦ TRƯỞNG CƠ QUAN",
        "Mẫu số 04",
    ],
    papers.stop_notice: [
        "Số: 03/TBD",
        "THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ",
        "Mã hồ sơ: H31.15-261120-0042",
        "Kính gửi: Trần Thị Ưởng",
        "Nội dung yêu cầu giải quyết: Cấp Giấy chứng nhận",
        "Giai đoạn giải quyết: Thẩm định",
        "thông báo dừng giải quyết hồ sơ nêu trên",
        f"Lý do: {papers.REASON}",
        f"Căn cứ: {papers.GROUND}",
        "Xử lý phí, lệ phí và giấy tờ đã nộp: Trả lại phí",
        "THỦ TRƯỞNG CƠ QUAN",
        "Mẫu số 05",
    ],
    papers.control_sheet: [
        "PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ",
        "Mã hồ sơ: H31.15-261120-0042",
        "Cơ quan (bộ phận) giải quyết: Phòng Quản lý chuyên ngành",
        "Cơ quan phối hợp: Văn phòng Sở; Bộ phận Tiếp nhận và Trả kết quả",
        "TÊN CƠ QUAN",
        "THỜI GIAN GIAO, NHẬN",
        "KẾT QUẢ",
        "GHI CHÚ",
        "09 giờ 30 phút, ngày 20 tháng 11 năm 2026 Người giao: Nguyễn Thu Hà Người nhận: Đỗ Quang Minh",
        "Trước hạn",
        "Đúng hạn",
        "NGƯỜI LẬP PHIẾU",
        "Mẫu số 06",
    ],
    lambda: papers.register(3): [
        "SỔ THEO DÕI HỒ SƠ",
        "Năm 2026",
        *("TT", "Mã hồ sơ", "Tên thủ tục hành chính", "Số bộ", "Tên cá nhân, tổ chức"),
        *("Địa chỉ, số điện thoại", "Cơ quan chủ trì giải quyết", "Nhận hồ sơ", "Hẹn trả kết quả", "Trả kết quả"),
        *("Phương thức nhận kết quả", "Ký nhận", "Ghi chú", "H31.15-261120-0001", "17:00 10/12/2026"),
        "Sổ đang mở, in đến 09 giờ 12 phút, ngày 20 tháng 11 năm 2026: 3 hồ sơ.",
        "NGƯỜI GIỮ SỔ",
        "Mẫu số 07",
    ],
}


def printed(folder: Path, given: FormFacts, settings: Settings = OFFICE) -> Path:
    output = folder / f"{given.kind}.pdf"
    Forms(settings).print(given, output)
    return output


def read(output: Path) -> str:
    return reading.in_order(output)


@pytest.mark.poppler
@pytest.mark.parametrize("make", FIELDS, ids=lambda make: str(make().kind))
def test_every_field_of_the_annex_is_on_the_sheet_as_it_was_typed(
    tmp_path: Path, artefacts: Path, make: Callable[[], FormFacts]
) -> None:
    output = printed(tmp_path, make())
    text = read(output)
    for field in [*HEAD, *FIELDS[make]]:
        assert field in text, f"«{field}» is not in: {text}"
    assert "BẢN THỬ" not in text
    page = pypdfium2.PdfDocument(output)[0]
    page.render(scale=150 / 72).to_pil().save(artefacts / f"{make().kind}.png")


@pytest.mark.poppler
@pytest.mark.parametrize("make", FIELDS, ids=lambda make: str(make().kind))
def test_paper_and_places_are_those_of_the_page_style(tmp_path: Path, make: Callable[[], FormFacts]) -> None:
    """Golden places in millimetres: the page, the head at the top margin, the title in the middle."""
    output = printed(tmp_path, make())
    width, height = pypdfium2.PdfDocument(output)[0].get_size()
    landscape = make().kind is FormKind.REGISTER
    assert (width / MM, height / MM) == pytest.approx((297, 210) if landscape else (148, 210), abs=0.1)
    left, right, top = (20, 15, 20) if landscape else (16, 10, 10)
    found = reading.words(output)
    assert min(word.left for word in found) >= left * MM - 0.5
    assert max(word.right for word in found) <= width - right * MM + 0.5
    nation = next(word for word in found if word.text == "CỘNG")
    assert nation.top == pytest.approx(top * MM, abs=5)
    first_line = [
        word for word in found if word.page == 1 and abs(word.top - nation.top) < 2 and word.left > width * 0.4
    ]
    heights = {round(word.bottom - word.top, 1) for word in first_line}
    assert len(heights) == 1, "the nation's name stands on one line in one size"


@pytest.mark.parametrize("make", papers.ALL, ids=lambda make: str(make().kind))
@pytest.mark.parametrize("settings", [OFFICE, PRACTICE], ids=["real", "practice"])
def test_every_form_is_pdf_a_2b(tmp_path: Path, make: Callable[[], FormFacts], settings: Settings) -> None:
    report = pikepdf.pdfa.validate_written(printed(tmp_path, make(), settings), "2b")
    assert not report.findings
    assert report.output_intent == "RGB"


@pytest.mark.poppler
def test_an_older_dossier_keeps_the_forms_of_2018(tmp_path: Path) -> None:
    old = dossier(received_at=papers.PRINTED.replace(year=2025, month=3), state=DossierState.PROCESSING)
    text = read(printed(tmp_path, papers.apology(old)))
    assert "PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ" in text
    assert "Mẫu số 04 kèm theo Thông tư số 01/2018/TT-VPCP" in text
    assert "Thời gian hẹn lại: 17 giờ 00 phút, ngày 15 tháng 12 năm 2026" in text
    sheet = replace(papers.control_sheet(), dossier=old)
    assert "Mẫu số 05 kèm theo" in read(printed(tmp_path, sheet))


@pytest.mark.poppler
@pytest.mark.parametrize(
    "given",
    [
        papers.control_sheet(40),
        papers.register(60),
        papers.supplement(items=tuple(f"giấy tờ {n} " * 9 for n in range(40))),
    ],
    ids=["control sheet", "register", "supplement"],
)
def test_what_is_longer_than_a_page_flows_and_nothing_is_lost(tmp_path: Path, given: FormFacts) -> None:
    output = printed(tmp_path, given)
    pages = reading.page_count(output)
    assert pages >= 2
    text = read(output)
    if given.kind is FormKind.REGISTER:
        assert all(entry.code in text for entry in given.entries)
    if given.kind is FormKind.SUPPLEMENT_REQUEST:
        assert all(f"{number}. giấy tờ {number - 1}" in text for number in range(1, 41))
    if given.kind is not FormKind.SUPPLEMENT_REQUEST:
        assert len(re.findall("Ghi chú|GHI CHÚ", text)) >= pages - 1, "the heading row is repeated"


@pytest.mark.poppler
def test_a_name_and_an_address_of_400_letters_wrap_on_every_form(tmp_path: Path) -> None:
    long = "Hợp tác xã dịch vụ nông nghiệp và môi trường thôn Đoài Ưởng Nguyễn Khuê " * 6
    for make in papers.ALL:
        given = make()
        edges = (16, 138) if given.dossier else (20, 282)
        if given.dossier:
            named = replace(given.dossier, applicant=Applicant(name=long[:200], address=long[:400]))
            given = replace(given, dossier=named)
        else:
            entries = tuple(replace(one, applicant_name=long[:200], contact=long[:400]) for one in given.entries)
            given = replace(given, entries=entries)
        output = printed(tmp_path, given)
        for word in reading.words(output):
            assert edges[0] * MM - 0.5 <= word.left < word.right <= edges[1] * MM + 0.5, word
        if given.kind in (FormKind.RECEIPT, FormKind.REGISTER):
            whole = " ".join(long[:400].split())
            assert read(output).replace(" ", "").count(whole.replace(" ", "")) >= 1, "to its last letter"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (papers.supplement(items=()), "forms.items_missing"),
        (papers.supplement(items=(" ",)), "forms.items_missing"),
        (papers.refusal(reason=" "), "forms.reason_missing"),
        (papers.refusal(legal_ground=""), "forms.ground_missing"),
        (papers.refusal(reason="Lỗi 500"), "forms.reason_not_words"),
        (papers.refusal(reason="từ chối do ERR_TIMEOUT"), "forms.reason_not_words"),
        (papers.refusal(legal_ground="Điều 17 Nghị định 61/2018/NĐ-CP"), "forms.law_not_in_force"),
        (papers.apology(reason=""), "forms.reason_missing"),
        (papers.apology(new_due_at=None), "forms.new_term_missing"),
        (papers.apology(new_due_at=papers.PRINTED), "forms.new_term_missing"),
        (papers.apology(original_due_at=None), "forms.no_appointment"),
        (papers.stop_notice(legal_ground=""), "forms.ground_missing"),
        (papers.stop_notice(reason="😀 dừng"), "forms.letter_missing"),
        (facts(FormKind.REFUSAL, dossier(), reason="đủ", legal_ground="đủ"), "forms.wrong_state"),
        (facts(FormKind.CONTROL_SHEET, dossier(decided_at=None)), "forms.wrong_state"),
    ],
)
def test_what_must_not_be_printed_is_a_sentence_and_no_file(tmp_path: Path, given: FormFacts, code: str) -> None:
    with pytest.raises(CounterError) as caught:
        printed(tmp_path, given)
    assert caught.value.code == code
    assert caught.value.what
    assert caught.value.advice
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("words", "stopped"),
    [
        ("Xin liên hệ Sở Nội vụ tỉnh Hưng Yên./.", True),
        ("Xin liên hệ UBND tỉnh Thái Bình./.", True),
        ("Xin liên hệ Ủy ban nhân dân tỉnh Hưng Yên./.", False),
        ("Xin liên hệ Sở Khoa học và Công nghệ./.", False),
    ],
)
def test_a_template_of_another_agency_is_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str, stopped: bool
) -> None:
    from counter_app.forms import filling
    from counter_app.forms.templates import LineText, template

    changed = replace(template("refusal"), lines=(*template("refusal").lines, LineText(text=words)))
    monkeypatch.setattr(filling, "template", lambda _: changed)
    if not stopped:
        assert printed(tmp_path, papers.refusal()).is_file()
        return
    with pytest.raises(CounterError) as caught:
        printed(tmp_path, papers.refusal())
    assert caught.value.code == "forms.other_agency"
    assert "Sở Khoa học và Công nghệ" in caught.value.what


def test_what_an_officer_writes_may_name_any_agency(tmp_path: Path) -> None:
    reason = "Thủ tục thuộc thẩm quyền của Sở Nội vụ tỉnh Hưng Yên"
    assert printed(tmp_path, papers.refusal(reason=reason)).is_file()


@pytest.mark.poppler
def test_a_closed_book_says_from_which_number_to_which(tmp_path: Path) -> None:
    closed = papers.register(3, closed_at=papers.PRINTED)
    assert "Khóa sổ 09 giờ 12 phút, ngày 20 tháng 11 năm 2026: 3 hồ sơ, từ số 01 đến số 03." in read(
        printed(tmp_path, closed)
    )
    empty = papers.register(0, closed_at=papers.PRINTED)
    (tmp_path / "empty").mkdir()
    assert "trong năm không có hồ sơ nào" in read(printed(tmp_path / "empty", empty))
