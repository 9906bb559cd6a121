"""Form 01 on paper: what it says, where it stands, and that other programs read it the same way."""

import itertools
import re
import unicodedata
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import zxingcpp

from counter_app.clock import VIETNAM
from counter_app.forms.printing import Forms
from counter_app.model.dossier import Applicant, ComponentVerdict, Dossier, DossierState
from counter_app.model.fee import FeeDue
from counter_app.model.life import Satisfaction
from counter_app.model.procedure import Source
from counter_app.settings import Settings
from counter_app.workflow.returns import read_slip
from tests.forms import reading
from tests.forms.papers import FEE, OFFICE, PRACTICE, component, dossier, receipt

MM = 72 / 25.4
A5 = (148 * MM, 210 * MM)
LONG_NAME = (
    "Công ty trách nhiệm hữu hạn một thành viên khoa học, công nghệ và dịch vụ đo lường thử nghiệm " * 2 + "Ưởng"
)
MANY = tuple(component(number, f"Giấy tờ thứ {number}: bản kê khai về nhân lực của tổ chức") for number in range(1, 41))


def printed(folder: Path, given: Dossier | None = None, settings: Settings = OFFICE, number: int = 7) -> Path:
    output = folder / "giay-tiep-nhan.pdf"
    Forms(settings).print(receipt(given, number), output)
    return output


def lines_in_order(text: str, wanted: list[str]) -> None:
    place = 0
    for line in wanted:
        found = text.find(line, place)
        assert found >= 0, f"«{line}» is missing or stands too early"
        place = found + len(line)


@pytest.mark.poppler
def test_the_text_is_read_back_as_it_was_typed_in_the_order_of_the_annex(tmp_path: Path) -> None:
    text = reading.text(printed(tmp_path))
    lines_in_order(
        text,
        [
            "ỦY BAN NHÂN DÂN",
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Độc lập - Tự do - Hạnh phúc",
            "SỞ KHOA HỌC VÀ CÔNG NGHỆ",
            "BỘ PHẬN TIẾP NHẬN",
            "Số: 07/TNHS",
            "Hưng Yên, ngày 20 tháng 11 năm 2026",
            "GIẤY TIẾP NHẬN HỒ SƠ",
            "VÀ HẸN TRẢ KẾT QUẢ",
            "Mã hồ sơ: H31.15-261120-0042",
            "(Liên: Lưu/giao khách hàng)",
            "Tiếp nhận hồ sơ của: Trần Thị Ưởng",
            "Địa chỉ: Số 5, ngõ 12, phố Chùa Chuông, phường Phố Hiến, tỉnh Hưng Yên",
            "Số điện thoại: 0900 000 001",
            "Email: uong@example.vn",
            "Nội dung yêu cầu giải quyết: Cấp Giấy chứng nhận đăng ký hoạt động lần đầu cho tổ",
            "1. Thành phần hồ sơ nộp gồm:",
            "Tên giấy tờ",
            "Bản chính",
            "Bản sao chứng thực",
            "2. Số lượng hồ sơ: 01 (bộ)",
            "Phí, lệ phí: 1.500.000 đồng, đã giảm 50 %",
            "3. Thời gian giải quyết hồ sơ theo quy định là: 15 ngày làm việc",
            "4. Thời gian nhận hồ sơ: 09 giờ 05 phút, ngày 20 tháng 11 năm 2026",
            "5. Thời gian trả kết quả giải quyết hồ sơ: 17 giờ 00 phút, ngày 10 tháng 12 năm 2026",
            "6. Đăng ký nhận kết quả tại: Bộ phận Tiếp nhận và Trả kết quả",
            "Vào Sổ theo dõi hồ sơ: Quyển số: 2026; Số thứ tự: 07",
            "NGƯỜI NỘP HỒ SƠ",
            "NGƯỜI TIẾP NHẬN HỒ SƠ",
            "(Ký và ghi rõ họ tên)",
            "Nguyễn Thu Hà",
            "PHIẾU ĐÁNH GIÁ SỰ HÀI LÒNG",
            "0221 3000 000",
            "□ Rất hài lòng",
            "Mẫu số 01 kèm theo Thông tư số 03/2025/TT-VPCP. Căn cứ: Nghị định số 118/2025/NĐ-CP.",
        ],
    )


