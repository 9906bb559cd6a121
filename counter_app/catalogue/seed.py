"""The shipped catalogue: `resources/procedures/*.json`, one file per group of fields.

Each figure names its source and says whether it was confirmed there; what was not is shown «chưa xác minh». Terms and
fees differ between provinces: the office corrects its own copy in the catalogue, this one only fills an empty store.
"""

import json
from functools import cache

from counter_app.catalogue.codec import procedure_from_json
from counter_app.model.procedure import Procedure
from counter_app.resources import resource


@cache
def seed_procedures() -> tuple[Procedure, ...]:
    """All shipped procedures, in the order of the files. A code that stands twice raises ValueError: our mistake."""
    found: dict[str, Procedure] = {}
    for path in sorted(resource("procedures").glob("*.json")):
        for value in json.loads(path.read_text(encoding="utf-8"))["procedures"]:
            procedure = procedure_from_json(value)
            if procedure.code in found:
                raise ValueError(f"procedure {procedure.code} stands twice, again in {path.name}")
            found[procedure.code] = procedure
    return tuple(found.values())
