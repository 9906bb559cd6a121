"""Procedures out of the national portal's shape (`LayThuTuc` result, interop.md 6.5).

What the portal tells is taken, what it does not tell stays unknown: a number of days without a unit gives no term but
keeps its words, a fee told in prose stays prose. Lines under «thành phần hồ sơ» that ask for no copy at all are
guidance, not papers; they are kept beside the papers and counted.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from counter_app.catalogue.amounts import UNITS
from counter_app.model.dossier import Channel, PaperKind
from counter_app.model.problem import Problem
from counter_app.model.procedure import Case, ChannelTerms, Procedure, RequiredComponent, Source, Term
from counter_app.model.text import clean, fold, shortened

_LEVELS = {"0": "central", "1": "province", "2": "district", "3": "commune"}
# Headings that split one set of papers; any other heading is a case of its own (trường hợp).
_HEADINGS_OF_ONE_SET = {"", "giay to phai nop", "giay to phai xuat trinh", "luu y", "thanh phan ho so"}
_GLUED_CODE = re.compile(r"Mã: ?(KQ\.[A-Z0-9]+\.\d{6})")
_CURRENCIES = {"vnd", "dong", "viet nam dong"}
_LONGEST_NUMBER = 12  # digits of the largest fee that is believed


def procedures_from_national(items: Sequence[Any]) -> tuple[tuple[Procedure, ...], tuple[Problem, ...]]:
    """Procedures and what was odd about them, `Problem.row` being the place in `items` from 1.

    Problems: a record without code or name is not taken; the others are taken as far as they are understood.
    """
    found: list[Procedure] = []
    problems: list[Problem] = []
    for row, item in enumerate(items, 1):
        code, name = (_words(item.get(key)) for key in ("MATTHC", "TENTTHC")) if isinstance(item, Mapping) else ("", "")
        if not code or not name:
            problems.append(Problem(row, "catalogue.no_code", subject=code))
            continue
        cases, left_out = _cases(item.get("THANHPHANHOSO"))
        terms = _terms(item.get("CACHTHUCTHUCHIEN"))
        found.append(_procedure(item, code, name, cases, terms))
        problems += _oddities(row, code, terms, cases, left_out)
    return tuple(found), tuple(problems)


def _procedure(
    item: Mapping[str, Any], code: str, name: str, cases: tuple[Case, ...], terms: tuple[ChannelTerms, ...]
) -> Procedure:
    decision = _words(item.get("SOQUYETDINH"))
    results = _results(item.get("KETQUATHUCHIEN"))
    fields = [_words(row.get("TENLINHVUC")) for row in _rows(item.get("LINHVUCTHUCHIEN"))]
    levels = item.get("CAPTHUCHIEN")
    basis = [
        " ".join(filter(None, (_words(row.get("SOVANBAN")), _words(row.get("TENVANBAN")))))
        for row in _rows(item.get("CANCUPHAPLY"))
    ]
    return Procedure(
        code=code,
        name=name,
        short_name=shortened(name),
        field=next(filter(None, fields), ""),
        cases=cases,
        terms=terms,
        source=Source(document=f"CSDL quốc gia về TTHC{', ' + decision if decision else ''}", verified=True),
        legal_basis=tuple(filter(None, basis)),
        result_name="; ".join(name for name, _ in results),
        result_code="; ".join(filter(None, (number for _, number in results))),
        performer=_words(item.get("MOTACOQUANTHUCHIEN")),
        conditions=_words(item.get("YEUCAU")),
        level=_LEVELS.get(str(levels[0]), "province") if isinstance(levels, list) and levels else "province",
    )


def _results(value: Any) -> list[tuple[str, str]]:
    """(name, code) of each result. The portal runs several together: «Giấy khai sinhMã: KQ.G15.000031Trích lục …»,
    where each code stands behind its name and the record's own belongs to the last."""
    found: list[tuple[str, str]] = []
    for row in _rows(value):
        parts = _GLUED_CODE.split(_words(row.get("TENKETQUA")))
        codes = [*parts[1::2], _words(row.get("MAKETQUA"))]
        found += zip(map(str.strip, parts[::2]), codes, strict=True)
    return [(name, code) for name, code in found if name]


def _oddities(
    row: int, code: str, terms: tuple[ChannelTerms, ...], cases: tuple[Case, ...], left_out: int
) -> list[Problem]:
    found = []
    unclear = sorted({item.term_text for item in terms if item.term is None and item.term_text})
    if unclear:
        found.append(Problem(row, "catalogue.term_without_unit", {"text": "; ".join(unclear)}, code))
    elif not any(item.term for item in terms):
        found.append(Problem(row, "catalogue.no_term", subject=code))
    if not any(case.components for case in cases):
        found.append(Problem(row, "catalogue.no_components", subject=code))
    if left_out:
        found.append(Problem(row, "catalogue.guidance_left_out", {"count": left_out}, code))
    return found


