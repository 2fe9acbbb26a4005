"""The passes of publiq's published guide, through the client, against the simulator on a real port.

Whoever has credentials for publiq's test environment can point the same suite at it: with
``PODIUM_UITPAS_URL``, ``PODIUM_UITPAS_AUTH_URL``, ``PODIUM_UITPAS_CLIENT`` and
``PODIUM_UITPAS_SECRET`` the tests that need no switch run there.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

import pytest
from harness.uitpas_server import ServedSimulator, served_simulator

from podium_desk.domain.uitpas import PassNo, TariffForm
from podium_desk.integrations.uitpas.answers import Pass, Redeemed, Tariffs, WantedSale
from podium_desk.integrations.uitpas.calling import Caller, Credentials, UitpasAway, dialled
from podium_desk.integrations.uitpas.client import UitpasClient
from podium_desk.integrations.uitpas.problems import Problem
from podium_desk.integrations.uitpas.simulator.published import (
    EVENT_FORBIDDEN,
    EVENT_MANY,
    EVENT_ONE,
    ORGANIZER,
)

GENT, GENTBRUGGE, ELSEWHERE = "0900000067513", "0900010959113", "0900000093204"
PLAIN, EXPIRED, BLOCKED = "0900000095902", "0900000031618", "0900000002312"
GROUP, GROUP_WITH_COUPON = "0900000045410", "0900000191800"
UNREGISTERED = ("0900000074519", "0900000020405")


@pytest.fixture
def served() -> Iterator[ServedSimulator]:
    with served_simulator() as served:
        yield served


@pytest.fixture
def uitpas(served: ServedSimulator) -> Iterator[UitpasClient]:
    url = os.environ.get("PODIUM_UITPAS_URL")
    if url:
        held = Credentials(
            os.environ["PODIUM_UITPAS_CLIENT"], os.environ["PODIUM_UITPAS_SECRET"], url,
            os.environ["PODIUM_UITPAS_AUTH_URL"],
        )  # fmt: skip
        client = UitpasClient(Caller(held, dialled, time.monotonic))
    else:
        client = served.client()
    yield client
    client.close()


def tariffs(
    uitpas: UitpasClient, number: str, event: str = EVENT_MANY, cents: int = 1000
) -> Tariffs:
    told = uitpas.tariffs(number, event, cents)
    assert isinstance(told, Tariffs), told
    return told


def no_of(outcome: object) -> PassNo:
    assert isinstance(outcome, Problem), outcome
    return outcome.no


def wanted(number: str, event: str = EVENT_MANY, cents: int = 1000) -> WantedSale:
    return WantedSale(number, event, cents, TariffForm.SOCIAL.value)


def test_a_pass_is_found_by_its_number_and_by_its_chip(uitpas: UitpasClient) -> None:
    by_number, by_chip = uitpas.look_up(GENT), uitpas.look_up("04363CDAEE3880")
    assert isinstance(by_number, Pass)
    assert by_number == by_chip
    assert (by_number.number, by_number.is_group, by_number.points) == (GENT, False, 12)


def test_a_holder_of_the_region_may_have_one_place_for_less(uitpas: UitpasClient) -> None:
    (offer,) = tariffs(uitpas, GENT).offers
    assert (offer.form, offer.price_cents, offer.remaining) == (TariffForm.SOCIAL, 200, 1)


@pytest.mark.parametrize("cents", [1000, 1003, 2203, 1])
def test_a_price_is_told_in_whole_cents(uitpas: UitpasClient, cents: int) -> None:
    (offer,) = tariffs(uitpas, GENT, cents=cents).offers
    assert offer.price_cents == cents * 20 // 100
    assert offer.regular_cents == cents


def test_a_coupon_is_offered_beside_the_social_tariff(uitpas: UitpasClient) -> None:
    forms = [offer.form for offer in tariffs(uitpas, GENTBRUGGE).offers]
    assert forms == [TariffForm.SOCIAL, TariffForm.COUPON]


def test_a_plain_pass_has_nothing_and_is_no_fault(uitpas: UitpasClient) -> None:
    assert tariffs(uitpas, PLAIN) == Tariffs((), "")


def test_an_expired_pass_has_nothing_and_a_sentence_that_is_shown(uitpas: UitpasClient) -> None:
    told = tariffs(uitpas, EXPIRED)
    assert told.offers == ()
    assert "verlopen" in told.message
    looked_up = uitpas.look_up(EXPIRED)
    assert isinstance(looked_up, Pass)
    assert looked_up.notes == (told.message,)


def test_a_holder_of_another_region_pays_another_price(uitpas: UitpasClient) -> None:
    (here,), (elsewhere,) = tariffs(uitpas, GENT).offers, tariffs(uitpas, ELSEWHERE).offers
    assert here.price_cents < elsewhere.price_cents


def test_a_blocked_card_is_refused_with_its_sentence(uitpas: UitpasClient) -> None:
    refused = uitpas.look_up(BLOCKED)
    assert no_of(refused) is PassNo.CARD_UNUSABLE
    assert isinstance(refused, Problem)
    assert "UiTPAS-balie" in refused.message
    assert no_of(uitpas.tariffs(BLOCKED, EVENT_MANY, 1000)) is PassNo.CARD_UNUSABLE


@pytest.mark.parametrize("number", [*UNREGISTERED, "0900000000007", "nonsense"])
def test_a_number_that_nobody_has_is_unknown(uitpas: UitpasClient, number: str) -> None:
    assert no_of(uitpas.look_up(number)) is PassNo.UNKNOWN_NUMBER


def test_a_group_may_have_many_places(uitpas: UitpasClient) -> None:
    (offer,) = tariffs(uitpas, GROUP).offers
    assert offer.remaining > 1
    (coupon,) = tariffs(uitpas, GROUP_WITH_COUPON).offers
    assert (coupon.form, coupon.remaining) == (TariffForm.COUPON, 50)


def test_an_event_that_is_not_linked_and_one_of_another_organiser(uitpas: UitpasClient) -> None:
    unknown = uitpas.tariffs(GENT, "00000000-0000-4000-8000-000000000000", 1000)
    assert no_of(unknown) is PassNo.EVENT_UNKNOWN
    assert no_of(uitpas.tariffs(GENT, EVENT_FORBIDDEN, 1000)) is PassNo.NOT_ALLOWED


def test_the_static_tariff_is_what_a_holder_of_the_region_pays(uitpas: UitpasClient) -> None:
    assert uitpas.static_tariff(EVENT_MANY, 1000) == tariffs(uitpas, GENT).offers[0].price_cents


def test_a_sale_is_registered_found_and_taken_back_twice(uitpas: UitpasClient) -> None:
    made = uitpas.register([wanted(GENT)])
    assert not isinstance(made, Problem)
    assert (made[0].number, made[0].price_cents) == (GENT, 200)
    found = uitpas.find_sales(EVENT_MANY)
    assert not isinstance(found, Problem)
    assert made[0] in found
    assert uitpas.cancel(made[0].id) is None
    assert uitpas.cancel(made[0].id) is None
    assert uitpas.find_sales(EVENT_MANY) == tuple(one for one in found if one != made[0])


def test_the_second_place_of_a_week_is_one_too_many(uitpas: UitpasClient) -> None:
    assert not isinstance(uitpas.register([wanted(GENT, EVENT_ONE)]), Problem)
    again = uitpas.register([wanted(GENT, EVENT_ONE)])
    assert no_of(again) is PassNo.LIMIT_REACHED
    assert tariffs(uitpas, GENT, EVENT_ONE).offers == ()


def test_a_registration_is_all_or_nothing_and_names_the_bad_one(uitpas: UitpasClient) -> None:
    refused = uitpas.register([wanted(GENT), wanted(EXPIRED), wanted(GENTBRUGGE)])
    assert no_of(refused) is PassNo.NOT_GRANTED
    assert isinstance(refused, Problem)
    assert refused.item == 1
    assert uitpas.find_sales(EVENT_MANY) == ()


def test_a_group_registers_several_places_at_once(uitpas: UitpasClient) -> None:
    made = uitpas.register([wanted(GROUP)] * 3)
    assert not isinstance(made, Problem)
    assert len({one.id for one in made}) == 3


def test_a_coupon_is_used_once(uitpas: UitpasClient) -> None:
    coupon = WantedSale(GENTBRUGGE, EVENT_MANY, 1000, "COUPON_1079")
    assert not isinstance(uitpas.register([coupon]), Problem)
    assert no_of(uitpas.register([coupon])) is PassNo.COUPON_GONE


def test_a_search_goes_past_one_page(served: ServedSimulator, uitpas: UitpasClient) -> None:
    for _ in range(6):
        assert not isinstance(uitpas.register([wanted(GROUP)] * 90), Problem)
        for sale in list(served.simulator.world.sales.values()):
            later = sale.at.replace(year=sale.at.year - 1)
            served.simulator.world.sales[sale.id] = type(sale)(
                sale.id, sale.number, sale.event, sale.tariff, sale.name, sale.price_cents,
                sale.regular_cents, sale.label, later,
            )  # fmt: skip
    found = uitpas.find_sales(EVENT_MANY)
    assert not isinstance(found, Problem)
    assert len(found) == 540


def test_permissions_are_told_for_each_organiser(uitpas: UitpasClient) -> None:
    told = uitpas.permissions()
    assert not isinstance(told, Problem)
    assert ORGANIZER in {one.organizer for one in told}
    assert all("TICKETSALES_REGISTER" in one.permissions for one in told)


def test_a_reward_is_handed_out_and_taken_back(uitpas: UitpasClient) -> None:
    rewards = uitpas.rewards()
    assert not isinstance(rewards, Problem)
    assert {"5687", "5688", "5823", "5824"} <= {one.id for one in rewards}
    done = uitpas.redeem("5687", PLAIN)
    assert isinstance(done, Redeemed)
    assert uitpas.undo_redeem(done.id) is None


@pytest.mark.parametrize(
    ("reward", "number"), [("5825", PLAIN), ("5687", "0900011902815"), ("9999", PLAIN)]
)
def test_a_reward_that_is_over_or_too_dear_or_unknown_is_refused(
    uitpas: UitpasClient, reward: str, number: str
) -> None:
    assert no_of(uitpas.redeem(reward, number)) is PassNo.REWARD_REFUSED


def test_a_reward_once_a_week_is_given_once(uitpas: UitpasClient) -> None:
    assert isinstance(uitpas.redeem("5823", PLAIN), Redeemed)
    told = uitpas.redeemable("5823", PLAIN)
    assert not isinstance(told, Problem)
    assert (told.is_redeemable, told.reason) == (False, "PASSHOLDER_VOLUME")


def test_attending_gives_points_once_a_day(uitpas: UitpasClient) -> None:
    before, done = uitpas.look_up(GENT), uitpas.check_in(EVENT_MANY, GENT)
    after = uitpas.look_up(GENT)
    assert isinstance(before, Pass)
    assert isinstance(after, Pass)
    assert not isinstance(done, Problem)
    assert after.points == before.points + done.points
    assert no_of(uitpas.check_in(EVENT_MANY, GENT)) is PassNo.CHECK_IN_REFUSED
    assert uitpas.undo_check_in(done.id) is None


# What only a switch can show


def test_a_token_is_kept_and_asked_anew_when_it_is_refused(served: ServedSimulator) -> None:
    client = served.client()
    assert isinstance(client.look_up(GENT), Pass)
    assert isinstance(client.look_up(GENT), Pass)
    assert sum("token" in call for call in served.simulator.calls) == 1
    served.simulator.forget_tokens()
    assert isinstance(client.look_up(GENT), Pass)
    assert sum("token" in call for call in served.simulator.calls) == 2
    client.close()


def test_a_wrong_secret_is_a_no_and_is_not_tried_again_and_again(served: ServedSimulator) -> None:
    caller = served.caller(secret="verkeerd")
    assert no_of(UitpasClient(caller).look_up(GENT)) is PassNo.NOT_ALLOWED
    assert len(served.simulator.calls) == 1
    caller.close()


def test_a_token_that_is_always_refused_ends_after_one_more_try(served: ServedSimulator) -> None:
    served.simulator.tokens = _NeverIn()
    client = served.client()
    assert no_of(client.look_up(GENT)) is PassNo.NOT_ALLOWED
    assert list(served.simulator.calls).count("GET /passes") == 2
    client.close()


def test_silence_ends_at_the_limit_and_may_have_acted_when_it_was_a_write(
    served: ServedSimulator,
) -> None:
    client = served.client(limit_s=0.5)
    assert isinstance(client.look_up(GENT), Pass)
    served.simulator.world.weather.silent_after_accept = 1
    with pytest.raises(UitpasAway) as silent:
        client.register([wanted(GENT)])
    assert silent.value.may_have_acted
    found = client.find_sales(EVENT_MANY)
    assert not isinstance(found, Problem)
    assert [one.number for one in found] == [GENT]
    served.simulator.world.weather.is_out = True
    with pytest.raises(UitpasAway) as out:
        client.look_up(GENT)
    assert not out.value.may_have_acted
    client.close()


def test_too_many_calls_and_garbled_answers_are_told_as_such(served: ServedSimulator) -> None:
    client, weather = served.client(), served.simulator.world.weather
    assert isinstance(client.look_up(GENT), Pass)
    weather.is_rate_limited = True
    assert no_of(client.look_up(GENT)) is PassNo.TOO_BUSY
    weather.is_rate_limited, weather.is_garbled = False, True
    with pytest.raises(UitpasAway):
        client.tariffs(GENT, EVENT_MANY, 1000)
    client.close()


class _NeverIn(set[str]):
    def __contains__(self, _token: object) -> bool:
        return False
