"""Papers that exist already, by content, by applicant, and as the personal store lists them."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from counter_app.clock import to_seconds
from counter_app.model.dossier import ComponentId, ComponentVerdict, DossierId, DossierState, FileHash, PaperKind
from counter_app.model.shelf import ContentPlace, DigitisedPaper, ListedPaper
from counter_app.store.engine import Database
from counter_app.store.rows import file_of, moment_of, seconds
from counter_app.store.tables import component, dossier, file, listed_paper
from counter_app.store.trouble import in_our_words

_CURRENT = file.c.replaced_at.is_(None)
_WITHOUT_VALUE = [int(state) for state in (DossierState.WITHDRAWN, DossierState.REFUSED)]
MOST = 200  # papers of one applicant that are looked through


class Shelf:
    def __init__(self, database: Database) -> None:
        self._database = database

    def same_content(self, content: FileHash) -> tuple[ContentPlace, ...]:
        """Components that hold this content now, unsigned or signed by us afterwards; the newest dossier first."""
        of = sa.and_(file.c.component_id == component.c.id, _CURRENT)
        wanted = (
            sa.select(
                *(dossier.c.id, dossier.c.code, dossier.c.local_code, dossier.c.applicant_name),
                *(dossier.c.identity_number, component.c.id.label("component_id"), component.c.number),
            )
            .select_from(file.join(component, of).join(dossier, dossier.c.id == component.c.dossier_id))
            .where(sa.or_(file.c.hash == content, file.c.signed_from == content))
            .order_by(dossier.c.id.desc(), component.c.number)
            .limit(MOST)
        )
        with in_our_words(self._database.where), self._database.reading.connect() as connection:
            rows = connection.execute(wanted).mappings().all()
        return tuple(
            ContentPlace(
                dossier_id=DossierId(row["id"]),
                dossier_code=row["code"] or row["local_code"],
                applicant_name=row["applicant_name"],
                identity_number=row["identity_number"],
                component_id=ComponentId(row["component_id"]),
                component_number=row["number"],
            )
            for row in rows
        )

    def digitised(self, identity_number: str, other_than: DossierId) -> tuple[DigitisedPaper, ...]:
        """Passed papers with a file in other dossiers of the same applicant, the newest first. Refused and withdrawn
        dossiers do not count: nobody has answered for their papers."""
        if not identity_number:
            return ()
        of = sa.and_(file.c.component_id == component.c.id, _CURRENT)
        wanted = (
            sa.select(
                file,
                dossier.c.code,
                dossier.c.local_code,
                component.c.name.label("component_name"),
                component.c.paper_kind,
                component.c.checked_at,
            )
            .select_from(dossier.join(component, component.c.dossier_id == dossier.c.id).join(file, of))
            .where(
                dossier.c.identity_number == identity_number,
                dossier.c.id != other_than,
                dossier.c.state.not_in(_WITHOUT_VALUE),
                component.c.verdict == int(ComponentVerdict.PASS),
            )
            .order_by(component.c.checked_at.desc(), file.c.id.desc())
            .limit(MOST)
        )
        with in_our_words(self._database.where), self._database.reading.connect() as connection:
            rows = connection.execute(wanted).mappings().all()
        return tuple(
            DigitisedPaper(
                dossier_id=DossierId(row["dossier_id"]),
                dossier_code=row["code"] or row["local_code"],
                component_id=ComponentId(row["component_id"]),
                component_name=row["component_name"],
                paper_kind=PaperKind(row["paper_kind"]),
                file=file_of(row),
                checked_at=moment_of(row["checked_at"]),
            )
            for row in rows
        )

    def put_listed(self, papers: Sequence[ListedPaper], now: datetime) -> int:
        """Take in lines of the personal store's list; how many are new. A known paper takes the newer dates."""
        columns = listed_paper.c
        added = 0
        with in_our_words(self._database.where), self._database.writing.begin() as connection:
            for paper in papers:
                values = {
                    "issuer": paper.issuer,
                    "issued_at": seconds(paper.issued_at),
                    "expires_at": seconds(paper.expires_at),
                    "list_name": paper.list_name,
                    "listed_at": to_seconds(now),
                }
                key = {name: getattr(paper, name) for name in ("identity_number", "code", "name", "number")}
                same = [columns[name] == value for name, value in key.items()]
                if not connection.execute(sa.update(listed_paper).where(*same).values(values)).rowcount:
                    connection.execute(sa.insert(listed_paper).values(values | key))
                    added += 1
        return added

    def listed(self, identity_number: str) -> tuple[ListedPaper, ...]:
        """What the personal store's list says of an applicant, the newest issue first."""
        if not identity_number:
            return ()
        mine = sa.select(listed_paper).where(listed_paper.c.identity_number == identity_number)
        with in_our_words(self._database.where), self._database.reading.connect() as connection:
            rows = connection.execute(mine.order_by(listed_paper.c.issued_at.desc(), listed_paper.c.id)).mappings()
            return tuple(
                ListedPaper(
                    identity_number=row["identity_number"],
                    name=row["name"],
                    code=row["code"],
                    number=row["number"],
                    issuer=row["issuer"],
                    issued_at=moment_of(row["issued_at"]),
                    expires_at=moment_of(row["expires_at"]),
                    list_name=row["list_name"],
                )
                for row in rows
            )
