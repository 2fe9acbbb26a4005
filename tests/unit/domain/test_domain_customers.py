"""Who a customer is, in rows (docs/rules/customers.md)."""

from __future__ import annotations

from datetime import date

import pytest

from podium_desk.domain.consents import decide_consent, is_in_force, newest
from podium_desk.domain.customer_facts import ConsentSaid, ConsentWay, Purpose, SameReason
from podium_desk.domain.customer_fields import (
    Field,
    SaleKind,
    checked,
    decide_complete,
    fields_of,
    is_minor,
)
from podium_desk.domain.ids import CustomerId, FactId, HouseId, Origin
from podium_desk.domain.likely_same import why_same
from podium_desk.domain.official_numbers import printed_enterprise_number
from podium_desk.domain.reaching import spoken_phone
from podium_desk.domain.refusals import Refusal
from podium_desk.domain.same_customers import FieldsSaid, all_of, known_fields

TODAY = date(2026, 11, 29)
NAME = {Field.NAME: "Ada Vink"}
MAIL = {Field.EMAIL: "ada@anker.be"}
PHONE = {Field.PHONE: "+32471234567"}
ADDRESS = {Field.STREET: "Kaai 1", Field.POSTCODE: "1755", Field.TOWN: "Gooik"}
COMPANY = {Field.COMPANY: "Anker bv"}
NUMBER = {Field.ENTERPRISE: "0203201340"}
CHILD = {Field.BIRTH: "2016-05-30"}
GUARDIAN = {Field.GUARDIAN: "Bo Vink", Field.GUARDIAN_CONTACT: "bo@anker.be"}


def outcome_of(outcome: object) -> object:
    return outcome.reason.value if isinstance(outcome, Refusal) else outcome


@pytest.mark.parametrize(
    ("said", "kind", "needs_birth", "outcome"),
    [
        ({}, SaleKind.WALK_UP, False, None),
        (NAME, SaleKind.RESERVATION, False, "contact_needed"),
        (NAME | MAIL, SaleKind.RESERVATION, False, None),
        (PHONE, SaleKind.SUBSCRIPTION, False, "name_needed"),
        (NAME, SaleKind.INVOICE, False, "address_needed"),
        (NAME | ADDRESS, SaleKind.INVOICE, False, None),
        (NAME | ADDRESS | COMPANY, SaleKind.INVOICE, False, "company_needed"),
        (NAME | ADDRESS | COMPANY | NUMBER, SaleKind.INVOICE, False, None),
        (NAME | PHONE, SaleKind.SUBSCRIPTION, True, "birth_needed"),
        (NAME | CHILD, SaleKind.SUBSCRIPTION, True, "guardian_needed"),
        (NAME | CHILD | GUARDIAN, SaleKind.SUBSCRIPTION, True, None),
    ],
)
def test_a_sale_needs_no_more_of_a_customer_than_it_asks(said, kind, needs_birth, outcome):
    assert outcome_of(decide_complete(said, kind, TODAY, needs_birth)) == outcome


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        (SaleKind.WALK_UP, ""),
        (SaleKind.RESERVATION, "name phone email"),
        (SaleKind.SUBSCRIPTION, "name phone email"),
        (SaleKind.INVOICE, "name street postcode town company enterprise"),
    ],
)
def test_a_sale_shows_few_fields_and_the_birth_only_for_an_age(kind, shown):
    assert " ".join(fields_of(kind)) == shown
    assert fields_of(kind, needs_birth=True) == (*fields_of(kind), Field.BIRTH)


