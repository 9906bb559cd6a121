"""What each role may see and do. Minimal on purpose: the role decides, and every act is recorded with its doer."""

from enum import StrEnum

from counter_app.errors import Refused
from counter_app.model.person import Person, Role


class Page(StrEnum):
    """Pages of the left rail, in its order."""

    TODAY = "today"  # Hôm nay
    INTAKE = "intake"  # Tiếp nhận
    SIGNING = "signing"  # Ký số
    RESULTS = "results"  # Kết quả
    SEARCH = "search"  # Tra cứu
    BOARD = "board"  # Giám sát
    REPORTS = "reports"  # Báo cáo
    INSPECTION = "inspection"  # Thanh tra
    EXCHANGE = "exchange"  # Trao đổi
    SETTINGS = "settings"  # Cài đặt


class Act(StrEnum):
    IMPORT_LIST = "import_list"
    RECEIVE = "receive"  # a dossier at the counter
    CHECK_COMPONENTS = "check_components"
    DECIDE_INTAKE = "decide_intake"
    SIGN_COMPONENTS = "sign_components"
    ATTACH_RESULT = "attach_result"
    SIGN_RESULT = "sign_result"
    SEAL_RESULT = "seal_result"
    RETURN_RESULT = "return_result"  # hands it over and closes the dossier
    HAND_OVER = "hand_over"  # to the unit that resolves it
    FEEDBACK = "feedback"  # phản ánh, kiến nghị
    RAISE_LEVEL = "raise_level"  # a time-stamp or long-term data later, without a key
    PRINT_FORMS = "print_forms"
    REASSIGN = "reassign"
    EXPLAIN_OVERDUE = "explain_overdue"
    SEE_BOARD = "see_board"
    SEE_REPORTS = "see_reports"
    CHANGE_CATALOGUE = "change_catalogue"
    CHANGE_SETTINGS = "change_settings"
    MANAGE_PEOPLE = "manage_people"  # accounts, roles, substitutions
    BACK_UP = "back_up"
    ERASE = "erase"  # personal data that were kept long enough
    EXPORT_PACKAGE = "export_package"  # a dossier's files for the provincial system
    INSPECT = "inspect"  # the diary: examine it, copy it for an inspection


_EVERYBODY = frozenset({Page.TODAY, Page.SEARCH, Page.SETTINGS})
_PAGES = {
    Role.OFFICER: _EVERYBODY | {Page.INTAKE, Page.SIGNING, Page.RESULTS, Page.REPORTS, Page.EXCHANGE},
    Role.SUPERVISOR: _EVERYBODY | {Page.BOARD, Page.REPORTS, Page.INSPECTION, Page.EXCHANGE},
    Role.SEAL_KEEPER: _EVERYBODY | {Page.SIGNING, Page.RESULTS},
    Role.LEADER: _EVERYBODY | {Page.SIGNING, Page.RESULTS, Page.BOARD, Page.REPORTS},
    Role.ADMINISTRATOR: frozenset({Page.SETTINGS}),
    Role.INSPECTOR: _EVERYBODY | {Page.BOARD, Page.REPORTS, Page.INSPECTION},
}
_ACTS = {
    Role.OFFICER: frozenset(
        {
            Act.IMPORT_LIST,
            Act.EXPORT_PACKAGE,
            Act.RECEIVE,
            Act.CHECK_COMPONENTS,
            Act.DECIDE_INTAKE,
            Act.SIGN_COMPONENTS,
            Act.ATTACH_RESULT,
            Act.RETURN_RESULT,
            Act.HAND_OVER,
            Act.FEEDBACK,
            Act.RAISE_LEVEL,
            Act.PRINT_FORMS,
            Act.EXPLAIN_OVERDUE,
            Act.SEE_REPORTS,
        }
    ),
    Role.SUPERVISOR: frozenset(
        {
            Act.IMPORT_LIST,
            Act.EXPORT_PACKAGE,
            Act.REASSIGN,
            Act.FEEDBACK,
            Act.RAISE_LEVEL,
            Act.EXPLAIN_OVERDUE,
            Act.PRINT_FORMS,
            Act.SEE_BOARD,
            Act.SEE_REPORTS,
            Act.CHANGE_CATALOGUE,
            Act.CHANGE_SETTINGS,
            Act.MANAGE_PEOPLE,
            Act.BACK_UP,
            Act.ERASE,
            Act.INSPECT,
        }
    ),
    Role.SEAL_KEEPER: frozenset({Act.ATTACH_RESULT, Act.SEAL_RESULT, Act.RAISE_LEVEL, Act.PRINT_FORMS}),
    Role.LEADER: frozenset({Act.SIGN_RESULT, Act.RAISE_LEVEL, Act.SEE_BOARD, Act.SEE_REPORTS}),
    Role.ADMINISTRATOR: frozenset({Act.CHANGE_CATALOGUE, Act.CHANGE_SETTINGS, Act.MANAGE_PEOPLE, Act.BACK_UP}),
    Role.INSPECTOR: frozenset({Act.SEE_BOARD, Act.SEE_REPORTS, Act.INSPECT}),
}


def may(person: Person, act: Act) -> bool:
    return act in _ACTS[person.role]


def require(person: Person, act: Act) -> None:
    """Refused `access.not_allowed` when the person's role does not include `act`."""
    if not may(person, act):
        raise Refused("access.not_allowed", name=person.name)


def pages_for(role: Role) -> tuple[Page, ...]:
    """The pages that this role sees, in the order of the rail."""
    return tuple(page for page in Page if page in _PAGES[role])
