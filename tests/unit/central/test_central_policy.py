"""What the store gives to whom: small reserves of the coming week, and what is asked for."""

from __future__ import annotations

import pytest

from podium_desk.central.bootstrap import open_central
from podium_desk.central.folder import CentralFolder
from podium_desk.central.plans import SaleStart, put_on_sale
from podium_desk.central.policy import PodiumGrants
from podium_desk.central.programme import HouseProgramme
from podium_desk.domain.allotment import ReservePolicy
from podium_desk.domain.facts import FactKind
from sync.exchange.messages import AskRequest
from sync.facts.fact import Draft, Verb, origin_of
from sync.identity.keys import DeviceKey
from sync.rights.rules import moves_of
from sync.server.enrolment import NewDevice
from sync.store.contacts import Contact, ContactTable
from sync.store.replica import OwnLog

TOMORROW_NIGHT = "2026-11-02T22:00:00+01:00"
IN_FIVE_WEEKS = "2026-12-06T20:00:00+01:00"


@pytest.fixture
def grants(central, house, bring, event, plan):
    """Forty places tomorrow and forty in five weeks; a reserve is eight."""
    season = {"member": [event(TOMORROW_NIGHT), event(IN_FIVE_WEEKS, number=2)]}
    bring({"plan.json": plan(), "season.json": season})
    put_on_sale(central, house, SaleStart("all", "Kleine zaal", {}))
    central.replica.own = OwnLog(0, origin_of(1, 0), DeviceKey(bytes(32)))
    return PodiumGrants(central.catalogue, 1, central.now_ms, ReservePolicy())


@pytest.fixture
def enrolled(central, house):
    def make(role, number_of_house=None):
        key = DeviceKey(role.encode().ljust(32))
        device = NewDevice(role, key.public)
        with central.sql.transaction():
            return central.enrolment.certify(
                number_of_house or house.id, role, device, central.now_ms()
            ).claims

    return make


def contact(central, grants, claims):
    """One contact; how many units were granted, by performance."""
    heard = Contact(claims.house, claims.device, int(grants._now_ms()), 0, "", 0, 0)
    ContactTable(central.replica.sql).keep(heard, 0)
    drafts = grants.on_contact(central.replica, claims)
    if drafts:
        central.replica.append(drafts)
    return {draft.moves[0].pool: sum(move.count for move in draft.moves) for draft in drafts}


def ask(grants, claims, units, pool=100001, house=1):
    return list(grants.on_ask(claims, AskRequest(house, pool, units, 0, b"")))


def test_a_counter_gets_its_reserve_of_the_coming_days_once(central, grants, enrolled):
    counter = enrolled("counter")
    assert contact(central, grants, counter) == {100001: 8}
    assert contact(central, grants, counter) == {}


@pytest.mark.parametrize("role", ["door", "reseller", "store"])
def test_who_does_not_sell_here_gets_no_reserve(central, grants, enrolled, role):
    assert contact(central, grants, enrolled(role)) == {}


def test_another_houses_counter_gets_no_reserve_but_may_ask(central, grants, enrolled):
    foreign = enrolled("counter", 2)
    assert contact(central, grants, foreign) == {}
    assert ask(grants, foreign, (4, 5)) == [4, 5]


def test_reserves_never_take_the_stores_last_places(central, grants, enrolled):
    given = [contact(central, grants, enrolled("counter")).get(100001, 0) for _ in range(12)]
    left = central.replica.rights.owner_free_count(1, 100001)
    assert given[0] == 8
    assert sum(given) + left == 40
    assert left >= 1
    assert given == sorted(given, reverse=True)


def test_repeated_contacts_settle_when_places_are_scarce(central, grants, enrolled):
    counters = [enrolled("counter") for _ in range(8)]
    rounds = [[contact(central, grants, claims) for claims in counters] for _ in range(4)]
    assert rounds[-1] == [{}] * 8


def test_only_places_of_a_performance_on_sale_may_be_given_on_asking(grants, enrolled):
    counter = enrolled("counter")
    assert ask(grants, counter, (3, 1, 3)) == [3, 1]
    assert ask(grants, counter, (1,), pool=999) == []
    assert ask(grants, counter, (1,), house=2) == []
    assert ask(grants, enrolled("door"), (1,)) == []


def test_a_cancelled_performance_is_no_longer_given_out(central, grants, enrolled, bring, event):
    counter = enrolled("counter")
    bring({"season.json": event(TOMORROW_NIGHT, status={"type": "Unavailable"})})
    assert contact(central, grants, counter) == {}
    assert ask(grants, counter, (1,)) == []
    assert ask(grants, counter, (1,), pool=100002) == [1]


