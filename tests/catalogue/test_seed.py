"""The shipped catalogue: complete enough to work with, honest about what nobody has confirmed."""

import pytest

from counter_app.catalogue.codec import procedure_from_json, procedure_to_json
from counter_app.catalogue.seed import seed_procedures
from counter_app.errors import Refused
from counter_app.model.dossier import Channel
from counter_app.model.procedure import Procedure, Term, TermUnit, base_code

USED_BY_THE_SAMPLE_LISTS = ("2.001209", "1.000449", "1.000173", "2.002380", "1.001786", "2.002278")


def by_code(code: str) -> Procedure:
    return next(procedure for procedure in seed_procedures() if procedure.code == code)


def test_every_row_of_the_researched_catalogue_and_the_everyday_ones_are_there() -> None:
    fields = [procedure.field for procedure in seed_procedures()]
    assert len(fields) == 59
    assert fields.count("Hộ tịch") + fields.count("Chứng thực") == 11


def test_at_least_twenty_procedures_have_papers_and_a_term() -> None:
    usable = [one for one in seed_procedures() if one.cases[0].components and one.term_for(Channel.ONLINE)]
    assert len(usable) >= 20


@pytest.mark.parametrize("code", USED_BY_THE_SAMPLE_LISTS)
def test_procedures_of_the_sample_lists_can_be_received(code: str) -> None:
    procedure = by_code(code)
    assert procedure.cases[0].components
    assert all(procedure.term_for(channel) for channel in Channel)


def test_codes_meet_by_their_first_seven_digits_and_stand_once() -> None:
    codes = [base_code(procedure.code) for procedure in seed_procedures()]
    assert len(set(codes)) == len(codes)


def test_each_figure_says_where_it_comes_from_and_whether_that_was_confirmed() -> None:
    procedure = by_code("1.001786")
    online = procedure.terms[1]
    assert online.term == Term(amount=15, unit=TermUnit.WORKING_DAY)
    assert online.source and online.source.verified and "Hưng Yên" in online.source.document
    assert online.fee_vnd == 3_000_000
    assert procedure.unverified == ("code", "components")
    assert by_code("1.000173").unverified == ()
    assert by_code("1.001747").unverified == ("code", "term", "components")
    for one in seed_procedures():
        sources = [one.source, *(case.source for case in one.cases), *(item.source for item in one.terms)]
        assert all(source.document for source in sources if source)


def test_unknown_papers_are_marked_and_not_invented() -> None:
    case = by_code("LOCAL-KHCN-17").cases[0]
    assert case.components == ()
    assert case.source and not case.source.verified


def test_a_number_of_days_without_a_unit_gives_no_term() -> None:
    birth = by_code("1.001193")
    assert birth.term_for(Channel.ONLINE) is None
    assert birth.terms[0].term_text.startswith("1 ")
    assert [paper.required for paper in birth.cases[0].components][:3] == [True, True, False]


def test_short_names_fit_the_queue() -> None:
    assert all(len(procedure.short_name) <= 40 for procedure in seed_procedures())


def test_papers_are_numbered_from_one() -> None:
    for procedure in seed_procedures():
        for case in procedure.cases:
            assert [paper.number for paper in case.components] == list(range(1, len(case.components) + 1))


def test_json_and_back_changes_nothing() -> None:
    for procedure in seed_procedures():
        assert procedure_from_json(procedure_to_json(procedure)) == procedure


@pytest.mark.parametrize(
    "spoil",
    [
        {"name": ""},
        {"terms": [{"channel": 9, "term": None}]},
        {"terms": [{"channel": 1, "term": {"amount": 3, "unit": "fortnight"}}]},
        {"cases": [{"name": "", "components": [{"number": 1}]}]},
        {"cases": None},
        {"source": None},
    ],
)
def test_a_broken_record_is_refused_with_its_code(spoil: dict[str, object]) -> None:
    value = procedure_to_json(by_code("2.001209")) | spoil
    with pytest.raises(Refused) as refused:
        procedure_from_json(value)
    assert refused.value.code == "catalogue.bad_record"
    assert "2.001209" in refused.value.what
