"""Invented dossiers, files and events."""

from datetime import datetime, timedelta
from typing import Any

from counter_app.clock import VIETNAM
from counter_app.model.dossier import (
    Applicant,
    AttachedFile,
    Channel,
    Dossier,
    DossierId,
    DossierState,
    Event,
    FileHash,
    NewDossier,
)
from counter_app.model.procedure import RequiredComponent
from counter_app.store.database import Store

MORNING = datetime(2026, 7, 21, 8, 0, tzinfo=VIETNAM)
HOUR = timedelta(hours=1)
PAPERS = (
    RequiredComponent(number=1, name="Đơn đề nghị"),
    RequiredComponent(number=2, name="Bản sao giấy tờ", must_sign=False),
    RequiredComponent(number=3, name="Giấy ủy quyền", required=False),
)


def new_dossier(**changes: Any) -> NewDossier:
    values: dict[str, Any] = {
        "code": "",
        "procedure_code": "1.001786.000.00.00.H18",
        "procedure_name": "Cấp phiếu lý lịch tư pháp",
        "case_name": "",
        "field": "Lý lịch tư pháp",
        "term_words": "10 ngày làm việc",
        "applicant": Applicant(name="Trần Văn Mẫu"),
        "channel": Channel.ONLINE,
        "state": DossierState.NEW,
        "holder": "ha",
        "submitted_at": MORNING - HOUR,
        "received_at": MORNING,
        "intake_due_at": MORNING + 9 * HOUR,
        "decided_at": None,
        "due_at": MORNING + 240 * HOUR,
        "ended_at": None,
        "rule_set": "2025-12",
        "supplement_count": 0,
        "components": PAPERS,
    }
    return NewDossier(**values | changes)


def keep(store: Store, **changes: Any) -> DossierId:
    """Add a dossier and commit."""
    with store.unit_of_work() as unit:
        key = unit.add_dossier(new_dossier(**changes))
        unit.commit()
    return key


def change(store: Store, key: DossierId, **changes: Any) -> None:
    with store.unit_of_work() as unit:
        unit.update_dossier(unit.dossier(key), **changes)
        unit.commit()


def look(store: Store, key: DossierId) -> Dossier:
    with store.unit_of_work() as unit:
        return unit.dossier(key)


def attached(letter: str = "a", **changes: Any) -> AttachedFile:
    values: dict[str, Any] = {
        "hash": FileHash(letter * 64),
        "name": f"{letter}.pdf",
        "size": 1000,
        "pages": 2,
        "attached_at": MORNING,
        "attached_by": "ha",
    }
    return AttachedFile(**values | changes)


def signed(letter: str, original: str, **changes: Any) -> AttachedFile:
    by_hand: dict[str, Any] = {"signed_by": "CN=Hà", "signature_level": "B-B", "signed_at": MORNING + HOUR}
    return attached(letter, signed_from=FileHash(original * 64), **by_hand | changes)


def act(key: DossierId | None, kind: str = "accept", **details: Any) -> Event:
    return Event(dossier_id=key, at=MORNING, by="ha", kind=kind, details=details)
