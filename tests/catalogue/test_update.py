"""What an import would change, told before it is done, and what it must never take away."""

from dataclasses import replace
from datetime import date

import pytest

from counter_app.catalogue.comparison import changes_between
from counter_app.catalogue.seed import seed_procedures
from counter_app.catalogue.told import PARTS, Told, over
from counter_app.catalogue.update import ChangeKind, planned_changes
from counter_app.catalogue.validation import faults_of
from counter_app.model.dossier import Channel, PaperKind
from counter_app.model.procedure import (
    Case,
    ChannelTerms,
    DatedFee,
    Procedure,
    RequiredComponent,
    Source,
    Term,
    TermUnit,
)

DAY = date(2026, 11, 23)
SURE, DOUBTFUL = Source(document="CSDL quốc gia", verified=True), Source(document="Theo trí nhớ", verified=False)
FIVE, NINE = (Term(amount=days, unit=TermUnit.WORKING_DAY) for days in (5, 9))
PAPERS = (RequiredComponent(number=1, name="Đơn", must_sign=False), RequiredComponent(number=2, name="Điều lệ"))


def made(**changes: object) -> Procedure:
    whole = Procedure(
        code="1.000001",
        name="Đăng ký",
        short_name="ĐK",
        field="KHCN",
        cases=(Case(name="", components=PAPERS),),
        terms=(ChannelTerms(channel=Channel.ONLINE, term=FIVE, fee_vnd=1000),),
        source=DOUBTFUL,
    )
    return replace(whole, **changes)  # type: ignore[arg-type]


def plan(ours: list[Procedure], *theirs: Procedure, parts: frozenset[str] = frozenset(PARTS)) -> list[tuple[str, str]]:
    told = [Told(procedure=one, parts=parts) for one in theirs]
    return [(str(one.kind), one.code) for one in planned_changes(ours, told, DAY)]


def test_new_changed_and_gone_are_told_apart_and_other_fields_are_left_alone() -> None:
    ours = [made(), made(code="1.000002"), made(code="1.000003", field="Xây dựng"), made(code="1.000005")]
    theirs = [made(source=SURE), made(code="1.000004"), made(code="1.000005.000.00.00.H31")]
    assert plan(ours, *theirs) == [("new", "1.000004"), ("changed", "1.000001"), ("gone", "1.000002")]
    assert plan(ours[:1], made()) == []


def test_each_difference_is_told_with_both_sides() -> None:
    other = made(
        name="Đăng ký hoạt động",
        terms=(ChannelTerms(channel=Channel.ONLINE, term=NINE, fee_vnd=2000),),
        cases=(Case(name="", components=(replace(PAPERS[0], originals=1), RequiredComponent(number=2, name="Sơ đồ"))),),
        source=SURE,
    )
    (change,) = planned_changes([made()], [Told(procedure=other)], DAY)
    told = [(one.what, one.before, one.after) for one in change.details]
    assert told == [
        ("name", "Đăng ký", "Đăng ký hoạt động"),
        ("term", "5 ngày làm việc", "9 ngày làm việc"),
        ("fee", "1.000 đồng", "2.000 đồng"),
        ("component", "Đơn · công chức không ký", "Đơn · 1 bản chính · công chức không ký"),
        ("component", "Điều lệ", ""),
        ("component", "", "Sơ đồ"),
        ("source", "Theo trí nhớ (chưa xác minh)", "CSDL quốc gia"),
    ]
    assert change.after.effective_from == DAY
    assert change.after.cases[0].components[0].must_sign is False  # the office's own business


def test_a_list_of_names_takes_no_figure_away_and_keeps_their_marks() -> None:
    told = Told(procedure=made(cases=(), terms=(), source=SURE, field="Mới"), parts=frozenset({"field"}))
    after = over(made(), told)
    assert (after.field, after.terms[0].term, after.cases[0].components) == ("Mới", FIVE, PAPERS)
    assert after.unverified == ("term", "fee", "components")


def test_a_doubtful_list_that_says_the_same_takes_no_certainty_away() -> None:
    ours = made(source=SURE)
    assert over(ours, Told(procedure=made(field="Mới"), parts=frozenset({"field"}))).source == SURE
    assert over(ours, Told(procedure=made(name="Tên khác"))).source == DOUBTFUL


