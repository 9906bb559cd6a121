"""The practice office: people, keys, calendar, procedures, dossiers and papers, in a folder of its own.

Its dossiers arrive as a portal-like list through the real import, its papers lie in the real vault, what is signed in
it is signed by the real signing room. Only the people and the papers are invented.
"""

import shutil
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from counter_app.access.practice import practice_office, practice_people
from counter_app.catalogue.seed import seed_procedures
from counter_app.clock import Clock
from counter_app.errors import Refused
from counter_app.exchange.practice import Handed, PracticeDossier, practice_dossiers, practice_rows
from counter_app.exchange.practice_list import write_practice_list
from counter_app.model.dossier import AttachedFile, Channel, ComponentVerdict, DossierId, DossierState
from counter_app.model.person import Person, Role
from counter_app.model.signature import KeyRef, Level, PinAnswer
from counter_app.model.text import fold
from counter_app.settings import FILE_NAME, load_settings, save_settings
from counter_app.workflow import lists, signing
from counter_app.workflow.office import Office
from counter_app.workflow.practice_ended import begin_ended, finish_ended
from counter_app.workflow.practice_life import tell_life
from counter_app.workflow.sign_rows import SignRow

LIST_NAME = "danh-sach-ho-so-tap-su.xlsx"
PAPERS = (
    ("Đơn đề nghị", 1),
    ("Báo cáo kết quả thực hiện", 2),
    ("Quyết định thành lập", 1),
    ("Điều lệ tổ chức và hoạt động", 3),
    ("Phiếu khai báo thiết bị", 1),
    ("Giấy chứng nhận kiểm định", 1),
    ("Quyết định giải quyết", 1),  # the result; the others are what applicants hand in
)
REMARK = "Bản chụp thiếu trang cuối, đề nghị chụp lại đủ trang"
DAY_SEQUENCE = 800
PROCESSING_WITH_PAPERS = 3
HALF_MADE = "practice.half-made"
OpenOffice = Callable[[Path, Clock], Office]


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    folder: Path
    already: bool  # it was there before; nothing was changed
    dossiers: int


def load(
    folder: Path,
    *,
    clock: Clock,
    open_office: OpenOffice,
    softhsm_library: Path | None,
    progress: Callable[[str], None] = lambda _: None,
) -> Loaded:
    """Make a practice office in `folder`. Refused when the folder holds something else; an existing one stays as it is.

    What a kill left half made is thrown away and made anew: only practice data can be lost so.
    """
    marker = folder / HALF_MADE
    if marker.exists():
        shutil.rmtree(folder)
    if (folder / FILE_NAME).is_file():
        if not load_settings(folder).practice:
            raise Refused("workflow.practice_over_real")
        return Loaded(folder=folder, already=True, dossiers=0)
    if folder.exists() and any(folder.iterdir()):
        raise Refused("workflow.folder_not_empty")
    folder.mkdir(parents=True, exist_ok=True)
    marker.touch()
    folder = folder.resolve()  # tokens keep the absolute path of their folder
    count = _make(folder, clock, open_office, softhsm_library, progress)
    marker.unlink()
    return Loaded(folder=folder, already=False, dossiers=count)


