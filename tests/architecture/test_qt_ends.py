"""What is called when a Qt object ends must be kept alive by the connection itself."""

import ast

from tests.architecture.tree import ROOT


def test_nothing_that_the_object_may_hold_last_is_called_at_its_end() -> None:
    """PySide keeps a function alive, but not the object of a bound method: that may be freed a moment before."""
    found = [
        f"{path.name}:{call.lineno}"
        for path in (ROOT / "ui").rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and ast.unparse(call.func).endswith(".destroyed.connect")
        if isinstance(call.args[0], ast.Attribute)
    ]
    assert found == []
