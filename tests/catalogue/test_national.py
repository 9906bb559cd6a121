"""Procedures in the national portal's shape: what is told is taken, what is not told is not guessed."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counter_app.catalogue.codec import procedure_from_json, procedure_to_json
from counter_app.catalogue.comparison import differences
from counter_app.catalogue.files import read_catalogue, write_catalogue
from counter_app.catalogue.national import procedures_from_national
from counter_app.catalogue.seed import seed_procedures
from counter_app.errors import Refused, Trouble
from counter_app.model.dossier import Channel, PaperKind
from counter_app.model.procedure import Procedure, Term, TermUnit

PARTS = ("CACHTHUCTHUCHIEN", "THANHPHANHOSO", "KETQUATHUCHIEN", "LINHVUCTHUCHIEN", "CAPTHUCHIEN")


def way(channel: str, amount: str, unit: str, *fees: dict[str, str], told: str = "") -> dict[str, Any]:
    time = {"THOIGIANGIAIQUYET": amount, "DONVITINH": unit, "MOTA": told, "PHILEPHI": list(fees)}
    return {"KENH": channel, "THOIGIAN": [time]}


def paper(name: str, originals: str = "1", copies: str = "0") -> dict[str, str]:
    return {"MAGIAYTO": "", "TENGIAYTO": name, "TENMAUDON": "", "SOBANCHINH": originals, "SOBANSAO": copies}


def record(**changes: Any) -> dict[str, Any]:
    return {
        "MATTHC": "1.234567",
        "TENTTHC": "Thủ tục  thử nghiệm",
        "SOQUYETDINH": "1/QĐ-BTS",
        "LINHVUCTHUCHIEN": [{"MALINHVUC": "", "TENLINHVUC": "Thử nghiệm"}],
        "CAPTHUCHIEN": ["3"],
        "CACHTHUCTHUCHIEN": [
            way("2", "5", "Ngày làm việc", {"SOTIEN": "8000", "DONVI": "VNĐ", "MOTA": ""}),
            way("1", "7", "", told="Miễn phí (theo nghị quyết)"),
            way("3", "2", "Tháng"),
        ],
        "THANHPHANHOSO": [
            {"TRUONGHOP": "Giấy tờ phải nộp", "GIAYTO": [paper("- Tờ khai"), paper("Bản sao có chứng thực", "0", "1")]},
            {"TRUONGHOP": "Lưu ý", "GIAYTO": [paper("Người nộp được chọn nơi nộp", "0", "0")]},
            {"TRUONGHOP": "", "GIAYTO": [paper("- Trường hợp ủy quyền thì nộp văn bản ủy quyền")]},
        ],
        "KETQUATHUCHIEN": [{"MAKETQUA": "KQ.1", "TENKETQUA": "Giấy xác nhận"}],
    } | changes


def read(*records: Any) -> Procedure:
    (procedure,), _ = procedures_from_national(list(records))
    return procedure


def test_terms_and_fees_hang_on_the_channel() -> None:
    direct, online, postal = read(record()).terms
    assert online.term == Term(amount=5, unit=TermUnit.WORKING_DAY)
    assert online.fee_vnd == 8000
    assert postal.term == Term(amount=2, unit=TermUnit.MONTH)
    assert (direct.channel, direct.term, direct.term_text) == (Channel.DIRECT, None, "7")
    assert (direct.fee_vnd, direct.fee_text) == (None, "Miễn phí (theo nghị quyết)")


def test_calendar_days_are_not_working_days() -> None:
    procedure = read(record(CACHTHUCTHUCHIEN=[way("1", "30", "Ngày")]))
    assert procedure.terms[0].term == Term(amount=30, unit=TermUnit.DAY)


def test_a_number_without_end_is_no_number() -> None:
    long = "9" * 5000
    fee = {"SOTIEN": long, "DONVI": "VNĐ", "MOTA": ""}
    (terms,) = read(record(CACHTHUCTHUCHIEN=[way("1", long, "Ngày", fee)])).terms
    assert (terms.term, terms.fee_vnd) == (None, None)


def test_a_channel_with_two_terms_gets_none_and_keeps_both_in_words() -> None:
    procedure = read(record(CACHTHUCTHUCHIEN=[way("1", "3", "Ngày"), way("1", "9", "Ngày", told="ở nước ngoài")]))
    (terms,) = procedure.terms
    assert (terms.term, terms.term_text, terms.fee_text) == (None, "3 Ngày; 9 Ngày", "ở nước ngoài")


def test_headings_of_one_set_are_one_case_and_guidance_is_no_paper() -> None:
    procedure = read(record())
    (case,) = procedure.cases
    assert [component.name for component in case.components] == [
        "Tờ khai",
        "Bản sao có chứng thực",
        "Trường hợp ủy quyền thì nộp văn bản ủy quyền",
    ]
    assert [component.required for component in case.components] == [True, True, False]
    kinds = [component.paper_kind for component in case.components]
    assert kinds == [PaperKind.ORIGINAL, PaperKind.CERTIFIED_COPY, PaperKind.ORIGINAL]


def test_other_headings_are_cases() -> None:
    groups = [{"TRUONGHOP": name, "GIAYTO": [paper("Đơn")]} for name in ("Cấp mới", "Cấp lại")]
    assert [case.name for case in read(record(THANHPHANHOSO=groups)).cases] == ["Cấp mới", "Cấp lại"]


def test_name_result_level_and_source_are_taken() -> None:
    procedure = read(record())
    assert (procedure.name, procedure.short_name) == ("Thủ tục thử nghiệm", "Thử nghiệm")
    assert (procedure.result_code, procedure.level) == ("KQ.1", "commune")
    assert procedure.source.verified and "1/QĐ-BTS" in procedure.source.document


def test_results_that_run_together_are_taken_apart_with_their_codes() -> None:
    glued = {"MAKETQUA": "KQ.G15.000033", "TENKETQUA": "Giấy khai sinhMã: KQ.G15.000031Trích lục"}
    found = read(record(KETQUATHUCHIEN=[glued]))
    assert (found.result_name, found.result_code) == ("Giấy khai sinh; Trích lục", "KQ.G15.000031; KQ.G15.000033")


def test_oddities_are_named_with_their_place() -> None:
    _, problems = procedures_from_national([record(), {"TENTTHC": "không mã"}, "chữ", record(THANHPHANHOSO=[])])
    told = [(problem.row, problem.code) for problem in problems]
    assert told == [
        (1, "catalogue.term_without_unit"),
        (1, "catalogue.guidance_left_out"),
        (2, "catalogue.no_code"),
        (3, "catalogue.no_code"),
        (4, "catalogue.term_without_unit"),
        (4, "catalogue.no_components"),
    ]
    assert all("Mục" in problem.sentence for problem in problems)


@pytest.mark.parametrize(
    "hole", ["CACHTHUCTHUCHIEN", "THANHPHANHOSO", "KETQUATHUCHIEN", "LINHVUCTHUCHIEN", "CAPTHUCHIEN"]
)
@pytest.mark.parametrize("value", [None, [], "", 5, [None], {"KENH": []}])
def test_missing_and_misshapen_parts_do_not_stop_the_reading(hole: str, value: Any) -> None:
    assert read(record(**{hole: value})).code == "1.234567"


scalars = st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.sampled_from(["1", "3", "Ngày", "0"])
keys = st.sampled_from(
    [
        *PARTS,
        "KENH",
        "THOIGIAN",
        "THOIGIANGIAIQUYET",
        "DONVITINH",
        "PHILEPHI",
        "SOTIEN",
        "GIAYTO",
        "TENGIAYTO",
        "SOBANSAO",
    ]
)


@settings(deadline=None)
@given(st.recursive(scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=4)))
def test_no_shape_of_record_breaks_the_reading(value: Any) -> None:
    whole = value if isinstance(value, dict) else dict.fromkeys(PARTS, value)
    procedures, problems = procedures_from_national([value, record(**whole)])
    assert procedures[-1].code == "1.234567"
    assert all(problem.sentence for problem in problems)
    assert procedure_from_json(procedure_to_json(procedures[-1])).terms == procedures[-1].terms


def test_files_of_both_shapes_are_read_and_ours_survives_writing(tmp_path: Path) -> None:
    national = tmp_path / "quoc-gia.json"
    national.write_text(json.dumps({"error_code": 0, "result": [record()]}), encoding="utf-8-sig")
    procedures, _ = read_catalogue(national)
    assert [procedure.code for procedure in procedures] == ["1.234567"]
    ours = tmp_path / "danh-muc.json"
    write_catalogue(ours, seed_procedures())
    assert read_catalogue(ours) == (seed_procedures(), ())


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"[1]", b"{}", b"\xff\xfe\xff", b"[" * 100_000])
def test_other_files_are_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(content)
    with pytest.raises(Refused) as refused:
        read_catalogue(path)
    assert refused.value.code == "catalogue.not_json"


def test_a_missing_file_is_trouble(tmp_path: Path) -> None:
    with pytest.raises(Trouble):
        read_catalogue(tmp_path / "không có.json")


def test_differences_name_figure_channel_and_both_sides() -> None:
    ours = read(record())
    theirs = read(
        record(
            MATTHC="1.234567.000.00.00.H31",
            CACHTHUCTHUCHIEN=[
                way("2", "3", "Ngày làm việc", {"SOTIEN": "10000", "DONVI": "Đồng", "MOTA": ""}),
                way("1", "9", "Ngày"),  # ours is not known: no difference
            ],
        )
    )
    told = [(one.what, one.channel, one.ours, one.theirs) for one in differences([ours], [theirs])]
    assert told == [
        ("term", Channel.ONLINE, "5 ngày làm việc", "3 ngày làm việc"),
        ("fee", Channel.ONLINE, "8.000 đồng", "10.000 đồng"),
    ]


def test_procedures_of_one_side_only_are_told_and_equal_catalogues_do_not_differ() -> None:
    one, other = read(record()), read(record(MATTHC="7.654321"))
    assert [(d.code, d.what) for d in differences([one], [other])] == [
        ("1.234567", "only_ours"),
        ("7.654321", "only_theirs"),
    ]
    assert differences(seed_procedures(), seed_procedures()) == ()


@pytest.mark.samples
def test_the_national_sample_is_read_whole(samples: Path) -> None:
    procedures, problems = read_catalogue(samples / "procedures" / "national-procedures-justice.json")
    assert len(procedures) == 225
    assert sum(1 for problem in problems if problem.code == "catalogue.term_without_unit") == 50
    assert all(case.components for procedure in procedures for case in procedure.cases)
    papers = sum(len(case.components) for one in procedures for case in one.cases)
    guidance = sum(len(case.guidance) for one in procedures for case in one.cases)
    assert (papers, guidance, papers + guidance) == (996, 665, 1661)  # every line of the source is kept somewhere
    terms = [terms for one in procedures for terms in one.terms]
    assert (len(terms), sum(each.term is not None for each in terms)) == (637, 442)
    assert sum(each.term is None and bool(each.term_text) for each in terms) == 145
    assert sum(each.fee_vnd is not None for each in terms) == 162
    assert sum(each.fee_vnd is None and bool(each.fee_text) for each in terms) == 475
    assert sum(len(one.cases) > 1 for one in procedures) == 20
    everyday = [one for one in seed_procedures() if one.level == "commune"]
    theirs = {procedure.code: procedure for procedure in procedures}
    assert len(everyday) >= 8
    for ours in everyday:
        for mine, other in zip(ours.terms, theirs[ours.code].terms, strict=True):
            assert (mine.channel, mine.term, mine.fee_vnd) == (other.channel, other.term, other.fee_vnd)
    names = [one for one in differences(everyday, procedures) if one.what in {"name", "field", "term", "fee"}]
    assert names == []
