"""Does a typed legal ground name document, article and clause, as a refusal must (regulation 11.F1)? Pure."""

import re

from counter_app.model.text import fold

_PARTS = {  # compared without case and diacritics, as people type in a hurry
    "document": re.compile(
        r"\b\d+/(?:\d{4}/)?[a-z][\w-]+|\b(?:bo )?luat\s+\w+|\b(?:nd|tt|qd|nq)\W*(?:so\s+)?\d+/\d{4}"
    ),
    "article": re.compile(r"\bdieu\s*\d+"),
    "clause": re.compile(r"\bkhoan\s*\d+"),
}
PART_WORDS = {"document": "số hiệu văn bản", "article": "điều", "clause": "khoản"}


def missing_parts(ground: str) -> tuple[str, ...]:
    """What the ground does not name, in words: «số hiệu văn bản», «điều», «khoản»."""
    written = fold(ground)
    return tuple(PART_WORDS[name] for name, pattern in _PARTS.items() if not pattern.search(written))
