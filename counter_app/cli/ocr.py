"""`inspect --ocr`: scans without words get a searchable copy; what came is never touched."""

import tempfile
from pathlib import Path
from typing import Any

from counter_app.cli.output import file_trouble
from counter_app.errors import Misuse, Refused
from counter_app.messages import sentence
from counter_app.model.file_facts import FileFacts
from counter_app.pdf.reader import FileReader
from counter_app.workflow.papers import IMAGES
from counter_app.workflow.text_layer import lay_words


def check_recognition(folder: Path | None) -> None:
    """Misuse: no folder for the copies. Trouble `pdf.no_tesseract`, `pdf.no_vietnamese`, before any file is read."""
    from counter_app.pdf.tesseract import find_tesseract

    if folder is None:
        raise Misuse("cli.ocr_needs_out")
    find_tesseract()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise file_trouble(error) from error


def searchable_copy(reader: FileReader, path: Path, facts: FileFacts, folder: Path) -> tuple[dict[str, Any], str]:
    """(JSON, words): the copy with its pages, or why there is none. Images become a PDF first."""
    output = _free(folder, path.stem)
    try:
        with tempfile.TemporaryDirectory() as scratch:
            source = path
            if facts.kind in IMAGES:
                source = Path(scratch) / "source.pdf"
                reader.to_pdf([path], source)
            layer = lay_words(reader, source, output, path.name)
    except Refused as error:
        output.unlink(missing_ok=True)
        return {"output": None, "code": error.code, "message": str(error)}, str(error)
    assert layer is not None
    values = {"output": str(output), "pages": layer.pages, "without_words": list(layer.without_words)}
    return values, str(sentence("cli.searchable", file=output.name, pages=layer.pages))


def _free(folder: Path, stem: str) -> Path:
    names = (f"{stem}-co-chu{suffix}.pdf" for suffix in ("", *(f"-{number}" for number in range(2, 1000))))
    return next(folder / name for name in names if not (folder / name).exists())
