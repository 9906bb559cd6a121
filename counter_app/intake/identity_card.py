"""The text in the QR code of an identity card, as a scanner types it or as it is read from a picture of the card.

Seven parts between bars: number | old number | full name | birth ddMMyyyy | sex | residence | day of issue ddMMyyyy;
newer cards may add parts (regulation 9.F1). Keyboards and input methods spoil the letters on the way, and a slow
scanner may be cut off: what is not surely whole is never taken over in silence.
"""

import re
from dataclasses import dataclass
from datetime import date

from counter_app.intake.numbers import born, person_number_findings
from counter_app.model.finding import Finding, Severity
from counter_app.model.text import clean, fold

FEWEST_PARTS = 6
_WHOLE = 7
_BEGINS = re.compile(r"\s*[0-9]{9,12}\s*\|")
_SEX = {"nam": "Nam", "nu": "Nữ"}
_LONGEST = 2_000
# What UTF-8 looks like when it was read as Windows-1252 or 1258, and letters that Vietnamese names do not have.
_SPOILT = re.compile(r"[?\uFFFD]|Ã[\u0080-\u00BF]|Æ[°¡]|á[º»]|Ä[\u0080-\u0091‘’]|â€|[\[\]{}<>@#$%^*=~\\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class CardRead:
    """What a card says. Only number, name and address go into a dossier; the rest serves to check and is forgotten."""

    number: str = ""
    name: str = ""
    address: str = ""
    birth: date | None = None
    sex: str = ""
    findings: tuple[Finding, ...] = ()

    @property
    def usable(self) -> bool:
        return bool(self.number) and all(finding.severity is not Severity.ERROR for finding in self.findings)


def looks_like_card(text: str) -> bool:
    """A number and a bar at the beginning: what no officer types into a field."""
    return bool(_BEGINS.match(text))


def read_card(text: str, today: date) -> CardRead:
    """The parts that are surely whole, and what is wrong with the rest. Never raises."""
    if len(text) > _LONGEST or not looks_like_card(text):
        return CardRead(findings=(Finding("card.not_a_card", Severity.ERROR),))
    parts = [clean(part) for part in text.strip().split("|")]
    cut = len(parts) < FEWEST_PARTS or (len(parts) == FEWEST_PARTS and not parts[-1])
    whole = parts[:-1] if len(parts) < _WHOLE else parts
    if cut or len(parts) == FEWEST_PARTS:  # the last part of a text that ends early may itself be cut
        findings = [Finding("card.cut", Severity.ERROR, {"found": len(parts), "wanted": _WHOLE})]
    else:
        findings = []
    number, _old, name, birth, sex, address, _issued = (*whole[:_WHOLE], *[""] * (_WHOLE - len(whole)))[:_WHOLE]
    day = _day(birth)
    if birth and day is None:
        findings.append(Finding("card.odd_birth", Severity.ERROR))
    known_sex = _SEX.get(fold(sex), "")
    if sex and not known_sex:
        findings.append(Finding("card.odd_sex", Severity.ERROR))
    findings += [one for one in person_number_findings(number, today, day, known_sex) if born(number) or not cut]
    findings += [
        Finding("card.spoilt", Severity.ERROR, {"field": label})
        for label, words in (("họ tên", name), ("nơi thường trú", address))
        if is_spoilt(words)
    ]
    if name and name.isascii():
        findings.append(Finding("card.no_diacritics", Severity.WARNING, {"name": name}))
    return CardRead(number=number, name=name, address=address, birth=day, sex=known_sex, findings=tuple(findings))


def is_spoilt(words: str) -> bool:
    """Letters that were lost or twisted on the way: «Nguy?n», «Nguyá»…n»."""
    return bool(_SPOILT.search(words))


def _day(text: str) -> date | None:
    match = re.fullmatch(r"([0-9]{2})([0-9]{2})([0-9]{4})", text)
    try:
        return date(int(match[3]), int(match[2]), int(match[1])) if match else None
    except ValueError:
        return None
