"""Numbers of people, bodies and telephones: their structure, what it tells, and what is wrong with it."""

import re
import tomllib
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from counter_app.model.finding import Finding, Severity
from counter_app.resources import resource

_TWELVE, _NINE = 12, 9
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")


class Born(NamedTuple):
    """What a personal number tells of its holder: digit 4 is century and sex, digits 5 and 6 the year of birth."""

    year: int
    sex: str  # «Nam», «Nữ»


def plain_number(text: str) -> str:
    """Digits and the hyphen of a branch's tax code; spaces and dots of handwriting off."""
    return re.sub(r"[\s.]", "", text.translate(str.maketrans("‐‑‒–—−", "------"))).upper()


def born(number: str) -> Born | None:
    """None unless these are the 12 digits of a personal number."""
    if not re.fullmatch(r"[0-9]{12}", number):
        return None
    century, year = int(number[3]), int(number[4:6])
    return Born(year=1900 + 100 * (century // 2) + year, sex="Nữ" if century % 2 else "Nam")


def person_number_findings(number: str, today: date, birth: date | None = None, sex: str = "") -> tuple[Finding, ...]:
    """Of a citizen's number. `birth` and `sex` as the card tells them, when it was read.

    There is no check digit: the structure is all that tells a slip of the pen or of a scanner.
    """
    plain = plain_number(number)
    if not plain:
        return ()
    if re.fullmatch(r"[0-9]{9}", plain):
        return _old_card(today)
    told = born(plain)
    if told is None:
        return (Finding("applicant.number_shape", Severity.ERROR, {"length": len(plain)}),)
    found: list[Finding] = []
    if told.year > today.year:
        found.append(Finding("applicant.born_later", Severity.ERROR, {"year": told.year}))
    if birth is not None and birth.year != told.year:
        found.append(Finding("applicant.other_year", Severity.ERROR, {"number": told.year, "card": birth.year}))
    if sex and sex != told.sex:
        found.append(Finding("applicant.other_sex", Severity.ERROR, {"number": told.sex, "card": sex}))
    if plain[:3] not in _data()["places"]["codes"]:
        found.append(Finding("applicant.unknown_place", Severity.WARNING, {"place": plain[:3]}))
    if not found:
        found.append(Finding("applicant.number_tells", Severity.INFO, {"sex": told.sex, "year": told.year}))
    return tuple(found)


def tax_code_findings(number: str, today: date) -> tuple[Finding, ...]:
    """10 digits with a check digit, 13 with the branch's own three, or the 12 digits of a person (9.F3)."""
    from stdnum.exceptions import InvalidChecksum, ValidationError
    from stdnum.vn import mst

    plain = plain_number(number).replace("-", "")
    if not plain:
        return ()
    if re.fullmatch(r"[0-9]{12}", plain):
        return person_number_findings(plain, today)
    try:
        mst.validate(plain)
    except InvalidChecksum:
        return (Finding("applicant.tax_check_digit", Severity.ERROR),)
    except ValidationError:
        return (Finding("applicant.tax_shape", Severity.ERROR, {"length": len(plain)}),)
    return ()


def tax_code(number: str) -> str:
    """As it is written: `0314409058002` -> `0314409058-002`."""
    plain = plain_number(number).replace("-", "")
    return f"{plain[:10]}-{plain[10:]}" if re.fullmatch(r"[0-9]{13}", plain) else plain


def phone_findings(text: str) -> tuple[Finding, ...]:
    if not text.strip():
        return ()
    return () if phone(text) else (Finding("applicant.phone_shape", Severity.WARNING),)


def phone(text: str) -> str:
    """`+84 912 345 678` -> `0912345678`; a foreign number with its country; empty when it is none."""
    import phonenumbers

    try:
        read = phonenumbers.parse(text, "VN")
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(read):
        return ""
    if read.country_code == phonenumbers.country_code_for_region("VN"):
        return phonenumbers.format_number(read, phonenumbers.PhoneNumberFormat.NATIONAL).replace(" ", "")
    return phonenumbers.format_number(read, phonenumbers.PhoneNumberFormat.E164)


def email_findings(text: str) -> tuple[Finding, ...]:
    if not text.strip() or _EMAIL.fullmatch(text.strip()):
        return ()
    return (Finding("applicant.email_shape", Severity.WARNING),)


def _old_card(today: date) -> tuple[Finding, ...]:
    last: date = _data()["old_identity_card"]["last_day"]
    if today <= last:
        return ()
    return (Finding("applicant.old_card", Severity.WARNING, {"day": f"{last:%d/%m/%Y}"}),)


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(resource("identity", "numbers.toml").read_text(encoding="utf-8"))
