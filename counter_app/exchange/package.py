"""A dossier's package on its way to another system: files under names of a pattern, a manifest with SHA-256, a list of
what to type where."""

import re
import string
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from counter_app.errors import Refused
from counter_app.messages import sentence
from counter_app.model.dossier import AttachedFile, Dossier

DEFAULT_PATTERN = "{so}-{ten}"
PLACES = frozenset({"ma", "so", "ten", "loai", "sha"})
LONGEST_NAME = 120  # some file systems and mail programs take no more
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedFile:
    """`kind`: «thanh-phan» or «ket-qua»."""

    name: str
    file: AttachedFile
    kind: str
    title: str
    number: int


def packed_files(dossier: Dossier, pattern: str) -> tuple[PackedFile, ...]:
    """Components that have a file in their order, then results; names are told apart.

    Refused `exchange.bad_pattern`.
    """
    _check(pattern)
    wanted = [(part.file, "thanh-phan", part.name, part.number) for part in dossier.components if part.file]
    wanted += [(file, "ket-qua", file.name, number) for number, file in enumerate(dossier.results, 1)]
    taken: set[str] = set()
    found = []
    for file, kind, title, number in wanted:
        plain = pattern.format(
            ma=dossier.display_code, so=f"{number:02}", ten=_stem(title), loai=kind, sha=file.hash[:8]
        )
        name = _free(safe_name(f"{plain}" if kind == "thanh-phan" else f"kq-{plain}"), taken)
        found.append(PackedFile(name=name, file=file, kind=kind, title=title, number=number))
    return tuple(found)


def safe_name(text: str) -> str:
    """Letters without marks, digits, dots and dashes; never a path, never empty."""
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    kept = _UNSAFE.sub("-", "".join(one for one in plain if not unicodedata.combining(one))).strip("-.")
    return kept[:LONGEST_NAME].rstrip("-.") or "tep"


def manifest(dossier: Dossier, files: Iterable[tuple[str, str, int]], made_at: str) -> dict[str, Any]:
    """`files`: name, SHA-256, bytes."""
    listed = [{"name": name, "sha256": digest, "bytes": size} for name, digest, size in files]
    return {"dossier": dossier.display_code, "made_at": made_at, "files": listed}


def checklist(dossier: Dossier, record: Mapping[str, Any], files: Sequence[PackedFile], missing: Sequence[str]) -> str:
    """What the officer enters on the provincial system, in its order, in words."""
    lines = [f"HỒ SƠ {dossier.display_code} – NHỮNG VIỆC CẦN NHẬP TRÊN HỆ THỐNG CỦA TỈNH", ""]
    typed = ("MaHoSo", "TenTTHC", "ChuHoSo", "SoGiayToChuHoSo", "SoBienNhan", "NgayTiepNhan", "NgayHenTra", "NgayTra")
    lines += [f"[ ] {field}: {_shown(str(record[field]))}" for field in typed if record[field]]
    lines += [f"[ ] Trạng thái: {record['TrangThaiHoSo']}", ""]
    for title, kind in (("Đính thành phần hồ sơ", "thanh-phan"), ("Đính kết quả", "ket-qua")):
        mine = [one for one in files if one.kind == kind]
        if mine:
            lines.append(title)
            lines += [f"[ ] {one.number}. {one.title} → {one.name}{_signed(one.file)}" for one in mine]
            lines.append("")
    if missing:
        lines += ["Chưa có trong sổ, cần xem lại trước khi nhập", *(f" –  {words}" for words in missing)]
    return "\n".join(lines).rstrip() + "\n"


def _check(pattern: str) -> None:
    try:
        names = [name for _, name, _, _ in string.Formatter().parse(pattern) if name is not None]
    except ValueError as error:
        raise Refused("exchange.bad_pattern", pattern=pattern, known=", ".join(sorted(PLACES))) from error
    if not names or not PLACES.issuperset(names):
        raise Refused("exchange.bad_pattern", pattern=pattern, known=", ".join(sorted(PLACES)))


def _stem(title: str) -> str:
    return safe_name(title.rpartition(".")[0] or title)[:60]


def _free(name: str, taken: set[str]) -> str:
    number, found = 1, f"{name}.pdf"
    while found.casefold() in taken:
        number += 1
        found = f"{name}-{number}.pdf"
    taken.add(found.casefold())
    return found


def _signed(file: AttachedFile) -> str:
    if file.signed_from is None:
        return f" ({sentence('exchange.not_signed').what})"
    return f" (đã ký: {file.signed_by}, {file.signature_level})"


def _shown(value: str) -> str:
    """A national moment as people write it."""
    if re.fullmatch(r"\d{14}", value):
        return f"{value[8:10]}:{value[10:12]} {value[6:8]}/{value[4:6]}/{value[:4]}"
    return value
