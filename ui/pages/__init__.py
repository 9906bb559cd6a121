"""The screens. `PAGES` lists them in the order of the rail; a page is imported when it is first opened."""

from importlib import import_module

from counter_app.access import people as access
from counter_app.model.person import Role
from ui.pages.base import Page, PageContext, PageEntry

PAGES: dict[str, PageEntry] = {
    "today": PageEntry(title="Hôm nay", icon="list-todo", place="ui.pages.today:TodayPage"),
    "intake": PageEntry(title="Tiếp nhận", icon="file-input", place="ui.pages.intake:IntakePage"),
    "signing": PageEntry(title="Ký số", icon="signature", place="ui.pages.signing:SigningPage"),
    "results": PageEntry(title="Kết quả", icon="file-check", place="ui.pages.results:ResultsPage"),
    "search": PageEntry(title="Tra cứu", icon="search", place="ui.pages.search:SearchPage"),
    "board": PageEntry(title="Giám sát", icon="gauge", place="ui.pages.board:BoardPage"),
    "reports": PageEntry(title="Báo cáo", icon="chart-column", place="ui.pages.reports:ReportsPage"),
    "inspection": PageEntry(title="Thanh tra", icon="shield-check", place="ui.pages.inspection:InspectionPage"),
    "exchange": PageEntry(title="Trao đổi", icon="arrow-left-right", place="ui.pages.exchange:ExchangePage"),
    "settings": PageEntry(title="Cài đặt", icon="settings", place="ui.pages.settings:SettingsPage"),
}


def pages_for(role: Role) -> dict[str, PageEntry]:
    """What a role may see, in order; what it may not do is not shown."""
    return {str(page): PAGES[page] for page in access.pages_for(role) if page in PAGES}


def make_page(key: str, context: PageContext) -> Page:
    module, _, name = PAGES[key].place.partition(":")
    made: Page = getattr(import_module(module), name)(context)
    return made
