"""Days as they are typed and shown in a field: «22/08/2026». Free of Qt."""

from datetime import date

from counter_app.errors import Misuse


def date_of(words: str, field: str) -> date:
    """«22/08/2026». Misuse `ui.no_such_day` with the field."""
    parts = words.strip().split("/")
    try:
        day, month, year = (int(part) for part in parts)
        return date(year, month, day)
    except ValueError as error:
        raise Misuse("ui.no_such_day", field=field, text=words.strip() or "(trống)") from error


def date_or_none(words: str, field: str) -> date | None:
    """As `date_of`; nothing typed is no day."""
    return date_of(words, field) if words.strip() else None


def typed_day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""
