"""UiTPAS through a counter and its store: registered before it is paid, and never for nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from harness.uitpas_evening import (
    ONCE_A_WEEK,
    REGULAR_CENTS,
    SOCIAL_CENTS,
    TONIGHT,
    UitpasEvening,
    UitpasPlaceAtWork,
    uitpas_evening,
)

from podium_desk.application.settling import SettleRequest, Settling
from podium_desk.application.uitpas import RewardGiven, UitpasPoints, UitpasRefusal
from podium_desk.domain.facts import PaymentMeans
from podium_desk.domain.incidents import IncidentKind, Outcome
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.uitpas import OfflinePolicy, PassNo, SaleState, chosen_by_itself

GENT, GENTBRUGGE, ELSEWHERE = "0900000067513", "0900010959113", "0900000093204"
PLAIN, EXPIRED, BLOCKED, GROUP = (
    "0900000095902", "0900000031618", "0900000002312", "0900000045410",
)  # fmt: skip


@pytest.fixture
def evening(tmp_path: Path) -> Iterator[UitpasEvening]:
    with uitpas_evening(tmp_path / "central", OfflinePolicy.PROVISIONAL) as evening:
        yield evening


@pytest.fixture
def counter(evening: UitpasEvening) -> UitpasPlaceAtWork:
    return evening.counter("Kassa 1")


def states(evening: UitpasEvening) -> list[str]:
    rows = evening.cluster.sql.rows("SELECT state FROM uitpas_sale ORDER BY at_ms, token")
    return [row[0] for row in rows]


def own_states(counter: UitpasPlaceAtWork) -> list[str]:
    sql = counter.place.work.replica.sql
    return [row[0] for row in sql.rows("SELECT state FROM uitpas_place ORDER BY at_ms, token")]


def test_a_pass_is_registered_before_it_is_paid_and_confirmed_by_the_sale(
    evening: UitpasEvening, counter: UitpasPlaceAtWork
) -> None:
    places = counter.hold(2)
    reductions = counter.reduced(GENT, places)
    assert evening.registered() == [GENT]
    assert states(evening) == ["pending_payment"]
    done = counter.sold(places, reductions)
    assert done.total_cents == SOCIAL_CENTS + REGULAR_CENTS
    assert [ticket.price_cents for ticket in done.tickets] == [SOCIAL_CENTS, REGULAR_CENTS]
    counter.place.sync()
    evening.catch_up()
    assert states(evening) == own_states(counter) == ["confirmed"]
    assert Settling(counter.place.work).open_all() == ()


def test_a_ticket_says_uitpas_and_nothing_more(counter: UitpasPlaceAtWork) -> None:
    places = counter.hold(1)
    done = counter.sold(places, counter.reduced(GENT, places))
    desk = counter.place.desk
    assert done.tickets[0].tariff.in_language("nl") == "UiTPAS"
    assert desk.papers.ticket(done.tickets[0].id, "nl").tariff == "UiTPAS"
    receipt = desk.papers.receipt(done.order, "nl", 0)
    assert [line.tariff for group in receipt.groups for line in group.lines] == ["UiTPAS"]


def test_a_chip_is_as_good_as_a_number(counter: UitpasPlaceAtWork) -> None:
    offers = counter.offers("04363CDAEE3880", counter.hold(1))
    assert (offers.number, len(offers.offers)) == (GENT, 1)


def test_a_coupon_is_never_chosen_by_itself(counter: UitpasPlaceAtWork) -> None:
    places = counter.hold(2)
    offers = counter.offers(GENTBRUGGE, places)
    assert {offer.id for offer in offers.offers} == {"SOCIALTARIFF", "COUPON_1079"}
    chosen = chosen_by_itself([REGULAR_CENTS] * 2, offers.offers)
    assert [choice.tariff.id for choice in chosen] == ["SOCIALTARIFF"]


def test_a_group_pass_reduces_every_place(
    evening: UitpasEvening, counter: UitpasPlaceAtWork
) -> None:
    places = counter.hold(4)
    done = counter.sold(places, counter.reduced(GROUP, places))
    assert done.total_cents == 4 * SOCIAL_CENTS
    assert evening.registered() == [GROUP] * 4


@pytest.mark.parametrize(
    ("number", "no"),
    [
        (BLOCKED, PassNo.CARD_UNUSABLE),
        ("0900000000007", PassNo.UNKNOWN_NUMBER),
        ("nonsense", PassNo.WRONG_FORM),
        ("00010100105", PassNo.NATIONAL_NUMBER),
    ],
)
def test_every_no_has_its_own_word(counter: UitpasPlaceAtWork, number: str, no: PassNo) -> None:
    assert counter.no(number, counter.hold(1)) is no


def test_a_number_of_a_person_never_leaves_the_counter(counter: UitpasPlaceAtWork) -> None:
    counter.place.wire.bytes_seen.clear()
    assert counter.no("00.01.01-001.05", counter.hold(1)) is PassNo.NATIONAL_NUMBER
    assert not any(b"00010100105" in seen for seen in counter.place.wire.bytes_seen)


def test_a_pass_without_a_price_gets_its_sentence(counter: UitpasPlaceAtWork) -> None:
    offers = counter.offers(EXPIRED, counter.hold(1))
    assert offers.offers == ()
    assert any("verlopen" in note for note in offers.notes)


def test_the_second_counter_hears_that_the_pass_has_had_its_place(
    evening: UitpasEvening, counter: UitpasPlaceAtWork
) -> None:
    other = evening.counter("Kassa 2")
    places, others = counter.hold(1, ONCE_A_WEEK), other.hold(1, ONCE_A_WEEK)
    both = counter.offers(GENT, places), other.offers(GENT, others)
    chosen = [chosen_by_itself([REGULAR_CENTS], offers.offers) for offers in both]
    assert not isinstance(counter.desk.register(both[0], chosen[0]), UitpasRefusal)
    refused = other.desk.register(both[1], chosen[1])
    assert isinstance(refused, UitpasRefusal)
    assert refused.no is PassNo.LIMIT_REACHED
    assert "maximum" in refused.message
    assert evening.registered() == [GENT]


def test_a_basket_that_lets_a_place_go_takes_its_registration_back(
    evening: UitpasEvening, counter: UitpasPlaceAtWork
) -> None:
    places = counter.hold(1)
    counter.reduced(GENT, places)
    counter.release(places)
    counter.errands.once()
    evening.catch_up()
    assert evening.registered() == []
    assert states(evening) == own_states(counter) == ["cancelled"]


def test_a_sale_without_the_reduction_takes_what_was_registered_back(
    evening: UitpasEvening, counter: UitpasPlaceAtWork
) -> None:
    places = counter.hold(1)
    counter.reduced(GENT, places)
    assert counter.sold(places, {}).total_cents == REGULAR_CENTS
    counter.errands.once()
    evening.catch_up()
    assert evening.registered() == []


def test_a_reduction_that_was_not_paid_in_time_is_taken_back_and_cannot_be_sold(
    evening: UitpasEvening, counter: UitpasPlaceAtWork
) -> None:
    places = counter.hold(1)
    reductions = counter.reduced(GENT, places)
    evening.cluster.clock.pass_(minutes=16)
    counter.errands.once()
    refused = counter.sell(places, reductions)
    assert isinstance(refused, Refusal)
    assert refused.reason is RefusalReason.REDUCTION_OUTDATED
    evening.catch_up()
    assert evening.registered() == []


def test_a_refunded_ticket_is_taken_back_at_uitpas(
    evening: UitpasEvening, counter: UitpasPlaceAtWork
) -> None:
    places = counter.hold(1)
    done = counter.sold(places, counter.reduced(GENT, places))
    counter.place.desk.after_sales.refund((done.tickets[0].id,), PaymentMeans.CASH, "ziek")
    counter.place.sync()
    evening.catch_up()
    assert evening.registered() == []
    assert states(evening) == ["cancelled"]


def test_killed_between_registering_and_paying_it_is_told_and_taken_back(
    evening: UitpasEvening, tmp_path: Path
) -> None:
    counter = evening.counter("Kassa 3", tmp_path / "kassa3.sqlite")
    counter.reduced(GENT, counter.hold(1))
    counter.place.kill_and_restart()
    again = UitpasPlaceAtWork(counter.place, evening)
    assert again.desk.left_over() == 1
    assert again.desk.left_over() == 0
    again.errands.once()
    evening.catch_up()
    assert evening.registered() == []


def test_an_answer_that_was_lost_on_its_way_is_taken_back(
    evening: UitpasEvening, counter: UitpasPlaceAtWork
) -> None:
    offers = counter.offers(GENT, counter.hold(1))
    chosen = chosen_by_itself([REGULAR_CENTS], offers.offers)
    counter.place.wire.loses_answers = True
    refused = counter.desk.register(offers, chosen)
    assert isinstance(refused, UitpasRefusal)
    assert refused.no is PassNo.AWAY
    assert evening.registered() == [GENT]
    counter.place.wire.loses_answers = False
    counter.errands.once()
    evening.catch_up()
    assert evening.registered() == []


def test_a_registration_that_uitpas_took_in_silence_is_found_and_taken_back(
    evening: UitpasEvening, counter: UitpasPlaceAtWork
) -> None:
    offers = counter.offers(GENT, counter.hold(1))
    evening.weather.silent_after_accept = 1
    refused = counter.desk.register(offers, chosen_by_itself([REGULAR_CENTS], offers.offers))
    assert isinstance(refused, UitpasRefusal)
    assert refused.no is PassNo.AWAY
    assert evening.registered() == [GENT]
    counter.errands.once()
    evening.catch_up()
    assert evening.registered() == []
    assert states(evening) == ["cancelled"]


def test_a_cancellation_that_comes_first_stops_the_registration_that_comes_after(
    evening: UitpasEvening, counter: UitpasPlaceAtWork
) -> None:
    from podium_desk.application.uitpas_messages import (
        CANCEL,
        REGISTER,
        RegisterAsked,
        RegisterItem,
        RegisterTold,
        TokensAsked,
        TokensTold,
    )

    ask = counter.store.request
    item = RegisterItem("t-late", TONIGHT, GENT, REGULAR_CENTS, "SOCIALTARIFF")
    ask(CANCEL, TokensAsked(evening.house, ("t-late",), b"n"), TokensTold, 1.0)
    told = ask(REGISTER, RegisterAsked((item,), b"m"), RegisterTold, 1.0)
    assert told.no == PassNo.ENDED
    assert evening.registered() == []


def test_the_same_request_again_registers_nothing_more(
    evening: UitpasEvening, counter: UitpasPlaceAtWork
) -> None:
    from podium_desk.application.uitpas_messages import (
        REGISTER,
        RegisterAsked,
        RegisterItem,
        RegisterTold,
    )

    item = RegisterItem("t-1", TONIGHT, GROUP, REGULAR_CENTS, "SOCIALTARIFF")
    asked = RegisterAsked((item,), b"n")
    first = counter.store.request(REGISTER, asked, RegisterTold, 1.0)
    assert counter.store.request(REGISTER, asked, RegisterTold, 1.0) == first
    assert evening.registered() == [GROUP]


# Without a line


def test_a_provisional_sale_is_registered_once_the_line_is_back(
    evening: UitpasEvening, counter: UitpasPlaceAtWork
) -> None:
    counter.errands.once()
    counter.lose_the_line()
    places = counter.hold(3)
    offers = counter.offers(GENT, places)
    assert [grant.price_cents for grant in offers.grants] == [SOCIAL_CENTS] * 2
    done = counter.sold(places, counter.reduced(GENT, places))
    assert done.total_cents == 2 * SOCIAL_CENTS + REGULAR_CENTS
    assert evening.registered() == []
    counter.find_the_line()
    evening.catch_up()
    evening.catch_up()
    assert evening.registered() == [GENT, GENT]
    counter.place.sync()
    assert Settling(counter.place.work).open_all() == ()


def test_it_does_not_matter_whether_the_number_or_the_sale_comes_first(
    evening: UitpasEvening, counter: UitpasPlaceAtWork
) -> None:
    counter.errands.once()
    counter.lose_the_line()
    places = counter.hold(1)
    counter.sold(places, counter.reduced(GENT, places))
    counter.place.wire.is_cut = False
    counter.place.sync()
    evening.catch_up()
    assert states(evening) == ["provisional"]
    assert evening.sales.waiting(evening.cluster.clock.ms)[0].why == "number_missing"
    counter.errands.once()
    evening.catch_up()
    assert states(evening) == ["confirmed"]


def test_what_uitpas_does_not_confirm_is_settled_by_a_person_and_costs_the_visitor_nothing(
    evening: UitpasEvening, counter: UitpasPlaceAtWork
) -> None:
    counter.errands.once()
    counter.lose_the_line()
    places = counter.hold(1)
    counter.sold(places, counter.reduced(ELSEWHERE, places))
    counter.find_the_line()
    evening.catch_up()
    counter.place.sync()
    settling = Settling(counter.place.work)
    (incident,) = settling.open_all()
    assert incident.kind is IncidentKind.UITPAS_NOT_GRANTED
    assert incident.details["why"] == "price_differs"
    assert incident.amount_cents == REGULAR_CENTS * 25 // 100 - SOCIAL_CENTS
    assert evening.registered() == []
    said = settling.settle(SettleRequest(incident.id, Outcome.NOTED, "An"))
    assert not isinstance(said, Refusal)
    assert settling.open_all() == ()


@pytest.mark.parametrize(("number", "why"), [(EXPIRED, "not_granted"), (BLOCKED, "not_granted")])
def test_a_pass_that_has_no_price_after_all_is_an_exception(
    evening: UitpasEvening, counter: UitpasPlaceAtWork, number: str, why: str
) -> None:
    counter.errands.once()
    counter.lose_the_line()
    places = counter.hold(1)
    counter.sold(places, counter.reduced(number, places))
    counter.find_the_line()
    evening.catch_up()
    counter.place.sync()
    (incident,) = Settling(counter.place.work).open_all()
    assert incident.details["why"] == why
    assert states(evening) == [SaleState.EXCEPTION]


def test_the_cap_of_a_pass_holds_over_several_sales(
    evening: UitpasEvening, counter: UitpasPlaceAtWork
) -> None:
    counter.errands.once()
    counter.lose_the_line()
    first = counter.hold(2)
    counter.sold(first, counter.reduced(GENT, first))
    assert counter.no(GENT, counter.hold(1)) is PassNo.CAP_REACHED
    assert counter.offers(PLAIN, counter.hold(1)).grants


def test_paid_in_full_the_difference_is_to_be_paid_back(
    evening: UitpasEvening, counter: UitpasPlaceAtWork
) -> None:
    evening.policy(OfflinePolicy.PAY_BACK)
    counter.place.sync()
    counter.errands.once()
    counter.lose_the_line()
    places = counter.hold(1)
    done = counter.sold(places, counter.reduced(GENT, places))
    assert done.total_cents == REGULAR_CENTS
    receipt = counter.place.desk.papers.receipt(done.order, "nl", 0)
    assert receipt.groups[0].lines[0].tariff == "UiTPAS: verschil wordt terugbetaald"
    counter.find_the_line()
    evening.catch_up()
    counter.place.sync()
    (incident,) = Settling(counter.place.work).open_all()
    assert incident.kind is IncidentKind.UITPAS_PAY_BACK
    assert incident.amount_cents == REGULAR_CENTS - SOCIAL_CENTS
    assert evening.registered() == [GENT]


def test_a_house_that_refuses_grants_nothing_without_a_line(
    evening: UitpasEvening, counter: UitpasPlaceAtWork
) -> None:
    evening.policy(OfflinePolicy.REFUSE)
    counter.place.sync()
    counter.lose_the_line()
    assert counter.no(GENT, counter.hold(1)) is PassNo.NOT_OFFLINE


def test_yesterdays_price_is_no_ground_for_a_promise(
    evening: UitpasEvening, counter: UitpasPlaceAtWork
) -> None:
    counter.errands.once()
    counter.lose_the_line()
    evening.cluster.clock.pass_(hours=25)
    assert counter.no(GENT, counter.hold(1)) is PassNo.NO_PRICE_KNOWN


def test_an_outage_in_the_middle_of_an_evening(
    evening: UitpasEvening, counter: UitpasPlaceAtWork
) -> None:
    """Passes before, during and after; at the end UiTPAS and the house say the same."""
    counter.errands.once()
    before = counter.hold(1)
    counter.sold(before, counter.reduced(GENT, before))
    evening.weather.is_out = True
    during = counter.hold(1)
    counter.sold(during, counter.reduced(GENTBRUGGE, during))
    counter.place.sync()
    counter.errands.once()
    evening.catch_up()
    assert states(evening) == ["confirmed", "provisional"]
    assert evening.sales.waiting(evening.cluster.clock.ms)[0].why == "away"
    evening.weather.is_out = False
    evening.now_s.ahead_s += 60
    after = counter.hold(1)
    counter.sold(after, counter.reduced("0900011902815", after))
    counter.place.sync()
    evening.catch_up(minutes=20)
    assert states(evening) == ["confirmed"] * 3
    assert sorted(evening.registered()) == sorted([GENT, GENTBRUGGE, "0900011902815"])


def test_a_late_registration_that_uitpas_took_in_silence_is_adopted_not_doubled(
    evening: UitpasEvening, counter: UitpasPlaceAtWork
) -> None:
    counter.errands.once()
    counter.lose_the_line()
    places = counter.hold(1)
    counter.sold(places, counter.reduced(GENT, places))
    counter.find_the_line()
    evening.weather.silent_after_accept = 1
    evening.catch_up()
    assert states(evening) == ["provisional"]
    evening.catch_up(minutes=1)
    assert states(evening) == ["confirmed"]
    assert evening.registered() == [GENT]


def test_silences_open_the_breaker_and_a_guest_waits_no_more(
    evening: UitpasEvening, counter: UitpasPlaceAtWork
) -> None:
    counter.errands.once()
    evening.weather.is_out = True
    places = counter.hold(1)
    for _ in range(3):
        counter.offers(GENT, places)
    calls = len(evening.served.simulator.calls)
    assert counter.offers(GENT, places).grants
    assert len(evening.served.simulator.calls) == calls
    line = evening.lines.of(evening.house)
    assert line is not None
    assert line.breakers.open_systems()


# Points


def test_points_are_traded_for_a_reward_and_come_back_when_it_is_taken_back(
    counter: UitpasPlaceAtWork,
) -> None:
    points = counter.desk.points
    seen = points.look(PLAIN)
    assert isinstance(seen, UitpasPoints)
    drink = next(one for one in seen.rewards if one.points == 5)
    given = points.redeem(seen.number, drink)
    assert isinstance(given, RewardGiven)
    after = points.look(PLAIN)
    assert isinstance(after, UitpasPoints)
    assert after.points == seen.points - 5
    assert points.undo(given) is None
    assert points.look(PLAIN) == seen


def test_a_chip_has_the_points_of_its_pass_and_what_it_cannot_have_says_why(
    counter: UitpasPlaceAtWork,
) -> None:
    seen = counter.desk.points.look("04784CDAEE3880")
    assert isinstance(seen, UitpasPoints)
    assert seen.number == PLAIN
    over = next(one for one in seen.rewards if one.title == "Voorbij")
    assert over.why_not == "Dit voordeel is niet meer beschikbaar."
    assert "Online voordeel" not in [one.title for one in seen.rewards]


def test_attending_gives_points_once_a_day(counter: UitpasPlaceAtWork) -> None:
    points = counter.desk.points
    assert points.check_in(PLAIN, TONIGHT) == 1
    again = points.check_in(PLAIN, TONIGHT)
    assert isinstance(again, UitpasRefusal)
    assert again.no is PassNo.CHECK_IN_REFUSED


def test_points_need_an_answer(counter: UitpasPlaceAtWork) -> None:
    counter.lose_the_line()
    told = counter.desk.points.look(PLAIN)
    assert told == UitpasRefusal(PassNo.AWAY)