@pytest.mark.poppler
@pytest.mark.parametrize(
    ("fee", "said"),
    [
        (None, ""),
        (replace(FEE, amount_vnd=None, full_vnd=None, reduction_percent=0), ""),
        (replace(FEE, amount_vnd=0, reduction_percent=0), "Không thu"),
        (replace(FEE, amount_vnd=8000, reduction_percent=0, text="8.000 đồng/bản sao"), "8.000 đồng/bản sao"),
        (replace(FEE, amount_vnd=None, text="Theo Thông tư 298/2016/TT-BTC"), "theo biểu mức thu niêm yết tại quầy"),
        (replace(FEE, amount_vnd=8000, reduction_percent=0, text="một\nhai " * 30), "8.000 đồng"),
        (
            replace(FEE, source=Source(document="Theo trí nhớ", verified=False)),
            "1.500.000 đồng, đã giảm 50 % (chưa đối chiếu văn bản)",
        ),
    ],
    ids=["not asked", "not known", "nothing", "per copy", "repealed law in prose", "prose", "unverified"],
)
def test_the_fee_is_what_is_owed_and_says_when_nobody_verified_it(fee: FeeDue, said: str, tmp_path: Path) -> None:
    output = tmp_path / "giay-tiep-nhan.pdf"
    Forms(OFFICE).print(receipt(fee=fee), output)
    text = " ".join(reading.text(output).split())
    assert (f"Phí, lệ phí: {said} 3. Thời gian" in text) if said else ("lệ phí" not in text)


@pytest.mark.poppler
def test_an_ordinary_dossier_of_five_papers_fits_one_a5_page(tmp_path: Path, artefacts: Path) -> None:
    output = printed(tmp_path)
    page = pypdfium2.PdfDocument(output)[0]
    assert page.get_size() == pytest.approx(A5, abs=0.1)
    assert reading.page_count(output) == 1
    page.render(scale=150 / 72).to_pil().save(artefacts / "giay-tiep-nhan.png")


@pytest.mark.poppler
@pytest.mark.parametrize(
    "given",
    [
        dossier(
            applicant=Applicant(
                name=LONG_NAME, address=LONG_NAME * 2, phone="0900000001", email="a" * 200 + "@example.vn"
            )
        ),
        dossier(procedure_name=LONG_NAME, case_name=LONG_NAME, components=(component(1, LONG_NAME),)),
        dossier(code="H31.15.22.07-261120-00001234567890", applicant=Applicant(name="Ư" * 200)),
    ],
    ids=["applicant", "procedure", "no spaces"],
)
def test_words_of_two_hundred_letters_stay_inside_the_margins(tmp_path: Path, given: Dossier) -> None:
    settings = replace(OFFICE, office_name=LONG_NAME, office_parent=LONG_NAME, counter_name=LONG_NAME)
    output = printed(tmp_path, given, settings)
    for word in reading.words(output):
        assert word.left >= 16 * MM - 0.5, word
        assert word.right <= A5[0] - 10 * MM + 0.5, word
        assert 0 < word.top < word.bottom < A5[1], word


@pytest.mark.poppler
def test_no_two_words_lie_on_one_another(tmp_path: Path) -> None:
    given = dossier(procedure_name=LONG_NAME, applicant=Applicant(name=LONG_NAME, email="x" * 80), components=MANY)
    found = reading.words(printed(tmp_path, given))
    for page, group in itertools.groupby(found, key=lambda word: word.page):
        for one, other in itertools.combinations(list(group), 2):
            across = min(one.right, other.right) - max(one.left, other.left)
            down = min(one.bottom, other.bottom) - max(one.top, other.top)
            # Lines of type touch: the boxes of neighbouring lines share the room of ascenders and descenders.
            assert across < 0.5 or down < 3.5, (page, one, other)


@pytest.mark.poppler
def test_forty_papers_flow_over_pages_with_the_heading_row_repeated(tmp_path: Path, artefacts: Path) -> None:
    output = printed(tmp_path, dossier(components=MANY), PRACTICE)
    pages = reading.page_count(output)
    assert pages >= 2
    texts = [reading.text(output, page) for page in range(1, pages + 1)]
    with_rows = [text for text in texts if "Giấy tờ thứ" in text]
    assert len(with_rows) >= 2
    assert all("Tên giấy tờ" in text and "Số lượng" in text for text in with_rows)
    whole = reading.plain(output)
    assert all(f"Giấy tờ thứ {number}: bản kê khai" in whole for number in range(1, 41))
    assert "NGƯỜI TIẾP NHẬN HỒ SƠ" in texts[-1]
    assert "Vào Sổ theo dõi hồ sơ" in texts[-1], "the signatures never stand alone on a page"
    document = pypdfium2.PdfDocument(output)
    for number in range(pages):
        document[number].render(scale=1.5).to_pil().save(artefacts / f"bon-muoi-giay-to-{number + 1}.png")


