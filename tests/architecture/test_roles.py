"""What a role may not do is refused below the screen too: every use case that writes asks for the role first."""

import ast
from collections.abc import Iterator

from tests.architecture.tree import modules

# Who may do these is not a matter of the role, with the reason.
OPEN_TO_ALL = {
    "reassign.read": "one's own news",
    "evidence.record_view": "whoever looks is written down",
    "clock_trust.confirm": "whoever sits at the machine looks at its clock; written down by name",
    "evidence.anchor": "the diary's own proof; nobody can do harm with it",
    "evidence.anchor_daily": "see anchor",
    "evidence_paper.print_sheet": "see anchor",
    "keys.set_default_key": "one's own key on one's own desk",
    "backup.create_daily": "due for whoever opens the office",
    "backup_drive.copy_daily": "see create_daily",
    "calendar.recompute_open_dossiers": "a step of saving the calendar, which asks",
    "sign_in.sign_in": "comes before any role",
    "certificate_sign_in.sign_in": "see sign_in",
    "sign_in.unlock": "see sign_in",
    "sign_in.note": "one's own leaving",
    "sign_in.change_password": "one's own password",
    "quick_unlock.choose": "for one's own window",
    "quick_unlock.unlock": "see choose",
    "sign_in.act_for": "by an order of the administrator",
}


def writers() -> Iterator[tuple[str, set[str]]]:
    """Public use cases that commit, with every name that they call, directly or through their module."""
    for path in modules("counter_app"):
        if path.parent.name != "workflow":
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
        for name, node in functions.items():
            takes_office = bool(node.args.args) and node.args.args[0].arg == "office"
            called = reached(name, functions, set())
            if not name.startswith("_") and takes_office and "commit" in called:
                yield f"{path.stem}.{name}", called


def reached(name: str, functions: dict[str, ast.FunctionDef], seen: set[str]) -> set[str]:
    if name in seen or name not in functions:
        return set()
    seen.add(name)
    calls = [node.func for node in ast.walk(functions[name]) if isinstance(node, ast.Call)]
    names = {call.attr if isinstance(call, ast.Attribute) else getattr(call, "id", "") for call in calls}
    return names.union(*(reached(one, functions, seen) for one in names))


def test_every_use_case_that_writes_asks_for_the_role() -> None:
    found = dict(writers())
    assert len(found) > 40
    open_to_all = {name for name, called in found.items() if "require" not in called}
    assert open_to_all == set(OPEN_TO_ALL)
