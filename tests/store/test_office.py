from dataclasses import replace

from counter_app.model.dossier import Channel, PaperKind
from counter_app.model.person import Person, Role
from counter_app.model.procedure import Case, ChannelTerms, Procedure, RequiredComponent, Source, Term, TermUnit
from counter_app.store.database import Store

FULL = Procedure(
    code="1.001786.000.00.00.H18",
    name="Đăng ký khai sinh",
    short_name="Khai sinh",
    field="Hộ tịch",
    cases=(
        Case(
            name="Trẻ bị bỏ rơi",
            components=(RequiredComponent(number=1, name="Tờ khai", paper_kind=PaperKind.ORIGINAL, required=False),),
            source=Source(document="QĐ 1", verified=True),
        ),
    ),
    terms=(
        ChannelTerms(channel=Channel.ONLINE, term=Term(amount=3, unit=TermUnit.WORKING_DAY), fee_vnd=5000),
        ChannelTerms(channel=Channel.DIRECT, term=None, term_text="Ngay"),
    ),
    source=Source(document="QĐ 2", verified=False),
    legal_basis=("Luật Hộ tịch",),
)


def _put(store: Store, *procedures: Procedure) -> None:
    with store.unit_of_work() as unit:
        for procedure in procedures:
            unit.put_procedure(procedure)
        unit.commit()


def test_a_procedure_comes_back_whole(store: Store) -> None:
    _put(store, FULL)
    with store.unit_of_work() as unit:
        assert unit.procedure(FULL.code) == FULL


def test_a_procedure_is_replaced_by_its_code(store: Store) -> None:
    _put(store, FULL, replace(FULL, short_name="KS"))
    with store.unit_of_work() as unit:
        assert [each.short_name for each in unit.procedures()] == ["KS"]


def test_a_code_is_found_whole_else_by_its_beginning(store: Store) -> None:
    _put(store, FULL, replace(FULL, code="1.001786"), replace(FULL, code="LOCAL-1"), replace(FULL, code="2.000001"))
    with store.unit_of_work() as unit:
        for asked, expected in (
            (FULL.code, FULL.code),
            ("1.001786", "1.001786"),
            ("1.001786.000.00.00.H31", "1.001786"),
            ("LOCAL-1", "LOCAL-1"),
        ):
            found = unit.procedure(asked)
            assert found is not None
            assert found.code == expected
        assert unit.procedure("9.999999") is None
        assert unit.procedure("LOCAL") is None


def test_procedures_are_found_by_words_without_diacritics(store: Store) -> None:
    other = replace(FULL, code="2.000001", name="Cấp phép xây dựng", short_name="", field="Xây dựng")
    _put(store, FULL, other)
    with store.unit_of_work() as unit:
        assert unit.procedures("khai sinh") == (FULL,)
        assert unit.procedures("XÂY 2.0000") == (other,)
        assert unit.procedures("ho tich xay") == ()
        assert unit.procedures() == (FULL, other)


def test_a_field_that_an_older_row_lacks_keeps_its_default(store: Store) -> None:
    import sqlalchemy as sa

    from counter_app.store.tables import procedure_version

    _put(store, FULL)
    body = '{"code":"1.1","name":"n","short_name":"","field":"","cases":[],"terms":[],"gone":1,'
    body += '"source":{"document":"QĐ","verified":true}}'
    with store._database.writing.begin() as connection:
        connection.execute(sa.update(procedure_version).values(body=body))
    with store.unit_of_work() as unit:
        (found,) = unit.procedures()
    assert (found.level, found.legal_basis, found.source.verified) == ("province", (), True)


def test_people_are_kept_and_replaced_by_their_sign_in_name(store: Store) -> None:
    ha = Person(login="ha", name="Nguyễn Thu Hà", role=Role.OFFICER, title="Chuyên viên")
    boss = Person(login="an", name="Lò Văn An", role=Role.LEADER)
    with store.unit_of_work() as unit:
        for person in (replace(ha, name="Cũ"), ha, boss):
            unit.put_person(person)
        unit.commit()
    with store.unit_of_work() as unit:
        assert unit.people() == (boss, ha)
