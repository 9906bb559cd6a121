"""What a file itself forbids: earlier signers' locks, passwords, permissions. Each has its sentence."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from counter_app.errors import Refused


@dataclass(frozen=True, slots=True)
class Obstacles:
    signature_count: int = 0
    certification: int = 0
    locked: bool = False

    def check(self) -> None:
        """Refused when an earlier signer closed the document."""
        if self.certification == 1:
            raise Refused("signing.certified_no_changes")
        if self.locked:
            raise Refused("signing.locked_by_signer")


def look_at_signatures(path: Path, byte_ranges: bool) -> Obstacles:
    """By our own scan, so that signatures of unknown kinds count too; `byte_ranges`: the bytes speak of one."""
    if path.stat().st_size == 0:
        raise Refused("signing.not_a_pdf")
    return _look(path) if byte_ranges else Obstacles()


def _look(path: Path) -> Obstacles:
    import pikepdf

    from counter_app.pdf.signature_scan import scan_bytes, scan_form

    marks = scan_bytes(path)
    try:
        with pikepdf.open(path, suppress_warnings=True) as document:
            form = scan_form(document.Root)
    except pikepdf.PasswordError as error:
        raise Refused("signing.needs_password") from error
    except Exception as error:  # a signed file that cannot be read must not be touched
        raise Refused("signing.unreadable") from error
    return Obstacles(max(marks.signatures, form.signed_fields), form.certification, form.locked)


def check_encryption(reader: Any) -> None:
    """Refused for a password that is needed, or a kind we cannot extend."""
    from pyhanko.pdf_utils.crypt import StandardSecurityHandler

    handler = reader.security_handler
    if handler is None:
        return
    if not isinstance(handler, StandardSecurityHandler):
        raise Refused("signing.locked_for_certificates")
    if not handler.is_authenticated():
        raise Refused("signing.needs_password")
    if getattr(handler, "pdf_mac_enabled", False):
        raise Refused("signing.encryption_too_new")


def check_permission(reader: Any, *, into_waiting: bool) -> None:
    """Refused when the file's owner forbids what is to be done (ISO 32000-1, table 22, bits 4, 6 and 9).

    A new signature field needs both "modify" and "annotate"; one that waits empty needs "annotate" or "fill in".
    """
    if reader.security_handler is None:
        return
    modify, annotate, fill_in = (bool(int(reader.encrypt_dict["/P"]) & bit) for bit in (8, 32, 256))
    allowed = (annotate and modify) or (into_waiting and (annotate or fill_in))
    if not allowed and not _opened_as_owner(reader):
        raise Refused("signing.permission_denied")


def _opened_as_owner(reader: Any) -> bool:
    """With an empty owner's password whoever opens the file is its owner."""
    from pyhanko.pdf_utils.crypt import AuthStatus

    return bool(reader.decrypt(b"").status is AuthStatus.OWNER)
