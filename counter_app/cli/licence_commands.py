"""`licences`: what is shipped and under which licence."""

import argparse

from counter_app.cli.output import DONE, Output
from counter_app.licences import components


def licences(given: argparse.Namespace, output: Output) -> int:
    for one in components():
        values = {"name": one.name, "version": one.version, "licence": one.licence, "library": one.library}
        output.line(values, f"{one.name} {one.version}".strip() + f": {one.licence}")
    return DONE
