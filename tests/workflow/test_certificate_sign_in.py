"""Signing in with a token: the real key on a SoftHSM token signs a challenge, the certificate names the account."""

from collections.abc import Callable

import pytest

from counter_app.errors import CounterError
from counter_app.model.signature import KeyRef
from counter_app.workflow import certificate_sign_in, people
from counter_app.workflow.office import Office
from tests.practice import PASSWORD, PIN
from tests.workflow.test_day import answer, file_key

pytestmark = pytest.mark.softhsm


@pytest.fixture
def keeper(office: Office) -> Office:
    administrator = office.as_person("dung.bt")
    for login in ("dung.bt", "ha.nt", "bao.tq"):
        people.give_password(administrator, login)
    return administrator


def token_of(office: Office, login: str) -> KeyRef:
    name = office.people[login].name
    return next(one.key for one in certificate_sign_in.tokens(office) if one.subject == name)


def refusal(act: Callable[[], object]) -> str:
    with pytest.raises(CounterError) as raised:
        act()
    return raised.value.code


def test_only_the_bound_token_with_its_pin_signs_in(keeper: Office, office: Office) -> None:
    hers, his = token_of(office, "ha.nt"), token_of(office, "bao.tq")
    assert refusal(lambda: certificate_sign_in.sign_in(office, hers, pin=answer(PIN))) == "access.certificate_unknown"
    bound = certificate_sign_in.bind(keeper, "ha.nt", hers, pin=answer(PIN))
    came = certificate_sign_in.sign_in(office, hers, pin=answer(PIN))
    assert came.person.login == "ha.nt"
    event = office.store.readings.last_office_event("sign_in")
    assert event is not None and (event.by, event.details["certificate"]) == ("ha.nt", bound)
    assert refusal(lambda: certificate_sign_in.sign_in(office, his, pin=answer(PIN))) == "access.certificate_unknown"
    assert (
        refusal(lambda: certificate_sign_in.bind(keeper, "bao.tq", hers, pin=answer(PIN))) == "access.certificate_taken"
    )
    people.set_active(keeper, "ha.nt", False)
    assert refusal(lambda: certificate_sign_in.sign_in(office, hers, pin=answer(PIN))) == "access.certificate_unknown"
    people.set_active(keeper, "ha.nt", True)
    certificate_sign_in.unbind(keeper, "ha.nt")
    assert refusal(lambda: certificate_sign_in.sign_in(office, hers, pin=answer(PIN))) == "access.certificate_unknown"
    assert not [path for path in office.folder.iterdir() if path.name.startswith(".dang-lam-")]  # nothing of it stays


def test_a_wrong_pin_no_pin_and_a_key_file_prove_nothing(keeper: Office, office: Office) -> None:
    hers = token_of(office, "ha.nt")
    assert refusal(lambda: certificate_sign_in.bind(keeper, "ha.nt", hers, pin=answer("99999999")))
    assert refusal(lambda: certificate_sign_in.bind(keeper, "ha.nt", hers, pin=lambda _: None))
    paper = file_key(office, "ha.nt")
    assert refusal(lambda: certificate_sign_in.bind(keeper, "ha.nt", paper, pin=answer(PASSWORD))) == "access.no_token"
    assert refusal(lambda: certificate_sign_in.bind(office, "ha.nt", hers, pin=answer(PIN))) == "access.not_allowed"
    with office.store.unit_of_work() as unit:
        assert unit.accounts()["ha.nt"].certificate == ""