def _terms(value: Any) -> tuple[ChannelTerms, ...]:
    """One per channel. The portal may name a channel twice, with another fee for offices abroad: read together."""
    times: dict[Channel, list[Mapping[str, Any]]] = {}
    for way in _rows(value):
        if str(way.get("KENH")) in {"1", "2", "3"}:
            times.setdefault(Channel(int(way["KENH"])), []).extend(_rows(way.get("THOIGIAN")))
    return tuple(_channel_terms(channel, times[channel]) for channel in sorted(times) if times[channel])


def _channel_terms(channel: Channel, times: list[Mapping[str, Any]]) -> ChannelTerms:
    read = [(_words(time.get("THOIGIANGIAIQUYET")), _words(time.get("DONVITINH"))) for time in times]
    texts = [f"{amount} {unit}".strip() for amount, unit in read]
    term = _term(*read[0]) if len(set(read)) == 1 else None  # several terms: nobody says which one holds
    fees = [fee for time in times for fee in _rows(time.get("PHILEPHI"))]
    return ChannelTerms(
        channel=channel,
        term=term,
        term_text="" if term else "; ".join(filter(None, texts)),
        fee_vnd=_sum(fees),
        fee_text="; ".join(filter(None, (_words(time.get("MOTA")) for time in times))),
    )


def _term(amount: str, unit: str) -> Term | None:
    known, number = UNITS.get(fold(unit)), _whole(amount)
    return Term(amount=number, unit=known) if known and number else None


def _sum(fees: list[Mapping[str, Any]]) -> int | None:
    """The fee when there is exactly one in đồng; several fees have conditions that only their words tell."""
    if len(fees) != 1 or fold(_words(fees[0].get("DONVI"))) not in _CURRENCIES:
        return None
    return _whole(_words(fees[0].get("SOTIEN")))


def _cases(value: Any) -> tuple[tuple[Case, ...], int]:
    """Cases with their papers and the lines between them, and how many lines were guidance."""
    papers: dict[str, list[Mapping[str, Any]]] = {}
    guidance: dict[str, list[str]] = {}
    left_out = 0
    for group in _rows(value):
        heading = _words(group.get("TRUONGHOP"))
        name = "" if fold(heading).rstrip(" :") in _HEADINGS_OF_ONE_SET else heading
        for paper in _rows(group.get("GIAYTO")):
            words = _words(paper.get("TENGIAYTO"))
            if words and _count(paper, "SOBANCHINH") + _count(paper, "SOBANSAO"):
                papers.setdefault(name, []).append(paper)
            else:
                left_out += 1
                guidance.setdefault(name, []).extend(filter(None, [words]))
    first = next(iter(papers), "")  # headings without a paper of their own say something about the whole
    for name in [name for name in guidance if name not in papers and name != first]:
        guidance.setdefault(first, []).extend([name, *guidance.pop(name)] if name else guidance.pop(name))
    cases = tuple(
        Case(
            name=name,
            components=tuple(_component(number, paper) for number, paper in enumerate(listed, 1)),
            guidance=tuple(guidance.get(name, ())),
        )
        for name, listed in papers.items()
    )
    return cases, left_out


def _component(number: int, paper: Mapping[str, Any]) -> RequiredComponent:
    name = _words(paper.get("TENGIAYTO")).lstrip("-+• ").strip()
    originals, copies = _count(paper, "SOBANCHINH"), _count(paper, "SOBANSAO")
    words = fold(name)
    kind = PaperKind.CERTIFIED_COPY if "chung thuc" in words and "sao" in words else PaperKind.PHOTOCOPY
    return RequiredComponent(
        number=number,
        name=name,
        code=_words(paper.get("MAGIAYTO")),
        form_number=_words(paper.get("TENMAUDON")),
        paper_kind=PaperKind.ORIGINAL if originals else kind,
        originals=originals,
        copies=copies,
        required=not words.startswith("truong hop"),  # asked for in a certain situation only, by its own words
    )


def _count(paper: Mapping[str, Any], key: str) -> int:
    return _whole(_words(paper.get(key))) or 0


def _whole(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) <= _LONGEST_NUMBER else None


def _rows(value: Any) -> list[Mapping[str, Any]]:
    """The objects of a list that may be missing, a single object or full of something else."""
    found = value if isinstance(value, list) else [value]
    return [row for row in found if isinstance(row, Mapping)]


def _words(value: Any) -> str:
    return clean(str(value)) if isinstance(value, str | int) else ""
