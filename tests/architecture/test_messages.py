"""Sentences by code: every code that the house uses has words, every sentence is used, values fit the words."""

import ast
import string
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from counter_app.messages import catalogue
from tests.architecture.tree import name, nodes

# Whose first argument is a code. Of a `Problem` it is the second.
BUILDERS = {"Finding": 0, "Refused": 0, "Trouble": 0, "Misuse": 0, "OutsideCalendar": 0, "sentence": 0, "Problem": 1}
# Values that the receiving class adds itself.
ADDED = {"Problem": {"row", "subject"}}


def calls() -> Iterator[tuple[Path, ast.Call, str, ast.expr]]:
    """(file, call, builder, the expression of the code)."""
    for path, node in nodes("counter_app", "ui"):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        place = BUILDERS.get(called)
        if place is None:
            continue
        by_name = [keyword.value for keyword in node.keywords if keyword.arg == "code"]
        if len(node.args) > place or by_name:
            yield path, node, called, (by_name or node.args[place:])[0]


def constant(node: ast.AST) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def values_given(node: ast.Call) -> set[str] | None:
    """The names of the values of a call; None: they are not written out there."""
    names: set[str] = set()
    for keyword in node.keywords:
        if keyword.arg is None:
            return None
        names.add(keyword.arg)
    for written in [*node.args[1:], *(keyword.value for keyword in node.keywords if keyword.arg == "values")]:
        if isinstance(written, ast.Dict):
            keys = [constant(key) if key else None for key in written.keys]
            if None in keys:
                return None
            names |= {key for key in keys if key}
        elif not isinstance(written, ast.Attribute | ast.Constant):
            return None
    return names


def placeholders(code: str) -> set[str]:
    entry = catalogue()[code]
    words = entry["what"] + entry.get("advice", "")
    return {field for _, field, _, _ in string.Formatter().parse(words) if field}


def test_every_code_that_is_raised_or_found_has_its_sentence() -> None:
    unknown = {
        f"{name(path)}:{node.lineno} {code}"
        for path, node, _, expression in calls()
        if (code := constant(expression)) is not None and code not in catalogue()
    }
    assert unknown == set()


def test_every_sentence_is_used() -> None:
    """Used: the code stands somewhere as a string, or an f-string or a sum of strings begins like it."""
    written, beginnings = set(), set()
    for _, node in nodes("counter_app", "ui"):
        if (text := constant(node)) is not None:
            written.add(text)
        if isinstance(node, ast.JoinedStr) and node.values and (start := constant(node.values[0])):
            beginnings.add(start)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add) and (start := constant(node.left)):
            beginnings.add(start)
    composed = tuple(start for start in beginnings if "." in start and not start.startswith("."))
    unused = {code for code in catalogue() if code not in written and not code.startswith(composed)}
    assert unused == set()


def test_every_value_in_a_sentence_is_given_where_the_code_is_used() -> None:
    missing = {}
    for path, node, called, expression in calls():
        code, given = constant(expression), values_given(node)
        if code in catalogue() and code is not None and given is not None:
            wanted = placeholders(code) - given - ADDED.get(called, set())
            if wanted:
                missing[f"{name(path)}:{node.lineno} {code}"] = wanted
    assert missing == {}


def test_sentences_are_composed_calm_and_finished() -> None:
    wrong = {}
    for code, entry in catalogue().items():
        for words in entry.values():
            if unicodedata.normalize("NFC", words) != words or "!" in words or words != words.strip():
                wrong[code] = words
        # What carries advice is a sentence; without advice it may be a word or two, such as a passed check's.
        if entry.get("advice") and not entry["what"].endswith((".", "…", "?", "»", "}")):
            wrong[code] = entry["what"]
    assert wrong == {}


def test_an_entry_has_what_happened_and_what_to_do_and_nothing_else() -> None:
    allowed = ({"what"}, {"what", "advice"})
    assert {code: set(entry) for code, entry in catalogue().items() if set(entry) not in allowed} == {}
