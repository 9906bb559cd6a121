"""What a file says of itself before it is loaded as a driver: whether it is a library of this machine's kind at all."""

import struct
import sys
from pathlib import Path

from counter_app.errors import CounterError, Trouble

_PE_MACHINES = {0x014C: 32, 0x8664: 64, 0xAA64: 64}
_HEAD = 4096


def driver_trouble(path: str) -> CounterError | None:
    """Missing, no library, or of the other width than this program; None: worth loading."""
    file = Path(path)
    try:
        with file.open("rb") as opened:
            head = opened.read(_HEAD)
    except FileNotFoundError:
        return Trouble("signing.module_missing", path=path)
    except OSError:
        return Trouble("signing.module_unusable", path=path)
    bits = _bits(head)
    if bits == 0:
        return Trouble("signing.module_no_library", path=path)
    own = 64 if sys.maxsize > 2**32 else 32
    if bits is not None and bits != own:
        return Trouble("signing.module_width", path=path, bits=bits, own=own)
    return None


def _bits(head: bytes) -> int | None:
    """32 or 64, 0 for what is no library, None where the format does not tell (macOS, several at once)."""
    if head[:4] == b"\x7fELF":
        return {1: 32, 2: 64}.get(head[4], 0) if len(head) > 4 else 0
    if head[:2] == b"MZ" and len(head) >= 0x40:
        (at,) = struct.unpack_from("<I", head, 0x3C)
        if head[at : at + 4] == b"PE\0\0" and len(head) >= at + 6:
            return _PE_MACHINES.get(struct.unpack_from("<H", head, at + 4)[0], 0)
        return 0
    mach = (b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"\xce\xfa\xed\xfe")
    return None if head[:4] in mach else 0
