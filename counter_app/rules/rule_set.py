"""One set of rules out of `resources/rules/sets/`: figures with their sources, names of the forms, legal basis."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time

from counter_app.model.dossier import Channel, Decision
from counter_app.model.procedure import AfterSupplement, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class FormName:
    """An official form as it is called under this set."""

    kind: str  # receipt, supplement_request, refusal, apology, stop_notice, control_sheet, register
    number: str  # Mẫu số
    name: str
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalBasis:
    """One text to cite. `subject`: one_stop, electronic, intake_window, apology, forms, signature_check."""

    subject: str
    document: str
    article: str
    verified: bool

    def words(self) -> str:
        """«Điều 8, Nghị định …», as a paper cites it."""
        return ", ".join(part for part in (self.article, self.document) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet:
    """Rules in force from `effective_from` to `effective_to`, both inclusive; None: still in force."""

    id: str
    name: str
    effective_from: date
    effective_to: date | None
    intake_limit_minutes: int  # working minutes
    intake_channels: frozenset[Channel]  # channels that the intake window applies to
    intake_stopped_by: frozenset[Decision]
    max_supplements: int  # requests beyond it need a legal ground and a head's approval
    after_supplement: AfterSupplement  # the default; a procedure may say otherwise
    return_for_supplement_days: int  # working days from receipt in which a dossier may be sent back after examination
    apology_lead_working_days: int  # working days before the due moment by which an apology must be out
    max_reappointments: int
    late_receipt_after: time  # receipt after it belongs to the next working day, for procedures that say so
    refusal_needs_ground: bool
    counts_from_complete_receipt: bool
    forms: tuple[FormName, ...]
    legal_basis: tuple[LegalBasis, ...]
    sources: Mapping[str, Source] = field(repr=False)  # by the name of the figure

    @property
    def unverified(self) -> tuple[str, ...]:
        """Names of the figures whose source was not read: shown with «chưa xác minh»."""
        return tuple(name for name, source in self.sources.items() if not source.verified)

    def form(self, kind: str) -> FormName | None:
        """None: this set has no such form."""
        return next((form for form in self.forms if form.kind == kind), None)

    def basis(self, subject: str) -> tuple[LegalBasis, ...]:
        return tuple(basis for basis in self.legal_basis if basis.subject == subject)

    def in_force(self, day: date) -> bool:
        return self.effective_from <= day and (self.effective_to is None or day <= self.effective_to)