@pytest.mark.parametrize(
    ("field", "typed", "kept"),
    [
        (Field.PHONE, "0471 23 45 67", "+32471234567"),
        (Field.PHONE, "+32 (0)471/23.45.67", "+32471234567"),
        (Field.PHONE, "0032 9 123 45 67", "+3291234567"),
        (Field.PHONE, "02/123.45.67", "+3221234567"),
        (Field.PHONE, "+31 20 123 45 67", "+31201234567"),
        (Field.PHONE, "471 23 45 67", "wrong_phone"),
        (Field.PHONE, "0471 23 45 6", "wrong_phone"),
        (Field.EMAIL, "Ada.Vink@Anker.BE", "ada.vink@anker.be"),
        (Field.EMAIL, "ada@anker", "wrong_mail"),
        (Field.EMAIL, "ada@anker.be, bo@anker.be", "wrong_mail"),
        (Field.ENTERPRISE, "BE 0203.201.340", "0203201340"),
        (Field.ENTERPRISE, "203.201.340", "0203201340"),
        (Field.ENTERPRISE, "0203.201.341", "wrong_enterprise_number"),
        (Field.POSTCODE, "1755 xk", "1755 XK"),
        (Field.POSTCODE, "?", "wrong_postcode"),
        (Field.BIRTH, "30/5/2012", "2012-05-30"),
        (Field.BIRTH, "2012", "2012"),
        (Field.BIRTH, "31/2/2012", "wrong_birth"),
        (Field.BIRTH, "30/5/2999", "wrong_birth"),
        (Field.CARD, "1234 5678", "12345678"),
        (Field.GUARDIAN_CONTACT, "ada@anker.be", "ada@anker.be"),
        (Field.GUARDIAN_CONTACT, "at school", "wrong_contact"),
        (Field.NAME, "a" * 121, "text_too_long"),
        (Field.NAME, "  Ada   Vink ", "Ada Vink"),
        (Field.NAME, " ", ""),
    ],
)
def test_a_field_is_kept_in_one_form_however_it_was_typed(field, typed, kept):
    assert outcome_of(checked(field, typed, TODAY)) == kept


@pytest.mark.parametrize(
    ("typed", "is_taken"),
    [
        ("85.07.30-033.28", False),
        ("85073003328", False),
        ("rr 85 07 30 033 28, bel terug", False),
        ("12.05.30-001.94", False),
        ("85.47.30-033.17", False),
        ("85.07.30-033.29", True),
        ("85.13.30-033.70", True),
        ("+32 471 23 45 67", True),
        ("090/9337/55493", True),
    ],
)
def test_what_could_be_a_national_number_is_never_kept(typed, is_taken):
    outcome = outcome_of(checked(Field.REMARK, typed, TODAY))
    assert outcome == (typed if is_taken else "national_number")


@pytest.mark.parametrize("field", Field)
def test_no_field_takes_a_national_number(field):
    assert isinstance(checked(field, "85.07.30-033.28", TODAY), Refusal)


@pytest.mark.parametrize("number", ["+32471234567", "+3291234567", "+3250123456", "+31201234567"])
def test_a_telephone_number_that_is_said_is_the_one_that_was_kept(number):
    assert checked(Field.PHONE, spoken_phone(number), TODAY) == number


def test_an_enterprise_number_is_printed_as_on_an_invoice():
    assert printed_enterprise_number("0203201340") == "BE 0203.201.340"


def consent(stamp: int, is_given: bool, purpose: Purpose = Purpose.NEWSLETTER) -> ConsentSaid:
    return ConsentSaid(
        CustomerId("a"), HouseId(1), purpose, is_given, ConsentWay.COUNTER, stamp, 1, "An"
    )


@pytest.mark.parametrize(
    ("said", "in_force"),
    [
        ([], False),
        ([(1, True)], True),
        ([(1, True), (2, False)], False),
        ([(1, True), (2, False), (3, True)], True),
        ([(1, True), (1, False)], False),
    ],
)
def test_the_newest_word_on_a_consent_counts_and_no_in_doubt(said, in_force):
    for words in (said, said[::-1]):
        found = newest(consent(*word) for word in words).get((HouseId(1), Purpose.NEWSLETTER))
        assert (found is not None and is_in_force(found, NAME, TODAY)) is in_force


def test_a_consent_is_for_one_purpose():
    assert list(newest([consent(1, True, Purpose.POST)])) == [(HouseId(1), Purpose.POST)]