@pytest.mark.poppler
def test_a_paper_whose_name_is_taller_than_a_page_is_printed_to_its_last_word(tmp_path: Path) -> None:
    name = " ".join(f"phần{number}" for number in range(1500)) + " hết"
    whole = reading.plain(printed(tmp_path, dossier(components=(component(1, name),))))
    assert all(f"phần{number} " in whole for number in range(1500))
    assert " hết" in whole


@pytest.mark.poppler
def test_the_page_number_stands_in_the_middle_of_the_top_margin_and_not_on_the_first_page(tmp_path: Path) -> None:
    found = reading.words(printed(tmp_path, dossier(components=MANY)))
    top = [word for word in found if word.bottom < 10 * MM]
    assert [(word.page, word.text) for word in top] == [(page, str(page)) for page in range(2, found[-1].page + 1)]
    for word in top:
        assert (word.left + word.right) / 2 == pytest.approx(A5[0] / 2, abs=0.5)


@pytest.mark.poppler
def test_practice_is_marked_across_every_page_and_real_sheets_are_not(tmp_path: Path) -> None:
    many = dossier(components=MANY)
    (tmp_path / "real").mkdir()
    practice, real = printed(tmp_path, many, PRACTICE), printed(tmp_path / "real", many)
    for page in range(1, reading.page_count(practice) + 1):
        document = pypdfium2.PdfDocument(practice)
        assert "BẢN THỬ" in document[page - 1].get_textpage().get_text_range()
    assert "THỬ" not in reading.plain(real)


@pytest.mark.parametrize("code", ["H31.15-261120-0042", "000.00.15.H31-261120-0042"])
def test_one_qr_code_holds_the_dossier_and_each_answer_of_the_slip_has_its_own(tmp_path: Path, code: str) -> None:
    output = printed(tmp_path, dossier(code=code), PRACTICE)
    picture = pypdfium2.PdfDocument(output)[0].render(scale=200 / 72).to_pil()  # a poor scan of the sheet
    found = {one.text: one.position for one in zxingcpp.read_barcodes(picture)}
    assert set(found) == {code, *(f"{code}|{answer}" for answer in (1, 2, 3))}
    answers = [found[f"{code}|{answer}"].top_left for answer in (1, 2, 3)]
    assert answers[0].x < answers[1].x < answers[2].x, "in the order of the words under them"
    assert found[code].top_left.y < answers[0].y
    assert [read_slip(f"{code}|{answer}").satisfaction for answer in (1, 2, 3)] == list(Satisfaction)


@pytest.mark.poppler
def test_without_the_portals_code_the_local_one_is_named_as_such(tmp_path: Path) -> None:
    text = reading.plain(printed(tmp_path, dossier(code="")))
    assert "Mã tạm tại quầy: TN-2026-000042" in text
    assert "Mã hồ sơ:" not in text


@pytest.mark.poppler
def test_every_font_is_embedded_and_maps_back_to_unicode(tmp_path: Path) -> None:
    fonts = reading.fonts(printed(tmp_path, dossier(components=MANY), PRACTICE))
    assert fonts
    for line in fonts:
        assert "+Tinos-" in line
        assert line.split()[-5:-2] == ["yes", "yes", "yes"], line  # embedded, subset, to Unicode


def test_the_file_says_what_it_is_in_vietnamese_and_when_it_was_printed(tmp_path: Path) -> None:
    with pikepdf.open(printed(tmp_path)) as pdf:
        assert str(pdf.Root.Lang) == "vi"
        assert str(pdf.docinfo.Title) == "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ – Mã hồ sơ: H31.15-261120-0042"
        assert str(pdf.docinfo.Author) == "SỞ KHOA HỌC VÀ CÔNG NGHỆ"
        assert str(pdf.docinfo.CreationDate) == "D:20261120091200+07'00"


