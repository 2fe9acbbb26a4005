"""What UiTPAS says, in all the ways its pages say it, and what is no answer at all."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podium_desk.domain.uitpas import PassNo, TariffForm
from podium_desk.integrations.uitpas import answers
from podium_desk.integrations.uitpas.answers import Garbled
from podium_desk.integrations.uitpas.breaker import FAILURES_MAX, OPEN_S, Breakers
from podium_desk.integrations.uitpas.problems import TYPE_PREFIX, Problem, read_problem

SLUGS = {
    "pass-not-found": PassNo.UNKNOWN_NUMBER,
    "invalid-uitpasnumber": PassNo.UNKNOWN_NUMBER,
    "invalid-uitpas-number": PassNo.UNKNOWN_NUMBER,
    "passholder-blocked": PassNo.CARD_UNUSABLE,
    "invalid-card-status": PassNo.CARD_UNUSABLE,
    "passholder-no-active-cardsystem": PassNo.NO_MEMBERSHIP,
    "passholder-no-active-cardsystems": PassNo.NO_MEMBERSHIP,
    "social-tariff-suspended": PassNo.NOT_GRANTED,
    "maximum-reached": PassNo.LIMIT_REACHED,
    "invalid-coupon": PassNo.COUPON_GONE,
    "event-not-found": PassNo.EVENT_UNKNOWN,
    "ticket-sale-not-found": PassNo.GONE,
    "checkin-not-allowed": PassNo.CHECK_IN_REFUSED,
    "reward-passholder-points-constraint": PassNo.REWARD_REFUSED,
    "rate-limited": PassNo.TOO_BUSY,
    "something-new": PassNo.OTHER,
}


def problem(status: int = 400, **told: object) -> Problem:
    return read_problem(status, json.dumps(told).encode())


@pytest.mark.parametrize(("slug", "no"), SLUGS.items())
@pytest.mark.parametrize("status", [400, 404])
def test_a_problem_is_known_by_its_type_whatever_its_status(
    slug: str, no: PassNo, status: int
) -> None:
    assert problem(status, type=TYPE_PREFIX + slug).no is no


def test_only_the_whole_type_counts() -> None:
    assert problem(type="https://elders.example/maximum-reached").no is PassNo.OTHER
    assert problem(type="maximum-reached").no is PassNo.OTHER


@pytest.mark.parametrize(
    ("status", "no"), [(401, PassNo.NOT_ALLOWED), (403, PassNo.NOT_ALLOWED), (429, PassNo.TOO_BUSY)]
)
def test_without_a_known_type_the_status_tells(status: int, no: PassNo) -> None:
    assert read_problem(status, b"<html>").no is no
    assert problem(status, type="iets anders").no is no


def test_a_body_that_uitpas_does_not_understand_is_our_fault() -> None:
    assert problem(type="https://api.publiq.be/probs/body/invalid-data").no is PassNo.OUR_FAULT


def test_its_own_sentence_and_the_bad_item_are_passed_on() -> None:
    told = problem(endUserMessage={"nl": "Dag.", "fr": "Salut."}, jsonPointer="/2/uitpasNumber")
    assert (told.message, told.item) == ("Dag.", 2)
    assert problem(endUserMessage={"fr": "Salut."}).message == ""
    assert problem(endUserMessage="Dag.", jsonPointer="/x").item is None


@given(st.integers(400, 499), st.binary(max_size=200))
def test_whatever_stands_in_a_problem_it_is_a_no(status: int, body: bytes) -> None:
    assert isinstance(read_problem(status, body), Problem)


@pytest.mark.parametrize(
    ("written", "cents"),
    [("10", 1000), ("10.03", 1003), ("0.1", 10), ("19.99", 1999), ("2.00", 200), ("0", 0)],
)
def test_euro_become_cents_without_binary_dust(written: str, cents: int) -> None:
    assert answers.cents(answers.decoded(written.encode())) == cents


@pytest.mark.parametrize("value", [Decimal("1.005"), -1, "NaN", "tien", None, True, [], "1e400"])
def test_what_is_no_amount_in_cents_is_garbled(value: object) -> None:
    with pytest.raises(Garbled):
        answers.cents(value)


@given(st.integers(0, 10_000_000))
def test_cents_go_there_and_back(amount_cents: int) -> None:
    assert answers.cents(Decimal(answers.euro(amount_cents))) == amount_cents
    as_json = json.dumps(amount_cents / 100).encode()
    assert answers.cents(answers.decoded(as_json)) == amount_cents


def test_a_kind_of_tariff_that_is_unknown_here_is_left_out() -> None:
    told = {
        "available": [
            {"id": "X", "price": 1, "type": "SOMETHING_NEW"},
            {"id": "SOCIALTARIFF", "price": 2, "type": "SOCIALTARIFF"},
        ]
    }
    (offer,) = answers.read_tariffs(told, 1000).offers
    assert (offer.form, offer.remaining) == (TariffForm.SOCIAL, 1)


def test_a_static_tariff_is_read_in_both_forms() -> None:
    listed = {"available": [{"id": "SOCIALTARIFF", "price": 2, "type": "SOCIALTARIFF"}]}
    assert answers.read_static(listed) == answers.read_static({"price": 2}) == 200


def test_sales_are_read_from_a_list_and_from_a_page() -> None:
    sale = {
        "id": 7, "uitpasNumber": "0900000067513", "eventId": "e",
        "creationDate": "2026-11-27T20:00",
        "tariff": {"id": "SOCIALTARIFF", "price": 2},
    }  # fmt: skip
    one = answers.read_sales([sale])
    assert one == answers.read_sales({"totalItems": 1, "member": [sale]})
    assert one[0].id == "7"
    assert one[0].created is not None
    assert one[0].created.tzinfo is not None


def test_the_two_spellings_of_a_reason_are_one() -> None:
    name = "PASSHOLDER_NO_ACTIVE_CARDSYSTEM"
    one, other = ({"redeemable": False, "reason": reason} for reason in (name, f"{name}S"))
    assert answers.read_redeemable(one) == answers.read_redeemable(other)


@pytest.mark.parametrize("value", [None, [], "tekst", 3, {"available": {}}, {}])
def test_what_has_not_the_promised_form_is_garbled(value: object) -> None:
    with pytest.raises(Garbled):
        answers.read_tariffs(value, 1000)


class Clock:
    def __init__(self) -> None:
        self.s = 0.0

    def __call__(self) -> float:
        return self.s


def test_a_card_system_that_is_silent_is_left_alone_and_others_are_not() -> None:
    clock = Clock()
    breakers = Breakers(clock)
    for _ in range(FAILURES_MAX):
        assert breakers.allows(1)
        breakers.silent(1)
    assert not breakers.allows(1)
    assert breakers.allows(2)
    assert breakers.open_systems() == (1,)


def test_after_its_pause_one_call_tries_and_decides() -> None:
    clock = Clock()
    breakers = Breakers(clock)
    for _ in range(FAILURES_MAX):
        breakers.silent(1)
    clock.s = OPEN_S + 1
    assert [breakers.allows(1) for _ in range(3)] == [True, False, False]
    breakers.answered(1)
    assert breakers.allows(1)
