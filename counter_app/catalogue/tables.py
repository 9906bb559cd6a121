"""A catalogue out of rows: the portal's own list, or the office's Excel and CSV.

Documented columns, in any order, header within the first twelve rows (titles stand above): Mã TTHC, Tên TTHC, Tên gọi
tắt, Lĩnh vực, Cơ quan ban hành, Cơ quan thực hiện, Trường hợp, Thành phần hồ sơ, Mã giấy tờ, Mẫu số, Bản chính, Bản
sao, Bắt buộc, Ký số, Thời hạn (or one per channel: Thời hạn trực tiếp, trực tuyến, bưu chính), Phí (likewise), Căn cứ
pháp lý, Kết quả, Mã kết quả, Hiệu lực từ, Hiệu lực đến, Nguồn. One line per paper; a line without a code goes on with
the procedure above it.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from counter_app.catalogue.amounts import read_fee, read_term
from counter_app.catalogue.told import Told
from counter_app.model.dossier import Channel, PaperKind
from counter_app.model.problem import Problem
from counter_app.model.procedure import Case, ChannelTerms, Procedure, RequiredComponent, Source
from counter_app.model.text import clean, fold, shortened

HEADER_ROWS = 12
_CODE = re.compile(r"\d\.\d{6}(\.000\.00\.00)?(\.[A-Z]\d{2})?|LOCAL-[\w-]+")
_NAMES = {
    "code": ("Mã TTHC", "Mã số", "Mã thủ tục", "Mã thủ tục hành chính"),
    "name": ("Tên TTHC", "Tên", "Tên thủ tục", "Tên thủ tục hành chính"),
    "short_name": ("Tên gọi tắt", "Tên ngắn"),
    "field": ("Lĩnh vực", "Tên lĩnh vực"),
    "issuer": ("Cơ quan ban hành", "Cơ quan công bố"),
    "performer": ("Cơ quan thực hiện", "Cơ quan giải quyết"),
    "case": ("Trường hợp",),
    "paper": ("Thành phần hồ sơ", "Thành phần", "Tên giấy tờ", "Giấy tờ"),
    "paper_code": ("Mã giấy tờ",),
    "form_number": ("Mẫu số", "Mẫu đơn", "Tên mẫu đơn", "Mẫu đơn, tờ khai"),
    "originals": ("Bản chính", "Số bản chính"),
    "copies": ("Bản sao", "Số bản sao"),
    "required": ("Bắt buộc",),
    "must_sign": ("Ký số", "Phải ký số"),
    "term": ("Thời hạn", "Thời hạn giải quyết", "Thời gian giải quyết"),
    "term_1": ("Thời hạn trực tiếp",),
    "term_2": ("Thời hạn trực tuyến",),
    "term_3": ("Thời hạn bưu chính",),
    "fee": ("Phí", "Phí, lệ phí", "Lệ phí", "Mức thu"),
    "fee_1": ("Phí trực tiếp", "Phí, lệ phí trực tiếp"),
    "fee_2": ("Phí trực tuyến", "Phí, lệ phí trực tuyến"),
    "fee_3": ("Phí bưu chính", "Phí, lệ phí bưu chính"),
    "legal_basis": ("Căn cứ pháp lý", "Căn cứ"),
    "result_name": ("Kết quả", "Tên kết quả", "Kết quả thực hiện"),
    "result_code": ("Mã kết quả",),
    "effective_from": ("Hiệu lực từ", "Ngày hiệu lực", "Có hiệu lực từ"),
    "effective_to": ("Hiệu lực đến", "Hết hiệu lực", "Ngày hết hiệu lực"),
    "source": ("Nguồn", "Quyết định công bố", "Số quyết định"),
}
_PARTS = {
    "terms": {"term", "term_1", "term_2", "term_3", "fee", "fee_1", "fee_2", "fee_3"},
    "cases": {"paper"},
    "result": {"result_name"},
    "days": {"effective_from", "effective_to"},
} | {part: {part} for part in ("field", "issuer", "performer", "legal_basis", "short_name")}

ReadDay = Callable[[object], date | None]  # ValueError for what is no day
Places = dict[str, int]


def _compact(text: str) -> str:
    return re.sub(r"[\W_]+", "", fold(re.sub(r"\([^)]*\)", " ", clean(text))))


_KNOWN = {_compact(name): key for key, names in _NAMES.items() for name in names}


def columns_named(rows: Sequence[Sequence[object]]) -> int:
    """How many known columns the best header row names; 0 unless code and name are among them."""
    return max((len(places) for _, places in _headers(rows)), default=0)


def procedures_from_rows(
    rows: Sequence[Sequence[object]], file: str, read_day: ReadDay
) -> tuple[tuple[Told, ...], tuple[Problem, ...]]:
    """What the rows tell, `Problem.row` being the line as the spreadsheet shows it; nothing when there is no header."""
    header = max(_headers(rows), key=lambda one: len(one[1]), default=None)
    if header is None:
        return (), ()
    start, places = header
    reading = _Reading(places, file, read_day)
    for number, row in enumerate(rows[start + 1 :], start + 2):
        cells = {key: _words(row[place]) if place < len(row) else "" for key, place in places.items()}
        if any(cells.values()):
            reading.take(number, cells, row)
    return reading.told(), tuple(reading.problems)


def _headers(rows: Sequence[Sequence[object]]) -> list[tuple[int, Places]]:
    found = []
    for index, row in enumerate(rows[:HEADER_ROWS]):
        places: Places = {}
        for place, cell in enumerate(row):
            if isinstance(cell, str) and (key := _KNOWN.get(_compact(cell))):
                places.setdefault(key, place)
        if {"code", "name"} <= places.keys():
            found.append((index, places))
    return found


@dataclass
class _Draft:
    row: int
    procedure: Procedure
    cases: dict[str, list[RequiredComponent]] = field(default_factory=dict)


class _Reading:
    def __init__(self, places: Places, file: str, read_day: ReadDay) -> None:
        self.places, self.file, self.read_day = places, file, read_day
        self.drafts: dict[str, _Draft] = {}
        self.last: _Draft | None = None
        self.problems: list[Problem] = []
        self.parts = frozenset(part for part, keys in _PARTS.items() if keys & places.keys())

    def take(self, number: int, cells: dict[str, str], row: Sequence[object]) -> None:
        code = cells["code"].replace(" ", "").lstrip("'").upper()
        if code:
            self.last = self._begin(number, code, cells, row)
        elif self.last is None:
            self.problems.append(Problem(number, "catalogue.no_procedure_above"))
        if self.last is not None and cells.get("paper"):
            self._paper(number, cells, self.last)

    def told(self) -> tuple[Told, ...]:
        return tuple(
            Told(
                procedure=replace(
                    draft.procedure,
                    cases=tuple(Case(name=name, components=tuple(papers)) for name, papers in draft.cases.items()),
                ),
                parts=self.parts,
            )
            for draft in self.drafts.values()
        )

    def _begin(self, number: int, code: str, cells: dict[str, str], row: Sequence[object]) -> _Draft | None:
        if code in self.drafts:
            return self.drafts[code]
        if not _CODE.fullmatch(code):
            self.problems.append(Problem(number, "catalogue.odd_code", {"text": code}))
            return None
        if not cells["name"]:
            self.problems.append(Problem(number, "catalogue.no_name", subject=code))
            return None
        document = cells.get("source") or f"Tệp «{self.file}»"
        plain: dict[str, Any] = {
            key: cells.get(key, "") for key in ("field", "issuer", "performer", "result_name", "result_code")
        }
        procedure = Procedure(
            code=code,
            name=cells["name"],
            short_name=cells.get("short_name") or shortened(cells["name"]),
            cases=(),
            terms=self._terms(number, code, cells),
            source=Source(document=document, verified=bool(cells.get("source"))),
            legal_basis=tuple(filter(None, map(str.strip, cells.get("legal_basis", "").split(";")))),
            effective_from=self._day(number, code, "effective_from", row),
            effective_to=self._day(number, code, "effective_to", row),
            **plain,
        )
        self.drafts[code] = _Draft(number, procedure)
        return self.drafts[code]

    def _terms(self, number: int, code: str, cells: dict[str, str]) -> tuple[ChannelTerms, ...]:
        found = []
        for channel in Channel:
            term_words = cells.get(f"term_{channel:d}") or cells.get("term", "")
            fee_words = cells.get(f"fee_{channel:d}") or cells.get("fee", "")
            if not (term_words or fee_words):
                continue
            term, fee = read_term(term_words), read_fee(fee_words)
            if term_words and term is None:
                self._once(number, "catalogue.unread_term", term_words, code)
            if fee_words and fee.amount_vnd is None:
                self._once(number, "catalogue.unread_fee", fee_words, code)
            found.append(
                ChannelTerms(
                    channel=channel,
                    term=term,
                    term_text="" if term else term_words,
                    fee_vnd=fee.amount_vnd,
                    fee_text=fee.text,
                )
            )
        return tuple(found)

    def _paper(self, number: int, cells: dict[str, str], draft: _Draft) -> None:
        listed = draft.cases.setdefault(cells.get("case", ""), [])
        originals, copies = (self._count(number, draft, cells.get(key, "")) for key in ("originals", "copies"))
        listed.append(
            RequiredComponent(
                number=len(listed) + 1,
                name=cells["paper"].lstrip("-+• ").strip(),
                code=cells.get("paper_code", ""),
                form_number=cells.get("form_number", ""),
                paper_kind=PaperKind.ORIGINAL if originals else PaperKind.PHOTOCOPY,
                originals=originals,
                copies=copies,
                required=not _is_no(cells.get("required", "")),
                must_sign=not _is_no(cells.get("must_sign", "")),
            )
        )

    def _count(self, number: int, draft: _Draft, words: str) -> int:
        plain = words.split(" ", maxsplit=1)[0].split(".", maxsplit=1)[0].lstrip("0") or ("0" if words else "")
        if plain.isdecimal() and len(plain) <= 3:
            return int(plain)
        if words:
            self.problems.append(Problem(number, "catalogue.unread_count", {"text": words}, draft.procedure.code))
        return 0

    def _day(self, number: int, code: str, key: str, row: Sequence[object]) -> date | None:
        place = self.places.get(key)
        cell = row[place] if place is not None and place < len(row) else None
        try:
            return self.read_day(cell)
        except ValueError:
            self.problems.append(Problem(number, "catalogue.unread_day", {"text": _words(cell)}, code))
            return None

    def _once(self, number: int, code: str, text: str, subject: str) -> None:
        problem = Problem(number, code, {"text": text}, subject)
        if problem not in self.problems:
            self.problems.append(problem)


def _is_no(words: str) -> bool:
    return fold(words) in {"khong", "0", "false", "no", "n"}


def _words(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return clean(str(cell))