@pytest.mark.parametrize(("said_on", "in_force"), [("2030-05-29", False), ("2030-05-30", True)])
def test_what_a_minor_allowed_does_not_count(said_on, in_force):
    said = {Field.BIRTH: "2012-05-30"}
    assert is_in_force(consent(1, True), said, date.fromisoformat(said_on)) is in_force


@pytest.mark.parametrize(
    ("birth", "today", "is_given", "outcome"),
    [
        ("2012-05-30", "2030-05-29", True, "minor_consent"),
        ("2012-05-30", "2030-05-30", True, None),
        ("2012", "2030-12-31", True, None),
        ("2012", "2030-12-30", True, "minor_consent"),
        ("", "2030-05-29", True, None),
        ("2012-05-30", "2030-05-29", False, None),
    ],
)
def test_a_minor_allows_nothing_and_may_say_no(birth, today, is_given, outcome):
    said = {Field.BIRTH: birth}
    decided = decide_consent(said, is_given, Purpose.NEWSLETTER, date.fromisoformat(today))
    assert outcome_of(decided) == outcome


def test_who_was_born_on_the_last_of_february_is_eighteen_on_the_first_of_march():
    assert is_minor({Field.BIRTH: "2008-02-29"}, date(2026, 2, 28))
    assert not is_minor({Field.BIRTH: "2008-02-29"}, date(2026, 3, 1))


def at(name: str, postcode: str = "1755") -> dict[Field, str]:
    return {Field.NAME: name, Field.POSTCODE: postcode}


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        (MAIL, MAIL | NAME, SameReason.EMAIL),
        (PHONE, PHONE | NAME, SameReason.PHONE),
        ({Field.CARD: "77"}, {Field.CARD: "77"}, SameReason.CARD),
        (at("Hélène Vink"), at("Vink Helene"), SameReason.NAME),
        (at("Ada Vink"), at("Ada Vnik"), SameReason.NAME),
        (at("Ada Vink"), at("Ida Vonk"), None),
        (at("Bo Li"), at("Bo Lu"), SameReason.NAME),
        (at("Bo Li"), at("Jo Lu"), None),
        (at("Ada Vink"), at("Ada Vink", "9000"), None),
        (NAME, NAME, None),
    ],
)
def test_two_customers_are_likely_one_for_a_reason(one, other, reason):
    assert why_same(one, other) is reason
    assert why_same(other, one) is reason


def said(log: int, minute: int, **fields: str) -> FieldsSaid:
    return FieldsSaid(CustomerId("a"), FactId(Origin(log), minute), minute, fields)


@pytest.mark.parametrize(
    ("here", "there", "known"),
    [
        (said(1, 0, email="a@b.be"), said(2, 5, phone="+3291234567"), "+3291234567 a@b.be"),
        (said(1, 0, phone="+3291234567"), said(2, 5, phone="+3291234568"), "+3291234568"),
        (said(1, 0, email=""), said(2, 5, email="a@b.be"), "a@b.be"),
        (said(1, 5, email=""), said(2, 0, email="a@b.be"), ""),
    ],
)
def test_of_each_field_the_newest_word_stands_in_whatever_order_they_came(here, there, known):
    for words in ([here, there], [there, here]):
        fields = known_fields(words)
        assert " ".join(fields[field] for field in sorted(fields, reverse=True)) == known


@pytest.mark.parametrize(
    ("joined", "undone", "one_person"),
    [
        (["AB"], [], "AB"),
        (["AB", "BC"], [], "ABC"),
        (["AB", "AC"], [], "ABC"),
        (["AB", "AB"], [0], "AB"),
        (["AB", "AB"], [0, 1], "A"),
    ],
)
def test_joinings_that_stand_make_one_person_and_an_undoing_names_one_of_them(
    joined, undone, one_person
):
    standing = [pair for place, pair in enumerate(joined) if place not in undone]

    def neighbours(of):
        return [CustomerId(pair.replace(of, "", 1)) for pair in standing if of in pair]

    assert "".join(sorted(all_of(CustomerId("A"), neighbours))) == one_person