def test_a_paper_code_or_kind_alone_is_a_difference() -> None:
    for change in ({"code": "KQ.1"}, {"paper_kind": PaperKind.TRANSLATION}, {"must_sign": True}):
        papers = (replace(PAPERS[0], **change), PAPERS[1])  # type: ignore[arg-type]
        (found,) = changes_between(made(), made(cases=(Case(name="", components=papers),)))
        assert found.what == "component"


def test_words_that_could_not_be_read_do_not_erase_a_figure_and_dated_fees_stay() -> None:
    fee = DatedFee(amount_vnd=500, effective_from=DAY)
    ours = made(terms=(replace(made().terms[0], fees=(fee,)),))
    vague = ChannelTerms(channel=Channel.ONLINE, term=None, term_text="7", fee_text="Theo nghị quyết")
    postal = ChannelTerms(channel=Channel.POSTAL, term=NINE)
    after = over(ours, Told(procedure=made(terms=(vague, postal), source=SURE)))
    online, added = after.terms
    assert (online.term, online.term_text, online.fee_vnd, online.fees) == (FIVE, "", 1000, (fee,))
    assert online.source == DOUBTFUL
    assert added == postal


def test_an_import_twice_changes_nothing_more() -> None:
    (change,) = planned_changes([made()], [Told(procedure=made(name="Khác", source=SURE))], DAY)
    assert planned_changes([change.after], [Told(procedure=made(name="Khác", source=SURE))], DAY) == ()


def test_the_end_of_a_gone_procedure_lies_before_the_day() -> None:
    (gone,) = planned_changes([made(), made(code="1.000002")][1:], [Told(procedure=made())], DAY)[1:]
    assert gone.kind is ChangeKind.GONE
    assert not gone.after.holds_on(DAY)


def test_dated_fees_days_and_the_rest_are_compared_too() -> None:
    fee = DatedFee(amount_vnd=None, effective_from=DAY)
    after = made(
        terms=(replace(made().terms[0], fees=(fee,)),), effective_to=DAY, legal_basis=("Luật",), result_name="GCN"
    )
    told = {one.what: one.after for one in changes_between(made(), after)}
    assert told == {
        "result": "GCN",
        "fee": "1.000 đồng; từ 23/11/2026: bằng lời",
        "legal_basis": "Luật",
        "days": "đến hết 23/11/2026",
    }


def with_terms(**changes: object) -> Procedure:
    return made(terms=(replace(made().terms[0], **changes),))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("procedure", "place"),
    [
        (made(code="1.23"), "code"),
        (made(name=" "), "name"),
        (made(effective_to=date(2026, 1, 1)), "effective_to"),
        (made(cases=(Case(name="", components=()), Case(name="B", components=()))), "case:0"),
        (made(cases=(Case(name="B", components=()), Case(name="b", components=()))), "case:0"),
        (made(cases=(Case(name="", components=(RequiredComponent(number=1, name=""),)),)), "component:0:0"),
        (made(cases=(Case(name="", components=(replace(PAPERS[0], copies=99),)),)), "component:0:0"),
        (with_terms(term=Term(amount=0, unit=TermUnit.DAY)), "term:2"),
        (with_terms(fee_vnd=-1), "fee:2"),
        (with_terms(fees=(DatedFee(amount_vnd=1, reduction_percent=101),)), "fee:2"),
        (with_terms(fees=(DatedFee(amount_vnd=1, effective_from=DAY, effective_to=date(2026, 1, 1)),)), "fee:2"),
        (with_terms(fees=(DatedFee(amount_vnd=2_000_000_000),)), "fee:2"),
    ],
)
def test_a_fault_stands_at_its_field_and_says_what_to_do(procedure: Procedure, place: str) -> None:
    found = faults_of(procedure, DAY)
    assert found[0].place == place
    assert found[0].sentence


def test_the_shipped_catalogue_has_no_fault() -> None:
    assert [fault for one in seed_procedures() for fault in faults_of(one, DAY)] == []
