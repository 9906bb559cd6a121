"""Signing with poppler's `pdfsig`: it takes keys only from an NSS database, made here from a practice key file.

NSS's own libraries make it, through their C functions: `certutil` and `pk12util` are seldom installed.
"""

from __future__ import annotations

import ctypes
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from bench import ToolMissing
from counter_app.signing.practice_pki import PracticeKeys


def pdfsig_signer(folder: Path, pki: PracticeKeys) -> Callable[[Path], object]:
    """One call of `pdfsig -add-signature` per file, into `folder`. ToolMissing without poppler or NSS."""
    if shutil.which("pdfsig") is None:
        raise ToolMissing("Cần pdfsig (poppler-utils).")
    database = folder / "nss"
    database.mkdir(parents=True)
    _import_key(database, pki.key("ha").p12, pki.password)
    words = ["pdfsig", "-nssdir", f"sql:{database}", "-add-signature", "-nick", "ha", "-digest", "SHA256"]

    def sign(source: Path) -> None:
        subprocess.run([*words, str(source), str(folder / source.name)], check=True, capture_output=True)
        if not (folder / source.name).is_file():
            raise RuntimeError("pdfsig signed nothing")

    return sign


class _Item(ctypes.Structure):
    _fields_ = (("kind", ctypes.c_int), ("data", ctypes.c_char_p), ("length", ctypes.c_uint))


def _import_key(database: Path, key_file: Path, password: str) -> None:
    try:
        nss, smime = ctypes.CDLL("libnss3.so"), ctypes.CDLL("libsmime3.so")
    except OSError as error:
        raise ToolMissing("Cần thư viện NSS (libnss3).") from error
    pointer = ctypes.c_void_p
    nss.PK11_GetInternalKeySlot.restype = pointer
    smime.SEC_PKCS12DecoderStart.restype = pointer
    if nss.NSS_InitReadWrite(f"sql:{database}".encode()):
        raise ToolMissing("NSS không mở được kho khóa.")
    slot = pointer(nss.PK11_GetInternalKeySlot())
    nss.PK11_InitPin(slot, None, b"")
    secret = (password + "\0").encode("utf-16-be")
    item = _Item(0, secret, len(secret))
    reading = pointer(smime.SEC_PKCS12DecoderStart(ctypes.byref(item), slot, *[None] * 6))
    data = key_file.read_bytes()
    no_other_name = ctypes.CFUNCTYPE(pointer, pointer, pointer, pointer)(lambda _name, _cancel, _more: None)
    failed = (
        smime.SEC_PKCS12DecoderUpdate(reading, data, len(data))
        or smime.SEC_PKCS12DecoderVerify(reading)
        or smime.SEC_PKCS12DecoderValidateBags(reading, no_other_name)
        or smime.SEC_PKCS12DecoderImportBags(reading)
    )
    nss.NSS_Shutdown()
    if failed:
        raise ToolMissing("NSS không đọc được tệp khóa.")
