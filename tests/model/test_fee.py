"""What is due is computed only where the catalogue is sure; what it does not know is said."""

from datetime import date

import pytest

from counter_app.model.dossier import Channel
from counter_app.model.fee import fee_due
from counter_app.model.procedure import ChannelTerms, DatedFee, Procedure, Source

DAY = date(2026, 11, 23)


def procedure(**terms: object) -> Procedure:
    return Procedure(
        code="1.000001",
        name="Thủ tục",
        short_name="Thủ tục",
        field="",
        cases=(),
        terms=(ChannelTerms(channel=Channel.ONLINE, term=None, **terms),),  # type: ignore[arg-type]
        source=Source(document="QĐ 1", verified=True),
    )


@pytest.mark.parametrize(
    ("terms", "amount", "words"),
    [
        ({"fee_vnd": 150_000}, 150_000, "150.000 đồng"),
        ({"fee_vnd": 0}, 0, "Không thu"),
        ({"fee_vnd": 8_000, "fee_text": "8.000 đồng/bản sao"}, 8_000, "8.000 đồng/bản sao"),
        ({"fee_text": "Theo từng thiết bị"}, None, "Theo từng thiết bị"),
        ({}, None, "Danh mục chưa ghi mức thu; hỏi bộ phận kế toán trước khi thu"),
    ],
)
def test_the_fee_is_an_amount_words_or_said_to_be_unknown(
    terms: dict[str, object], amount: int | None, words: str
) -> None:
    due = fee_due(procedure(**terms), Channel.ONLINE, DAY)
    assert (due.amount_vnd, due.words()) == (amount, words)


def test_a_channel_or_procedure_that_the_catalogue_lacks_is_not_free() -> None:
    for due in (fee_due(procedure(fee_vnd=0), Channel.DIRECT, DAY), fee_due(None, Channel.ONLINE, DAY)):
        assert due.amount_vnd is None
        assert not due.known


def test_a_dated_fee_holds_on_its_days_and_the_online_cut_is_taken_off() -> None:
    resolution = Source(document="Nghị quyết về phí", verified=True)
    fees = (
        DatedFee(amount_vnd=100_000, effective_to=date(2026, 6, 30)),
        DatedFee(amount_vnd=150_001, effective_from=date(2026, 7, 1), reduction_percent=50, source=resolution),
        DatedFee(amount_vnd=0, effective_from=date(2027, 1, 1)),
    )
    one = procedure(fee_vnd=90_000, fees=fees)
    due = fee_due(one, Channel.ONLINE, DAY)
    assert (due.amount_vnd, due.full_vnd, due.source) == (75_000, 150_001, resolution)
    assert due.words() == "75.000 đồng (mức thu 150.001 đồng, giảm 50 %)"
    assert fee_due(one, Channel.ONLINE, date(2026, 6, 30)).amount_vnd == 100_000
    assert fee_due(one, Channel.ONLINE, date(2027, 1, 1)).words() == "Không thu"
    assert fee_due(procedure(fee_vnd=90_000, fees=fees[2:]), Channel.ONLINE, DAY).amount_vnd == 90_000
