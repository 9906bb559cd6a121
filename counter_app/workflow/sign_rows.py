"""The files of one dossier that wait for a signature or for the seal."""

from collections.abc import Collection
from dataclasses import dataclass

from counter_app.model.dossier import (
    AttachedFile,
    ComponentId,
    ComponentVerdict,
    Dossier,
    DossierId,
    FileHash,
    PrintedForm,
)
from counter_app.model.form import FormKind

# Forms that are signed digitally when they go out, and the last words above the room for it.
SIGNED_FORMS = {
    FormKind.SUPPLEMENT_REQUEST: "(Ký và ghi rõ họ tên)",
    FormKind.REFUSAL: "(Ký và ghi rõ họ tên)",
    FormKind.APOLOGY: "(Ký tên, đóng dấu hoặc ký số)",
    FormKind.STOP_NOTICE: "(Ký tên, đóng dấu hoặc ký số)",
}
# Points between those words and the printed name (`signature_space` of the forms' templates), in half the page's width.
FORM_ROOM = (165.0, 58.0)
LEADERS_FORMS = (FormKind.APOLOGY, FormKind.STOP_NOTICE)
FORM_NAMES = {
    FormKind.SUPPLEMENT_REQUEST: "Phiếu yêu cầu bổ sung",
    FormKind.REFUSAL: "Phiếu từ chối tiếp nhận",
    FormKind.APOLOGY: "Văn bản xin lỗi, gia hạn",
    FormKind.STOP_NOTICE: "Thông báo dừng giải quyết",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SignRow:
    """One file that waits for a signature."""

    dossier_id: DossierId
    dossier_code: str
    component_id: ComponentId | None  # None: a result file
    number: int
    title: str  # what the paper is
    file: AttachedFile
    form: str = ""  # a `FormKind`: an official form that was printed here
    sealing: bool = False  # a form that its leader has signed and that wants the organisation's seal

    @property
    def is_result(self) -> bool:
        """The leader's to sign: results, apologies and stop notices; the officer's: components and intake forms."""
        return self.form in LEADERS_FORMS if self.form else self.component_id is None

    @property
    def may_initial(self) -> bool:
        """A result that its drafter has not initialled yet (ký nháy)."""
        return self.component_id is None and not self.form and not self.file.initialled_by


def rows_of(dossier: Dossier) -> list[SignRow]:
    rows = [
        SignRow(
            dossier_id=dossier.id,
            dossier_code=dossier.display_code,
            component_id=part.id,
            number=part.number,
            title=part.name,
            file=part.file,
        )
        for part in dossier.components
        if part.must_sign and part.verdict is ComponentVerdict.PASS and part.file and not part.signed
    ]
    rows += [
        SignRow(
            dossier_id=dossier.id,
            dossier_code=dossier.display_code,
            component_id=None,
            number=place,
            title="Kết quả giải quyết",
            file=file,
        )
        for place, file in enumerate(dossier.results, start=1)
        if file.signed_from is None
    ]
    rows += [
        SignRow(
            dossier_id=dossier.id,
            dossier_code=dossier.display_code,
            component_id=None,
            number=form.number,
            title=FORM_NAMES[FormKind(form.kind)],
            file=form.file,
            form=form.kind,
        )
        for form in _last_of_each(dossier)
        if form.file.signed_from is None
    ]
    return rows


def to_seal(dossier: Dossier, unsealed: Collection[FileHash]) -> list[SignRow]:
    return [
        SignRow(
            dossier_id=dossier.id,
            dossier_code=dossier.display_code,
            component_id=None,
            number=form.number,
            title=f"Đóng dấu: {FORM_NAMES[FormKind(form.kind)]}",
            file=form.file,
            form=form.kind,
            sealing=True,
        )
        for form in _last_of_each(dossier)
        if form.file.hash in unsealed
    ]


def _last_of_each(dossier: Dossier) -> list[PrintedForm]:
    """Of a sheet that was printed several times the last one is signed."""
    return list({(form.kind, form.number): form for form in dossier.forms if form.kind in SIGNED_FORMS}.values())
