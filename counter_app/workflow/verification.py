"""Checking received files: one or many, the sheet, and what is said of them in words."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from counter_app.errors import CounterError, Misuse, Trouble
from counter_app.forms.verification_sheet import CheckedFile, SignaturePart, print_verification
from counter_app.messages import sentence
from counter_app.model.signature import SignatureInfo, Verdict, Verification
from counter_app.pdf.validation_criteria import Met, class_of, criteria_of
from counter_app.workflow.office import Office

MET_WORDS = {Met.YES: "Đạt", Met.NO: "Không đạt", Met.UNKNOWN: "Chưa kiểm tra được"}
TIME_WORDS = {"time_stamp": "theo dấu thời gian", "signer_clock": "theo đồng hồ máy ký", "none": ""}
MOST_FILES = 5_000
CHUNK = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """One file of a batch; `error` instead of a verdict when it could not be read."""

    path: Path
    found: Verification | None = None
    error: CounterError | None = None


def pdf_files(paths: Iterable[Path]) -> tuple[Path, ...]:
    """The files themselves, and the PDF files of folders among them, by name, each once."""
    found: dict[Path, None] = {}
    for path in paths:
        inside = [path]
        with suppress(OSError):  # a name that no disk can hold is told as a file that is not there
            if path.is_dir():
                inside = sorted(one for one in path.rglob("*") if one.suffix.lower() == ".pdf" and one.is_file())
        found.update(dict.fromkeys(inside))
    return tuple(found)[:MOST_FILES]


def verify_many(
    office: Office,
    paths: Iterable[Path],
    *,
    progress: Callable[[int, Checked], None] = lambda *_: None,
    stop: Callable[[], bool] = lambda: False,
) -> tuple[Checked, ...]:
    """File after file; one that cannot be read stops no other. Answers what was reached before `stop`."""
    done: list[Checked] = []
    for place, path in enumerate(paths):
        if stop():
            break
        try:
            one = Checked(path=path, found=office.signing.verify(path))
        except CounterError as error:
            one = Checked(path=path, error=error)
        done.append(one)
        progress(place, one)
    return tuple(done)


def print_sheet(office: Office, path: Path, found: Verification, output: Path, name: str = "") -> Path:
    """The sheet of one check as PDF. Refused: `output` exists; Trouble: the file changed since, disk."""
    checked = checked_file(found, digest_of(path), name or path.name)
    if output.exists():
        raise Misuse("workflow.output_exists", file=output.name)
    print_verification(checked, office.settings, officer=office.person, checked_at=office.now(), output=output)
    return output


def digest_of(path: Path) -> str:
    digest = sha256()
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(CHUNK):
                digest.update(chunk)
    except OSError as error:
        raise Trouble("validation.file_gone", file=path.name) from error
    return digest.hexdigest()


def checked_file(found: Verification, digest: str, name: str) -> CheckedFile:
    said = sentence(f"validation.verdict.{found.verdict.value}")
    return CheckedFile(
        name=name,
        sha256=digest,
        verdict=said.what.rstrip(".").upper(),
        advice=said.advice,
        remarks=tuple(f"{one.message} {one.advice}" for one in found.findings),
        parts=tuple(_part(number, one) for number, one in enumerate(found.signatures, start=1)),
    )


def _part(number: int, one: SignatureInfo) -> SignaturePart:
    moment = (
        f"{one.signed_at:%H:%M:%S %d/%m/%Y} {TIME_WORDS.get(one.time_source, '')}" if one.signed_at else "không ghi"
    )
    facts = (
        ("Người ký", " – ".join(dict.fromkeys(part for part in (one.signer, one.organisation) if part))),
        ("Nơi cấp chứng thư", one.issuer),
        ("Thời điểm ký", moment.strip()),
        ("Thuật toán", " · ".join(part for part in (one.algorithm, one.level) if part)),
        ("Loại kết luận", class_of(one).words),
    )
    kind = "Dấu thời gian" if one.is_document_timestamp else "Chữ ký"
    return SignaturePart(
        title=f"{kind} {number}: {_verdict_words(one.verdict)}",
        facts=tuple((label, value) for label, value in facts if value),
        criteria=tuple((each.number, each.words, MET_WORDS[each.met]) for each in criteria_of(one)),
        reasons=tuple(f"{reason.message} {reason.advice}".strip() for reason in one.reasons),
    )


def _verdict_words(verdict: Verdict) -> str:
    return sentence(f"validation.verdict.{verdict.value}").what.rstrip(".").lower()