def test_a_catalogue_changed_by_another_program_counts_at_once(
    central, grants, enrolled, tmp_path, house
):
    counter = enrolled("counter")
    assert ask(grants, counter, (1,)) == [1]
    other = open_central(CentralFolder(tmp_path / "centrale"))
    programme = HouseProgramme(other, house)
    with other.sql.transaction():
        programme.withdraw(programme.performance(100001))
    other.close()
    assert ask(grants, counter, (1,)) == []
    assert contact(central, grants, counter) == {}


def asked(central, grants, claims, units, pool=100001):
    """What the store gives of an ask, given away."""
    free = grants._free_here(central.replica, 1, pool)
    hops = {unit: free[unit] for unit in units if unit in free}
    wish = AskRequest(1, pool, tuple(units), 0, b"")
    given = grants.may_have(central.replica, claims, wish, hops)
    if given:
        receiver = origin_of(claims.device, 0)
        central.replica.append([grants.grant(1, pool, given, receiver)])
    return sorted(given)


def test_desks_of_other_houses_hold_little_of_what_is_short(central, grants, enrolled):
    own, foreign, other = enrolled("counter"), enrolled("counter", 2), enrolled("office", 3)
    assert asked(central, grants, foreign, range(6)) == list(range(6))
    assert asked(central, grants, own, range(10, 38)) == list(range(10, 38))
    # Six are left of forty, and other houses together may hold eight.
    assert asked(central, grants, other, (6, 7, 8)) == []
    assert asked(central, grants, other, (6, 7)) == [6, 7]
    assert asked(central, grants, foreign, (8,)) == []
    assert asked(central, grants, own, (8, 9, 38, 39)) == [8, 9, 38, 39]


@pytest.fixture
def evening(grants):
    """Put the store's clock so many minutes before tomorrow's performance."""
    start_ms = grants._catalogue.performance(100001).start.timestamp() * 1000

    def minutes_before(minutes):
        grants._now_ms = lambda: start_ms - minutes * 60_000

    return minutes_before


def free_at_store(central):
    return central.replica.rights.owner_free_count(1, 100001)


def free_at(central, claims):
    return len(central.replica.rights.held_free(1, 100001, origin_of(claims.device, 0)))


def test_what_is_left_moves_to_the_keeper_when_the_evening_desk_opens(
    central, grants, enrolled, evening
):
    keeper, other = enrolled("counter"), enrolled("counter")
    contact(central, grants, keeper)
    contact(central, grants, other)
    evening(61)
    contact(central, grants, keeper)
    contact(central, grants, other)
    before = free_at_store(central)
    assert before > 20
    evening(60)
    assert contact(central, grants, other) == {}
    assert contact(central, grants, keeper) == {100001: before - 8}
    assert free_at_store(central) == 8
    assert contact(central, grants, keeper) == {}


def test_in_the_evening_half_of_what_a_lone_counter_has_left_stays_at_the_store(
    central, grants, enrolled, evening
):
    keeper = enrolled("counter")
    # A machine that was not switched on today is nobody who could go on.
    enrolled("counter")
    evening(55)
    contact(central, grants, keeper)
    assert (free_at(central, keeper), free_at_store(central)) == (20, 20)
    held = central.replica.rights.held_free(1, 100001, origin_of(keeper.device, 0))
    for sold, due in ((9, False), (6, True)):
        spent = dict(list(held.items())[:sold])
        held = {unit: hop for unit, hop in held.items() if unit not in spent}
        taken = [Draft(FactKind.RIGHTS_MOVED, 1, b"", moves_of(Verb.GIVE, 100001, spent, 7 << 16))]
        as_sold(central, keeper, taken)
        assert bool(contact(central, grants, keeper)) == due
    assert free_at(central, keeper) == free_at_store(central) + 1


def as_sold(central, claims, drafts):
    """Moves as they come from a device: by its own log."""
    own = central.replica.own
    key = DeviceKey(claims.role.encode().ljust(32))
    central.replica.own = OwnLog(claims.house, origin_of(claims.device, 0), key)
    central.replica.append(drafts)
    central.replica.own = own


def test_a_counter_switched_on_after_the_keeper_got_its_share_finds_a_reserve(
    central, grants, enrolled, evening
):
    keeper, other = enrolled("counter"), enrolled("counter")
    evening(300)
    contact(central, grants, keeper)
    contact(central, grants, other)
    late = enrolled("counter")
    evening(50)
    contact(central, grants, keeper)
    assert free_at_store(central) == 8
    assert contact(central, grants, late)[100001] >= 2


def test_ten_counters_leave_the_store_the_greater_part(central, grants, enrolled):
    counters = [enrolled("counter") for _ in range(10)]
    for _ in range(3):
        for claims in counters:
            contact(central, grants, claims)
    assert central.replica.rights.owner_free_count(1, 100001) >= 20
