"""The address of the office's server without its password: that one lies in the system's key store, and nowhere in the
data folder. libpq's own password file works as well, where an administrator keeps one."""

import contextlib

import sqlalchemy as sa

from counter_app.errors import Trouble
from counter_app.store.office_key import SERVICE, keep_secret, kept_secret

_SERVICE = f"{SERVICE}-may-chu"


def without_password(address: str) -> str:
    """What may be written down. The password goes to the key store; Trouble `store.no_key_store` where there is none:
    then it belongs into the password file of PostgreSQL and not into the address."""
    url = _parsed(address)
    if url is None or url.password is None:
        return address
    keep_secret(_SERVICE, _name(url), str(url.password))
    plain = sa.URL.create(url.drivername, url.username, None, url.host, url.port, url.database, url.query)
    return plain.render_as_string(hide_password=False)


def with_password(address: str) -> str:
    """What is connected to. As it was told where the key store has nothing for it."""
    url = _parsed(address)
    if url is None or url.password is not None or not url.username or not url.host:
        return address
    with contextlib.suppress(Trouble):
        return url.set(password=kept_secret(_SERVICE, _name(url))).render_as_string(hide_password=False)
    return address


def _parsed(address: str) -> sa.URL | None:
    try:
        return sa.make_url(address)
    except (sa.exc.ArgumentError, ValueError):
        return None  # told as `store.bad_url` by whoever opens it


def _name(url: sa.URL) -> str:
    return f"{url.username}@{url.host}:{url.port or 5432}/{url.database}"
