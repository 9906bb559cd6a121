"""A catalogue file from disk, in the national portal's shape or in ours."""

import json
from pathlib import Path
from typing import Any

from counter_app.catalogue.codec import procedure_from_json, procedure_to_json
from counter_app.catalogue.national import procedures_from_national
from counter_app.errors import Refused, Trouble
from counter_app.model.problem import Problem
from counter_app.model.procedure import Procedure
from counter_app.model.values_hash import KEY, values_hash

MAX_BYTES = 200_000_000


def looks_like_json(path: Path) -> bool:
    """By its first sign, whatever the name says. Trouble when it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(64).removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[")
    except OSError as error:
        raise Trouble("catalogue.cannot_read", file=path.name) from error


def read_catalogue(path: Path) -> tuple[tuple[Procedure, ...], tuple[Problem, ...]]:
    """A list of `LayThuTuc` records, one such record, the portal's `{"result": […]}`, or our `{"procedures": […]}`.

    Refused: not such a file (`catalogue.not_json`), a record of ours that is broken, one of ours that is not as it was
    exported (`catalogue.changed_on_the_way`). Trouble: it cannot be read.
    """
    value = _json(path)
    if isinstance(value, dict) and isinstance(value.get("procedures"), list):
        if KEY in value and value[KEY] != values_hash(value["procedures"]):
            raise Refused("catalogue.changed_on_the_way", file=path.name)
        return tuple(procedure_from_json(item) for item in value["procedures"]), ()
    if isinstance(value, dict):
        value = value["result"] if isinstance(value.get("result"), list) else [value]
    if not isinstance(value, list) or not any(isinstance(item, dict) and "MATTHC" in item for item in value):
        raise Refused("catalogue.not_json", file=path.name)
    return procedures_from_national(value)


def write_catalogue(path: Path, procedures: tuple[Procedure, ...]) -> str:
    """Our own shape, which `read_catalogue` reads back unchanged; answers with the SHA-256 that stands in the file."""
    told = [procedure_to_json(item) for item in procedures]
    digest = values_hash(told)
    text = json.dumps({KEY: digest, "procedures": told}, ensure_ascii=False, indent=1)
    try:
        path.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise Trouble("catalogue.cannot_write", file=path.name) from error
    return digest


def _json(path: Path) -> Any:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise Refused("catalogue.not_json", file=path.name)
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise Trouble("catalogue.cannot_read", file=path.name) from error
    except (ValueError, RecursionError) as error:
        raise Refused("catalogue.not_json", file=path.name) from error
