"""What an applicant owes: the fee of the procedure's channel on a day, or plainly that it is not known."""

from dataclasses import dataclass
from datetime import date

from counter_app.model.dossier import Channel
from counter_app.model.procedure import ChannelTerms, DatedFee, Procedure, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeDue:
    amount_vnd: int | None  # what is to be paid; None: not known or told in words only. 0 means: nothing is taken
    full_vnd: int | None  # before the reduction
    reduction_percent: int
    text: str  # as the source tells it: a price per copy, a table by device
    source: Source | None

    @property
    def known(self) -> bool:
        return self.amount_vnd is not None or bool(self.text)

    def words(self) -> str:
        """«150.000 đồng», «Không thu», the source's own words, or that the catalogue does not say."""
        if self.amount_vnd is None:
            return self.text or "Danh mục chưa ghi mức thu; hỏi bộ phận kế toán trước khi thu"
        if self.amount_vnd == 0 and not self.reduction_percent:
            return self.text or "Không thu"
        if self.reduction_percent and self.full_vnd is not None:
            full = dong(self.full_vnd)
            return f"{dong(self.amount_vnd)} (mức thu {full}, giảm {self.reduction_percent} %)"
        return self.text or dong(self.amount_vnd)

    def short(self) -> str:
        """As `words`, of a reduction only that there is one: «75.000 đồng, đã giảm 50 %»."""
        if self.amount_vnd is not None and self.reduction_percent:
            return f"{dong(self.amount_vnd)}, đã giảm {self.reduction_percent} %"
        return self.words()


def fee_due(procedure: Procedure | None, channel: Channel, day: date) -> FeeDue:
    """The fee of a channel on the day of receipt. A channel that the catalogue does not name is not known."""
    terms = next((item for item in procedure.terms if item.channel is channel), None) if procedure else None
    if procedure is None or terms is None:
        return FeeDue(amount_vnd=None, full_vnd=None, reduction_percent=0, text="", source=None)
    source = terms.fee_source or procedure.source
    dated = _dated(terms, day)
    if dated is None:
        return FeeDue(
            amount_vnd=terms.fee_vnd, full_vnd=terms.fee_vnd, reduction_percent=0, text=terms.fee_text, source=source
        )
    return FeeDue(
        amount_vnd=_reduced(dated),
        full_vnd=dated.amount_vnd,
        reduction_percent=dated.reduction_percent,
        text=dated.text,
        source=dated.source or source,
    )


def dong(amount: int) -> str:
    """1500000 -> «1.500.000 đồng»."""
    return f"{amount:,} đồng".replace(",", ".")


def _dated(terms: ChannelTerms, day: date) -> DatedFee | None:
    holding = [fee for fee in terms.fees if fee.holds_on(day)]
    return max(holding, key=lambda fee: fee.effective_from or date.min, default=None)


def _reduced(fee: DatedFee) -> int | None:
    """Rounded down to whole đồng: never more than the resolution allows."""
    return None if fee.amount_vnd is None else fee.amount_vnd * (100 - fee.reduction_percent) // 100
