"""What the check of signatures says, without a window."""

import json
from datetime import datetime

import pytest

from counter_app.clock import VIETNAM
from counter_app.model.finding import Finding, Severity
from counter_app.model.signature import Box, SignatureInfo, Verdict, Verification
from ui.presenters import verify

AT = datetime(2026, 11, 20, 9, 2, 11, tzinfo=VIETNAM)
UNKNOWN = Finding("validation.unknown_issuer", Severity.WARNING, {"issuer": "Co quan chung thuc so"})


def signature(verdict: Verdict = Verdict.VALID, **more: object) -> SignatureInfo:
    values = {
        "field": "Ky1",
        "signer": "Vũ Thị Lan",
        "organisation": "Sở Khoa học và Công nghệ",
        "issuer": "CA Nhà nước G2",
        "signed_at": AT,
        "time_source": "time_stamp",
        "intact": True,
        "trusted": verdict is Verdict.VALID,
        "revocation": "good",
        "changes_after": "none",
        "verdict": verdict,
        "reasons": (),
        "page": 1,
        "box": Box(x=1, y=1, width=50, height=20),
    }
    return SignatureInfo(**values | more)  # type: ignore[arg-type]


def found(*signatures: SignatureInfo, verdict: Verdict = Verdict.VALID, **more: object) -> Verification:
    return Verification(file="1186.pdf", verdict=verdict, signatures=signatures, **more)  # type: ignore[arg-type]


def test_one_headline_of_three_with_the_other_counts_beside_it() -> None:
    doubted = signature(Verdict.INDETERMINATE, reasons=(UNKNOWN,))
    said = verify.headline(found(signature(), doubted, signature(), verdict=Verdict.INDETERMINATE))
    assert (said.title, said.tone) == ("Chưa xác định được", "warn")
    assert said.counts == ((Verdict.VALID, 2), (Verdict.INDETERMINATE, 1), (Verdict.INVALID, 0))
    assert said.words.startswith("2 trên 3 chữ ký còn nguyên vẹn. Chữ ký 2 của Vũ Thị Lan:")
    assert "Co quan chung thuc so" in said.words


def test_a_file_without_signatures_says_so() -> None:
    said = verify.headline(found(verdict=Verdict.UNSIGNED))
    assert said.title == "Tệp không có chữ ký số"
    assert said.words.startswith("Nếu thành phần này phải được ký số")


def test_a_finding_about_the_whole_file_leads() -> None:
    said = verify.headline(
        found(verdict=Verdict.INDETERMINATE, findings=(Finding("validation.not_pdf", Severity.WARNING),))
    )
    assert said.words.startswith("Tệp này không phải PDF")


@pytest.mark.parametrize(
    ("source", "words"),
    [("time_stamp", "dấu thời gian"), ("signer_clock", "đồng hồ máy ký"), ("none", "không ghi giờ")],
)
def test_each_signature_says_by_which_clock(source: str, words: str) -> None:
    cell = verify.signature_cells(1, signature(time_source=source))["at"]
    assert (cell.text, cell.second) == ("20/11/2026 09:02:11", words)


@pytest.mark.parametrize("revocation", ["good", "revoked", "unknown", "not_checked"])
def test_revocation_is_told_by_word_and_icon(revocation: str) -> None:
    cell = verify.signature_cells(1, signature(revocation=revocation))["revocation"]
    assert cell.text
    assert cell.icon


def test_changes_after_a_signature_are_told_and_the_suspicious_ones_in_red() -> None:
    tones = {
        change: verify.signature_cells(1, signature(changes_after=change))["after"].tone
        for change in ("none", "signatures_only", "long_term_data", "form_filled", "suspicious", "unknown")
    }
    assert (tones["none"], tones["suspicious"], tones["unknown"]) == ("text2", "bad", "warn")


def test_reasons_come_with_what_to_do() -> None:
    ((tone, what, advice),) = verify.reasons(signature(Verdict.INDETERMINATE, reasons=(UNKNOWN,)))
    assert tone == "warn"
    assert "Co quan chung thuc so" in what
    assert advice.startswith("Nạp chứng thư CA")


def test_the_json_has_the_keys_of_the_command_line() -> None:
    values = json.loads(verify.as_json(found(signature())))
    assert list(values) == ["file", "verdict", "signatures", "findings"]
    assert values["signatures"][0]["time_source"] == "time_stamp"


def test_frames_on_a_page_carry_the_numbers_of_the_list() -> None:
    marks = verify.page_marks([signature(), signature(page=2), signature(box=None), signature()], 1)
    assert [number for number, _ in marks] == [1, 4]


def test_each_criterion_has_its_line_and_many_files_their_sum() -> None:
    from pathlib import Path

    from counter_app.workflow.verification import Checked

    lines = verify.criteria_lines(signature(Verdict.INDETERMINATE, reasons=(UNKNOWN,), revocation="not_checked"))
    assert [line[0] for line in lines] == ["1.1", "1.2", "1.3", "1.4", "1.5", "2.1", "2.2", "2.3", "2.4"]
    outcomes = {line[0]: line[2] for line in lines}
    assert (outcomes["1.2"], outcomes["2.1"], outcomes["2.4"]) == ("Chưa kiểm tra được", "Chưa kiểm tra được", "Đạt")
    checked = [Checked(path=Path(f"{n}.pdf"), found=found(signature())) for n in range(2)]
    assert verify.many_words(checked, 5) == "2 trên 5 tệp: 2 còn nguyên vẹn"
    assert verify.file_cells(checked[0])["signers"].text == "Vũ Thị Lan"


@pytest.mark.parametrize(("size", "words"), [(12, "1 KB"), (421_888, "412 KB"), (5_400_000, "5,1 MB")])
def test_sizes_are_told_as_people_read_them(size: int, words: str) -> None:
    assert verify.size_words(size) == words
