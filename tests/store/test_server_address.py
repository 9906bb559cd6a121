"""The server's password is kept by the system's key store and stands in no file of the office."""

import keyring
import pytest
from keyring.backends.fail import Keyring as NoKeyStore

from counter_app.errors import Trouble
from counter_app.store.server_address import with_password, without_password
from tests.key_store import MemoryStore

TOLD = "postgresql+psycopg://quay:M%40t-khau%2F1@may-chu:5433/so?sslmode=require"
WRITTEN = "postgresql+psycopg://quay@may-chu:5433/so?sslmode=require"


def test_the_password_goes_to_the_key_store_and_comes_back(key_store: MemoryStore) -> None:
    assert without_password(TOLD) == WRITTEN
    assert list(key_store.kept.values()) == ["M@t-khau/1"]
    assert with_password(WRITTEN) == TOLD
    assert with_password(TOLD) == TOLD


@pytest.mark.parametrize("address", ["", "postgresql://tester@/so?host=/run/pg", "postgresql://quay@may-chu/so", "///"])
def test_an_address_without_one_stays_as_it_is(key_store: MemoryStore, address: str) -> None:
    assert without_password(address) == address
    assert with_password(address) == address
    assert key_store.kept == {}


def test_without_a_key_store_it_is_not_written_down() -> None:
    before = keyring.get_keyring()
    keyring.set_keyring(NoKeyStore())
    try:
        with pytest.raises(Trouble) as told:
            without_password(TOLD)
        assert told.value.code == "store.no_key_store"
        assert with_password(WRITTEN) == WRITTEN
    finally:
        keyring.set_keyring(before)
