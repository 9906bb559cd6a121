"""The sections of «Cài đặt». A new one is one line here and one file `ui/pages/settings_<key>.py`.

A section is imported and made when it is first opened; roles that are not listed do not see it.
"""

from dataclasses import dataclass
from importlib import import_module

from PySide6.QtWidgets import QWidget

from counter_app.model.changes import Changes
from counter_app.model.person import Role
from ui.pages.base import Command, PageContext, PageEntry

_ALL = frozenset(Role)
_SUPERVISOR = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR})


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionEntry(PageEntry):
    roles: frozenset[Role]


class SettingsSection(QWidget):
    """One section at the right of «Cài đặt». It builds its own head with `TopBar`, `Notice` and the rest."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self.context = context

    @property
    def unsaved(self) -> bool:
        """True keeps the window here until the person has saved or says that the changes may go."""
        return False

    def discard(self) -> None:
        """Back to what is saved."""

    def activate(self) -> None:
        """Shown now: load what it shows."""

    def refreshed(self, changes: Changes) -> None:
        """A use case changed something while this section is on the screen."""

    def commands(self) -> list[Command]:
        """What this section adds to the command palette."""
        return []


SECTIONS: dict[str, SectionEntry] = {
    "office": SectionEntry(
        title="Cơ quan", icon="building-2", place="ui.pages.settings_office:OfficeSection", roles=_SUPERVISOR
    ),
    "calendar": SectionEntry(
        title="Lịch làm việc", icon="calendar-days", place="ui.pages.settings_calendar:CalendarSection", roles=_ALL
    ),
    "catalogue": SectionEntry(
        title="Danh mục thủ tục",
        icon="file-text",
        place="ui.pages.settings_catalogue:CatalogueSection",
        roles=_ALL,
    ),
    "rules": SectionEntry(
        title="Luật và mốc", icon="file-badge", place="ui.pages.settings_rules:RulesSection", roles=_ALL
    ),
    "supervision": SectionEntry(
        title="Giám sát",
        icon="gauge",
        place="ui.pages.settings_supervision:SupervisionSection",
        roles=_SUPERVISOR,
    ),
    "people": SectionEntry(
        title="Người dùng", icon="users", place="ui.pages.settings_people:PeopleSection", roles=_SUPERVISOR
    ),
    "profiles": SectionEntry(
        title="Mẫu chữ ký", icon="stamp", place="ui.pages.settings_profiles:ProfilesSection", roles=_ALL
    ),
    "signing": SectionEntry(
        title="Ký số", icon="signature", place="ui.pages.settings_signing:SigningSection", roles=_SUPERVISOR
    ),
    "keys": SectionEntry(title="Khóa và token", icon="usb", place="ui.pages.settings_keys:KeysSection", roles=_ALL),
    "trust": SectionEntry(
        title="Tin cậy", icon="shield-check", place="ui.pages.settings_trust:TrustSection", roles=_SUPERVISOR
    ),
    "scanner": SectionEntry(
        title="Máy quét",
        icon="scan-line",
        place="ui.pages.settings_scanner:ScannerSection",
        roles=frozenset({Role.OFFICER}),
    ),
    "safety": SectionEntry(
        title="Sao lưu, khóa", icon="lock", place="ui.pages.settings_safety:SafetySection", roles=_SUPERVISOR
    ),
    "diary": SectionEntry(
        title="Nhật ký",
        icon="clipboard-check",
        place="ui.pages.settings_diary:DiarySection",
        roles=_SUPERVISOR | {Role.INSPECTOR},
    ),
    "server": SectionEntry(
        title="Máy chủ", icon="database", place="ui.pages.settings_server:ServerSection", roles=_SUPERVISOR
    ),
    "retention": SectionEntry(
        title="Lưu giữ",
        icon="trash-2",
        place="ui.pages.settings_retention:RetentionSection",
        roles=frozenset({Role.SUPERVISOR}),
    ),
    "display": SectionEntry(
        title="Hiển thị", icon="sliders-horizontal", place="ui.pages.settings_display:DisplaySection", roles=_ALL
    ),
    "about": SectionEntry(title="Giới thiệu", icon="info", place="ui.pages.settings_about:AboutSection", roles=_ALL),
}


def sections_for(role: Role) -> dict[str, SectionEntry]:
    return {key: entry for key, entry in SECTIONS.items() if role in entry.roles}


def make_section(key: str, context: PageContext) -> SettingsSection:
    module, _, name = SECTIONS[key].place.partition(":")
    made: SettingsSection = getattr(import_module(module), name)(context)
    return made