def _make(
    folder: Path, clock: Clock, open_office: OpenOffice, library: Path | None, progress: Callable[[str], None]
) -> int:
    from counter_app.signing.practice_pki import make_practice_pki

    people = practice_people()
    settings = practice_office()
    progress("Tạo chứng thư tập sự")
    keys = make_practice_pki(
        folder,
        people,
        settings.office_name,
        softhsm_library=library,
        today=clock.now().date(),
        services_port=_free_port(),
    )
    key_files = () if library else tuple(key.p12.relative_to(folder).as_posix() for key in keys.keys)
    save_settings(
        folder,
        replace(
            settings,
            time_stamp_url=keys.tsa_url,
            allow_file_keys=True,
            key_files=key_files,  # where no token can be made, the window offers the files instead
            trust_folder="trust",
        ),
    )
    office = open_office(folder, clock)
    try:
        progress("Nạp thủ tục và người dùng")
        with office.store.unit_of_work() as unit:
            for person in people:
                unit.put_person(person)
            for procedure in seed_procedures():
                unit.put_procedure(procedure)
            unit.commit()
        office = replace(office, people={one.login: one for one in people}, person=people[0])
        progress("Nhập danh sách hồ sơ")
        rows = _import(office)
        progress("Đặt giấy tờ vào hồ sơ")
        _draw_marks(office)
        papers = _papers(office)
        kept = _with_papers(rows)
        for dossier_id, dossier in kept:
            _fill(office, dossier_id, dossier, papers)
        ended = begin_ended(office, papers)
        progress("Ký các thành phần mẫu")
        _sign(office, kept, [one.dossier_id for one in ended], keys.file_key, keys.password)
        finish_ended(office, ended)
        tell_life(office, {dossier.sequence: dossier_id for dossier_id, dossier in rows})
        shutil.rmtree(office.folder / "forms", ignore_errors=True)  # the vault has their sheets
    finally:
        office.close()
    return len(rows)


def _with_papers(rows: list[tuple[DossierId, PracticeDossier]]) -> list[tuple[DossierId, PracticeDossier]]:
    """Whose papers lie here. Of the dossiers in processing only the first few: the others came with the list alone,
    as most of a real office's do, and signing them all would only make the first start longer."""
    processing = [row for row in rows if row[1].state is DossierState.PROCESSING]
    without = {dossier_id for dossier_id, _ in processing[PROCESSING_WITH_PAPERS:]}
    return [row for row in rows if row[0] not in without]


def _import(office: Office) -> list[tuple[DossierId, PracticeDossier]]:
    with office.store.unit_of_work() as unit:
        procedures = unit.procedures()
    made = practice_rows(
        practice_dossiers(),
        now=office.now(),
        calendar=office.calendar,
        procedures=procedures,
        people=office.people.values(),
        office_code=office.settings.office_code,
    )
    path = office.folder / LIST_NAME
    write_practice_list(path, [one.row for one in made], office_name=office.settings.office_name)
    lists.import_list(office, path)
    with office.store.unit_of_work() as unit:
        found = [(unit.dossier_id_by_code(one.row.code), one.dossier) for one in made]
    return [(dossier_id, dossier) for dossier_id, dossier in found if dossier_id is not None]


def write_day_list(office: Office, path: Path) -> str:
    """A portal's list for the practice day: one dossier handed in online just now. Answers with its code."""
    with office.store.unit_of_work() as unit:
        procedures = unit.procedures()
    likely = next(one for one in practice_dossiers() if len(one.components) >= 3 and one.channel is Channel.ONLINE)
    fresh = replace(
        likely,
        state=DossierState.NEW,
        holder=office.person.login,
        sequence=DAY_SEQUENCE,
        submitted_minutes_ago=30,
        received_minutes_ago=30,
        due_in_minutes=None,
        supplement_count=0,
        components=(Handed.MISSING,) * len(likely.components),
        result=Handed.MISSING,
    )
    (made,) = practice_rows(
        [fresh],
        now=office.now(),
        calendar=office.calendar,
        procedures=procedures,
        people=office.people.values(),
        office_code=office.settings.office_code,
    )
    write_practice_list(path, [made.row], office_name=office.settings.office_name)
    return made.row.code


def _papers(office: Office) -> list[AttachedFile]:
    """Drawn papers in the vault; dossiers share them, as the vault keeps each content once."""
    from counter_app.pdf.practice_pages import draw_paper

    folder = office.folder / "papers"
    papers = []
    for seed, (title, pages) in enumerate(PAPERS, start=1):
        path = folder / f"{seed:02d}_{fold(title).replace(' ', '-')}.pdf"
        if title == PAPERS[-1][0]:
            _draw_decision(office, path)
        else:
            draw_paper(path, title, pages=pages, signer="Người Nộp Hồ Sơ", seed=seed)
        papers.append(
            AttachedFile(
                hash=office.vault.put(path),
                name=path.name,
                size=path.stat().st_size,
                pages=pages,
                attached_at=office.now(),
                attached_by=office.person.login,
            )
        )
    return papers