def test_the_same_dossier_and_moment_give_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "again").mkdir()
    assert printed(tmp_path).read_bytes() == printed(tmp_path / "again").read_bytes()


@pytest.mark.poppler
def test_decomposed_letters_are_printed_composed_and_markup_is_only_text(tmp_path: Path) -> None:
    name = unicodedata.normalize("NFD", "Nguyễn Thị Ưởng") + " <b>& Cộng sự</b>"
    text = reading.plain(printed(tmp_path, dossier(applicant=Applicant(name=name))))
    assert "Tiếp nhận hồ sơ của: Nguyễn Thị Ưởng <b>& Cộng sự</b> Địa chỉ:" in text


@pytest.mark.poppler
def test_what_is_not_known_leaves_a_dotted_line_to_write_on_beside_its_label(tmp_path: Path) -> None:
    output = printed(tmp_path, dossier(applicant=Applicant(name="Lê Văn Tám")))
    text = reading.text(output)
    assert "Địa chỉ: ………" in text
    assert re.search(r"Số điện thoại: ……+ +Email: ……+\n", text)
    dots = [word for word in reading.words(output) if word.text.startswith("……")]
    assert len(dots) == 3
    assert all(word.right <= A5[0] - 10 * MM + 0.5 for word in dots)


@pytest.mark.poppler
def test_only_papers_that_are_here_are_listed(tmp_path: Path) -> None:
    given = dossier(
        components=(
            component(1, "Giấy thứ nhất"),
            component(2, "Giấy không nộp", file=None, verdict=ComponentVerdict.NOT_CHECKED),
            component(3, "Giấy xem tại quầy", file=None),
        )
    )
    text = reading.text(printed(tmp_path, given))
    assert "không nộp" not in text
    lines_in_order(text, ["1    Giấy thứ nhất", "2    Giấy xem tại quầy"])
    (tmp_path / "none").mkdir()
    assert "nộp gồm: (không có giấy tờ)" in reading.plain(printed(tmp_path / "none", dossier(components=())))


@pytest.mark.poppler
def test_an_older_dossier_keeps_the_form_and_the_law_of_its_day(tmp_path: Path) -> None:
    then = datetime(2024, 6, 5, 9, 0, tzinfo=VIETNAM)
    old = dossier(received_at=then, decided_at=then, due_at=datetime(2024, 6, 19, 17, 0, tzinfo=VIETNAM))
    text = reading.plain(printed(tmp_path, replace(old, state=DossierState.RETURNED)))
    assert "Mẫu số 01 kèm theo Thông tư số 01/2018/TT-VPCP." in text
    assert "Căn cứ: Nghị định số 61/2018/NĐ-CP, Nghị định số 107/2021/NĐ-CP." in text
    assert "118/2025" not in text


@pytest.mark.poppler
def test_the_case_follows_the_procedure_in_brackets(tmp_path: Path) -> None:
    text = reading.plain(printed(tmp_path, dossier(procedure_name="Cấp giấy phép", case_name="Cấp lại do mất")))
    assert "Nội dung yêu cầu giải quyết: Cấp giấy phép (Cấp lại do mất) 1." in text


@pytest.mark.poppler
def test_the_header_stands_as_the_decree_draws_it(tmp_path: Path) -> None:
    """Nation and motto to the right of the office, number left and date right on one line, title in the middle."""
    found = {word.text: word for word in reversed(reading.words(printed(tmp_path)))}
    assert found["CỘNG"].left > found["NGHỆ"].right
    assert found["CỘNG"].top == pytest.approx(found["ỦY"].top, abs=1.5)
    assert found["07/TNHS"].bottom == pytest.approx(found["Yên,"].bottom, abs=1.5)
    middle = (found["GIẤY"].left + found["SƠ"].right) / 2
    assert middle == pytest.approx((16 * MM + A5[0] - 10 * MM) / 2, abs=2)


@pytest.mark.poppler
def test_places_for_signatures_can_be_found_and_leave_room(tmp_path: Path) -> None:
    """The signing page puts the mark under «NGƯỜI TIẾP NHẬN HỒ SƠ»: at least 12 mm are free above the name."""
    found = reading.words(printed(tmp_path))
    note = max(word.bottom for word in found if word.text == "tên)")
    name = next(word.top for word in found if word.text == "Nguyễn" and word.top > note)
    assert name - note >= 12 * MM
