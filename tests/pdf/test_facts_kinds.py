"""The real type is told by content, and whether the name says the same."""

import zipfile
from pathlib import Path

import pytest
from PIL import Image

from counter_app.model.file_facts import FileKind
from counter_app.pdf.facts import gather_facts
from counter_app.pdf.kinds import kind_of, suffix_matches
from tests.pdf.made_files import jpeg_bytes

HEADS = {
    FileKind.EMPTY: b"",
    FileKind.PDF: b"%PDF-1.4\n",
    FileKind.JPEG: b"\xff\xd8\xff\xe0rest",
    FileKind.PNG: b"\x89PNG\r\n\x1a\nrest",
    FileKind.TIFF: b"MM\0*rest",
    FileKind.HEIC: b"\0\0\0\x18ftypheicrest",
    FileKind.OFFICE: bytes.fromhex("D0CF11E0A1B11AE1"),
    FileKind.OTHER: b"MZ\x90\0",
}


@pytest.mark.parametrize("kind", HEADS)
def test_content_decides_whatever_the_name_says(tmp_path: Path, kind: FileKind) -> None:
    path = tmp_path / "don.pdf"
    path.write_bytes(HEADS[kind])
    assert kind_of(path) is kind


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        (["[Content_Types].xml", "word/document.xml"], FileKind.OFFICE),
        (["mimetype", "content.xml"], FileKind.OFFICE),
        (["a.txt"], FileKind.OTHER),
    ],
)
def test_a_zip_is_office_only_by_what_it_holds(tmp_path: Path, names: list[str], kind: FileKind) -> None:
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    assert kind_of(path) is kind
    path.write_bytes(path.read_bytes()[:20])
    assert kind_of(path) is FileKind.OTHER


@pytest.mark.parametrize(
    ("name", "kind", "matches"),
    [
        ("a.PDF", FileKind.PDF, True),
        ("a.pdf", FileKind.JPEG, False),
        ("a.jpeg", FileKind.JPEG, True),
        ("a.jpg", FileKind.PNG, False),
        ("a", FileKind.PDF, False),
        ("a.pdf", FileKind.EMPTY, True),
        ("a.pdf", FileKind.OTHER, False),
        ("a.exe", FileKind.OTHER, True),
        ("báo cáo.v2.docx", FileKind.OFFICE, True),
    ],
)
def test_the_ending_matches_or_lies(name: str, kind: FileKind, matches: bool) -> None:
    assert suffix_matches(name, kind) is matches


@pytest.mark.parametrize("kind", [FileKind.OFFICE, FileKind.OTHER])
def test_what_cannot_be_opened_here_is_not_readable_but_has_size_and_hash(tmp_path: Path, kind: FileKind) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(HEADS[kind])
    facts = gather_facts(path)
    assert (facts.kind, facts.readable, facts.trouble) == (kind, False, "not_pdf")
    assert facts.size == len(HEADS[kind])
    assert len(facts.sha256) == 64


def test_an_empty_file_is_empty(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.touch()
    facts = gather_facts(path)
    assert (facts.kind, facts.trouble, facts.readable) == (FileKind.EMPTY, "empty", False)


def test_a_picture_that_ends_too_early_is_not_readable(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(jpeg_bytes(Image.effect_noise((800, 800), 60).convert("RGB"))[:20_000])
    facts = gather_facts(path)
    assert (facts.readable, facts.trouble) == (False, "truncated")


def test_a_picture_that_is_only_a_head_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(HEADS[FileKind.PNG])
    facts = gather_facts(path)
    assert (facts.readable, facts.trouble) == (False, "damaged")
