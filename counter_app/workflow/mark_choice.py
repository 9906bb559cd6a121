"""Which profile a person may put on a file, and which one stands there when nobody chose."""

from counter_app.access.people import Act, may
from counter_app.errors import Refused
from counter_app.model.person import Person
from counter_app.model.signature import StampKind
from counter_app.signing.profiles import Profile, profiles
from counter_app.workflow.office import Office

COMPONENT_KINDS = (StampKind.COMPONENT, StampKind.COPY, StampKind.APPENDIX)
RESULT_KINDS = (StampKind.RESULT, StampKind.COPY, StampKind.APPENDIX)
SEAL_KINDS = (StampKind.SEAL, StampKind.COPY, StampKind.APPENDIX)


def usual(person: Person, *, is_result: bool, may_initial: bool = False) -> str:
    """The key of the shipped profile for this step: each person answers for another one."""
    if not is_result:
        return "component"
    if may(person, Act.SIGN_RESULT):
        return "result"
    if may(person, Act.SEAL_RESULT):
        return "seal"
    return "initial" if may_initial and may(person, Act.ATTACH_RESULT) else "result"


def offered(office: Office, *, is_result: bool, may_initial: bool = False) -> tuple[Profile, ...]:
    """Shipped and own profiles that fit the file and the person at the desk, the usual one first.

    An office's own profile has the purpose of the one it was copied from.
    """
    person = office.person
    kinds: tuple[StampKind, ...] = COMPONENT_KINDS if may(person, Act.SIGN_COMPONENTS) else ()
    if is_result:
        kinds = RESULT_KINDS if may(person, Act.SIGN_RESULT) else SEAL_KINDS if may(person, Act.SEAL_RESULT) else ()
        if may_initial and may(person, Act.ATTACH_RESULT):
            kinds = (*kinds, StampKind.INITIAL)
    first = usual(person, is_result=is_result, may_initial=may_initial)
    found = [one for one in profiles(office.folder).values() if one.kind in kinds]
    return tuple(sorted(found, key=lambda one: (one.key != first, one.own)))


def chosen(office: Office, key: str, *, is_result: bool, may_initial: bool = False) -> Profile:
    """The profile `key`, empty: the usual one. Refused `workflow.profile_not_here`: gone, or not for this file."""
    known = profiles(office.folder)
    if not key:
        return known[usual(office.person, is_result=is_result, may_initial=may_initial)]
    fits = {one.key: one for one in offered(office, is_result=is_result, may_initial=may_initial)}
    if key not in fits:
        raise Refused("workflow.profile_not_here", name=known[key].name if key in known else key)
    return fits[key]
