"""More to sign for the tests of the signing page: checked papers, a locked one, one whose author forbids signatures."""

from dataclasses import replace
from pathlib import Path

import pikepdf

from counter_app.model.dossier import AttachedFile, ComponentVerdict, DossierId
from counter_app.model.queue import QueueFilter
from counter_app.workflow.office import Office


def locked_paper(source: Path, target: Path, *, may_sign: bool) -> Path:
    """The same paper, encrypted with an empty password to open it."""
    allowed = pikepdf.Permissions(modify_annotation=may_sign, modify_form=may_sign, modify_other=may_sign)
    with pikepdf.open(source) as paper:
        paper.save(target, encryption=pikepdf.Encryption(owner="chu-tep", user="", allow=allowed))
    return target


def more_to_sign(office: Office, rows: int = 8) -> None:
    """Components of the person's open dossiers pass; the last two get a locked paper and one that forbids signing."""
    wanted = office.store.readings.queue_ids(QueueFilter(holder=office.person.login))
    done = 0
    with office.store.unit_of_work() as unit:
        for dossier_id in wanted:
            for part in unit.dossier(DossierId(dossier_id)).components:
                if part.file is None or part.signed or part.verdict is ComponentVerdict.PASS or done >= rows:
                    continue
                unit.update_component(
                    part.id,
                    verdict=ComponentVerdict.PASS,
                    checked_by=office.person.login,
                    checked_at=office.now(),
                    file=_paper(office, part.file, rows - done),
                )
                done += 1
        unit.commit()


def _paper(office: Office, file: AttachedFile, from_last: int) -> AttachedFile:
    if from_last > 2:
        return file
    target = office.folder / f"locked-{from_last}.pdf"
    locked_paper(office.vault.path(file.hash), target, may_sign=from_last == 2)
    return replace(
        file, hash=office.vault.put(target), name=f"{from_last:02d}_van-ban-khoa.pdf", size=target.stat().st_size
    )