def _leader(office: Office) -> Person:
    return next(person for person in office.people.values() if person.role is Role.LEADER)


def _draw_decision(office: Office, path: Path) -> None:
    from counter_app.forms.practice_decision import draw_decision

    settings, leader = office.settings, _leader(office)
    draw_decision(
        path,
        office=settings.office_name.removesuffix(" (TẬP SỰ)"),
        parent=settings.office_parent,
        place=settings.office_place,
        symbol="QĐ-SKHCN",
        year=office.now().year,
        title=leader.title,
        signer=leader.name,
    )


def _draw_marks(office: Office) -> None:
    """The seal and the leader's signature as pictures, so that marks look as they will."""
    from counter_app.signing.practice_images import draw_seal, draw_signature

    leader = _leader(office)
    draw_seal(office.folder / "marks" / "seal.png")
    draw_signature(office.folder / "marks" / f"{leader.login}.png", leader.name)


def _fill(office: Office, dossier_id: DossierId, seed: PracticeDossier, papers: Sequence[AttachedFile]) -> None:
    """Files, verdicts, supplement count and result of one dossier, as the seed tells them."""
    verdicts = {Handed.FAILED: ComponentVerdict.FAIL, Handed.ATTACHED: ComponentVerdict.NOT_CHECKED}
    with office.store.unit_of_work() as unit:
        dossier = unit.dossier(dossier_id)
        for component, handed in zip(dossier.components, seed.components, strict=False):
            if handed is Handed.MISSING:
                continue
            paper = replace(papers[(dossier_id + component.number) % (len(papers) - 1)], attached_by=seed.holder)
            verdict = verdicts.get(handed, ComponentVerdict.PASS)
            checked = verdict is not ComponentVerdict.NOT_CHECKED
            unit.update_component(
                component.id,
                file=paper,
                verdict=verdict,
                remark=REMARK if verdict is ComponentVerdict.FAIL else "",
                checked_by=seed.holder if checked else "",
                checked_at=office.now() if checked else None,
            )
        if seed.result is not Handed.MISSING:
            unit.add_result(dossier_id, replace(papers[-1], name="ket-qua.pdf", attached_by=seed.holder))
        if seed.supplement_count != dossier.supplement_count:
            unit.update_dossier(dossier, supplement_count=seed.supplement_count)
        unit.append_event(office.event("practice_fill", dossier_id, supplement_count=seed.supplement_count))
        unit.commit()


def _sign(
    office: Office,
    rows: Sequence[tuple[DossierId, PracticeDossier]],
    ended: Sequence[DossierId],
    key_of: Callable[[str], KeyRef],
    password: str,
) -> None:
    """One batch per person: components by who holds the dossier, results by the leader.

    The smallest batch goes without time-stamps, so that the office has a debt to show.
    """
    leader = _leader(office).login
    by_signer: dict[str, list[SignRow]] = {}
    for dossier_id, seed in rows:
        wanted = {number for number, handed in enumerate(seed.components, start=1) if handed is Handed.SIGNED}
        for row in signing.waiting(office, dossier_id=dossier_id):
            if (seed.result is Handed.SIGNED) if row.is_result else (row.number in wanted):
                by_signer.setdefault(leader if row.is_result else seed.holder, []).append(row)
    for dossier_id in ended:
        for row in signing.waiting(office, dossier_id=dossier_id):
            by_signer.setdefault(leader if row.is_result else office.person.login, []).append(row)
    in_debt = min(by_signer, key=lambda login: len(by_signer[login]), default="")
    for login, chosen in by_signer.items():
        level = Level.B_B if login == in_debt else Level.B_T
        signing.sign(
            office.as_person(login), chosen, key_of(login), pin=lambda _: PinAnswer(secret=password), level=level
        )
    shutil.rmtree(office.folder / "signed", ignore_errors=True)  # the vault has them all


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port
