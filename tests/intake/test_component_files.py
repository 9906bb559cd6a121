"""Which component a file belongs to by its name, and the name under which it is kept."""

from dataclasses import replace

import pytest

from counter_app.intake.component_files import component_file_name, propose_component
from counter_app.model.dossier import ComponentId
from counter_app.model.file_facts import FileFacts, FileKind
from tests.intake.test_decisions import MISSING

NAMES = (
    "Giấy đề nghị cấp giấy chứng nhận",
    "Phương án sản xuất, kinh doanh",
    "Quyết định công nhận kết quả nhiệm vụ",
    "Báo cáo tài chính năm 2025",
    "Giấy chứng nhận đăng ký doanh nghiệp",
)
COMPONENTS = tuple(
    replace(MISSING, id=ComponentId(10 + number), number=number, name=name) for number, name in enumerate(NAMES, 1)
)
FACTS = FileFacts(name="a.pdf", size=1, sha256="", kind=FileKind.PDF, suffix_matches=True, readable=True)


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("QD-412-cong-nhan-ket-qua.pdf", 3),
        ("Báo cáo tài chính.pdf", 4),
        ("BÁO CÁO TÀI CHÍNH (bản quét 2).PDF", 4),
        ("Ba\u0301o ca\u0301o ta\u0300i chi\u0301nh.pdf", 4),  # letters and marks apart, as some systems send them
        ("PhuongAnSanXuat.pdf", 2),
        ("giay-de-nghi.jpg", 1),
        ("dang ky doanh nghiep.pdf", 5),
        ("03_van-ban.pdf", 3),
        ("H31.15-261118-0042_02_.pdf", 2),
        ("scan0001.pdf", None),
        ("giay chung nhan.pdf", None),  # two components fit
        ("hop-dong-thue-nha.pdf", None),
        ("99_x.pdf", None),
        ("IMG_20261120.jpg", None),
    ],
)
def test_the_component_whose_name_fits_alone_is_proposed(name: str, number: int | None) -> None:
    assert propose_component(name, FACTS, COMPONENTS) == (number and 10 + number)


def test_a_component_that_has_its_file_is_not_proposed_again() -> None:
    from tests.intake.test_decisions import FILE

    taken = tuple(replace(part, file=FILE) if part.number == 4 else part for part in COMPONENTS)
    assert propose_component("Báo cáo tài chính.pdf", FACTS, taken) is None
    assert propose_component("Báo cáo tài chính.pdf", FACTS, ()) is None


@pytest.mark.parametrize("kind", [FileKind.EMPTY, FileKind.OTHER])
def test_what_is_no_paper_belongs_nowhere(kind: FileKind) -> None:
    assert propose_component("Báo cáo tài chính.pdf", replace(FACTS, kind=kind), COMPONENTS) is None


@pytest.mark.parametrize(
    ("code", "number", "paper", "name"),
    [
        ("H31.15-261118-0042", 3, "KQ.G15.000112", "H31.15-261118-0042_03_KQ.G15.000112.pdf"),
        ("H31.15-261118-0042", 12, "", "H31.15-261118-0042_12.pdf"),
        ("TN/2026\\000123", 1, "a:b*c", "TN-2026-000123_01_a-b-c.pdf"),
        ("  Hồ sơ ", 1, "..", "Hồ-sơ_01.pdf"),
    ],
)
def test_the_kept_name_has_dossier_number_and_paper_code_and_suits_every_disk(
    code: str, number: int, paper: str, name: str
) -> None:
    assert component_file_name(code, number, paper) == name


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("baocaotaichinhnam2025.pdf", 4),
        ("phuong an san xuat kinh doanhh.pdf", 2),
        ("Quyet dinh cong nhan ket qa.pdf", 3),
    ],
)
def test_slips_and_words_run_together_still_find_their_component(name: str, number: int) -> None:
    assert propose_component(name, FACTS, COMPONENTS) == 10 + number


def test_a_nameless_scan_is_known_by_the_heading_of_its_first_page() -> None:
    heading = "SỞ KẾ HOẠCH VÀ ĐẦU TƯ CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM GIẤY CHỨNG NHẬN ĐĂNG KÝ DOANH NGHIỆP CÔNG TY"
    assert propose_component("scan0001.pdf", replace(FACTS, opening=heading), COMPONENTS) == 15
    assert propose_component("scan0001.pdf", replace(FACTS, opening="Hợp đồng thuê nhà số 5"), COMPONENTS) is None
    assert propose_component("02_scan.pdf", replace(FACTS, opening=heading), COMPONENTS) == 12
