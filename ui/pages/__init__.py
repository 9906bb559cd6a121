"""The screens. `PAGES` lists them in the order of the rail; a page is imported when it is first opened."""

from importlib import import_module

from counter_app.model.person import Role
from ui.pages.base import Page, PageContext, PageEntry

_ALL = frozenset(Role)
_OFFICER = frozenset({Role.OFFICER})
_SUPERVISOR = frozenset({Role.SUPERVISOR})
_SIGNERS = frozenset({Role.OFFICER, Role.SEAL_KEEPER, Role.LEADER})
_BOARD = frozenset({Role.SUPERVISOR, Role.LEADER})

PAGES: dict[str, PageEntry] = {
    "today": PageEntry(title="Hôm nay", icon="list-todo", place="ui.pages.today:TodayPage", roles=_ALL),
    "intake": PageEntry(title="Tiếp nhận", icon="file-input", place="ui.pages.intake:IntakePage", roles=_OFFICER),
    "signing": PageEntry(title="Ký số", icon="signature", place="ui.pages.signing:SigningPage", roles=_SIGNERS),
    "results": PageEntry(title="Kết quả", icon="file-check", place="ui.pages.results:ResultsPage", roles=_SIGNERS),
    "search": PageEntry(title="Tra cứu", icon="search", place="ui.pages.search:SearchPage", roles=_ALL),
    "board": PageEntry(title="Giám sát", icon="gauge", place="ui.pages.board:BoardPage", roles=_BOARD),
    "settings": PageEntry(title="Cài đặt", icon="settings", place="ui.pages.settings:SettingsPage", roles=_ALL),
}


def pages_for(role: Role) -> dict[str, PageEntry]:
    """What a role may see, in order; what it may not do is not shown."""
    return {key: entry for key, entry in PAGES.items() if role in entry.roles}


def make_page(key: str, context: PageContext) -> Page:
    module, _, name = PAGES[key].place.partition(":")
    made: Page = getattr(import_module(module), name)(context)
    return made
