"""What was made faster in the libraries answers as the libraries do, also to nonsense."""

import io
from typing import Any

from asn1crypto import x509
from hypothesis import given
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic

from counter_app.pdf.swift_libraries import quicken

SLOW_READ: Any = generic.read_hex_string_from_stream
SLOW_PREPARE: Any = x509.NameTypeAndValue._ldap_string_prep
HEX_LIKE = st.lists(st.sampled_from([b"0", b"a", b"F9", b" ", b"\n", b"\x00", b"%", b">", b"<", b"g", b"(", b"\r"]))


def read(how: Any, data: bytes) -> tuple[object, ...]:
    stream = io.BytesIO(data)
    stream.seek(2)
    try:
        found = how(stream)
    except Exception as error:
        return type(error), str(error), stream.tell()
    return type(found), found, getattr(found, "original_bytes", None), stream.tell()


@given(HEX_LIKE, st.sampled_from([b"", b">", b"> endobj"]))
def test_hex_strings_are_read_as_before(middle: list[bytes], end: bytes) -> None:
    quicken()
    fast: Any = generic.read_hex_string_from_stream
    assert fast is not SLOW_READ
    data = b"1 <" + b"".join(middle) + end
    assert read(fast, data) == read(SLOW_READ, data)


def test_a_hex_string_longer_than_a_piece_is_read_to_its_end() -> None:
    quicken()
    fast: Any = generic.read_hex_string_from_stream
    data = b"1 <" + b"0a 1B\n" * 40_000 + b"7>rest"
    assert read(fast, data) == read(SLOW_READ, data)


@given(st.text())
def test_names_are_prepared_as_before(text: str) -> None:
    quicken()
    fast: Any = x509.NameTypeAndValue._ldap_string_prep
    found = []
    for prepare in (fast, SLOW_PREPARE):
        try:
            found.append(prepare(None, text))
        except ValueError as error:
            found.append(str(error))
    assert found[0] == found[1]
