"""Time limits here, in the national database and in the decision: where they disagree, and how."""

from dataclasses import replace

from counter_app.catalogue.term_mismatch import term_mismatches
from counter_app.model.dossier import Channel
from counter_app.model.procedure import ChannelTerms, Procedure, Source, Term, TermUnit
from counter_app.model.term_mismatch import Verdict

HERE = Procedure(
    code="1.000449.000.00.00.H31",
    name="Điều chỉnh bản công bố",
    short_name="Điều chỉnh",
    field="TĐC",
    cases=(),
    terms=tuple(ChannelTerms(channel=channel, term=Term(amount=5, unit=TermUnit.WORKING_DAY)) for channel in Channel),
    source=Source(document="QĐ", verified=False),
)


def other(amount: int, unit: TermUnit = TermUnit.WORKING_DAY, text: str = "") -> Procedure:
    term = None if text else Term(amount=amount, unit=unit)
    return replace(
        HERE,
        code="1.000449",
        terms=tuple(ChannelTerms(channel=channel, term=term, term_text=text) for channel in Channel),
    )


def test_the_same_term_is_no_mismatch_whatever_the_tail_of_the_code() -> None:
    assert term_mismatches([HERE], [other(5)], [other(5)]) == ()
    assert term_mismatches([HERE], None, None) == ()
    assert term_mismatches([HERE], [], None) == (), "a procedure that the other side has not got is not its term"


def test_another_number_another_unit_and_words_are_told_apart_and_channels_that_agree_stand_together() -> None:
    cases = (
        (other(3), Verdict.AMOUNT, "3 ngày làm việc"),
        (other(5, TermUnit.DAY), Verdict.UNIT, "5 ngày"),
        (other(0, text="Theo kế hoạch"), Verdict.UNCLEAR, "Theo kế hoạch"),
    )
    for national, verdict, words in cases:
        (line,) = term_mismatches([HERE], [national], None)
        assert (line.code, line.here, line.national, line.decision) == ("1.000449", "5 ngày làm việc", words, None)
        assert (line.verdict, line.channels, line.verified) == (verdict, tuple(Channel), False)


def test_the_decision_alone_may_disagree_and_one_channel_alone_is_told_alone() -> None:
    (line,) = term_mismatches([HERE], [other(5)], [other(7)])
    assert (line.national, line.decision) == ("5 ngày làm việc", "7 ngày làm việc")
    online = replace(other(5), terms=(ChannelTerms(channel=Channel.ONLINE, term=Term(amount=4, unit=TermUnit.DAY)),))
    (line,) = term_mismatches([HERE], [online], None)
    assert line.channels == (Channel.ONLINE,)


def test_a_remark_in_brackets_is_no_other_term() -> None:
    ours, theirs = (replace(HERE, terms=other(0, text=text).terms) for text in ("3 (không ghi đơn vị)", "3"))
    assert term_mismatches([ours], [theirs], None) == ()
