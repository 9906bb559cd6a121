"""Two functions of the libraries, made fast without changing what they answer; a check of a signature takes a third.

pyHanko 0.38 reads hex digits one by one, and the hole of a signature has 32 768 of them. asn1crypto prepares each part
of each name for comparison again for each certificate that is read (RFC 4518), though an office sees the same few.
"""

import binascii
import os
from functools import cache, lru_cache, partial
from typing import Any

_PIECE = 1 << 16
_DIGITS = b"0123456789abcdefABCDEF"


@cache
def quicken() -> None:
    """Put them in place, once in a process."""
    from asn1crypto import x509
    from pyhanko.pdf_utils import generic, misc

    libraries: Any = generic
    slow = libraries.read_hex_string_from_stream
    allowed = _DIGITS + misc.PDF_WHITESPACE

    def read_hex_string(stream: Any) -> Any:
        """As the library's, which also says what is wrong with a string that holds anything but digits."""
        start = stream.tell()
        stream.seek(1, os.SEEK_CUR)
        parts = []
        while piece := stream.read(_PIECE):
            held, end, _ = piece.partition(b">")
            if held.translate(None, allowed):
                break
            parts.append(held.translate(None, misc.PDF_WHITESPACE))
            if end:
                digits = b"".join(parts)
                stream.seek(len(held) + 1 - len(piece), os.SEEK_CUR)
                return libraries.pdf_string(binascii.unhexlify(digits + b"0" * (len(digits) % 2)))
        stream.seek(start)
        return slow(stream)

    libraries.read_hex_string_from_stream = read_hex_string
    names: Any = x509.NameTypeAndValue
    prepared = lru_cache(maxsize=4096)(partial(names._ldap_string_prep, None))  # it goes by the text alone
    names._ldap_string_prep = lambda _self, text: prepared(text)
