"""A card payment is on the disk before the terminal is asked, and is found again after a cut."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from harness.cluster import Cluster, Place

from podium_desk.application.counter import (
    AttemptState,
    BasketLine,
    CardAttempt,
    Held,
    Payment,
    SaleDone,
    WaitingSale,
)
from podium_desk.application.settling import SettleRequest, Settling
from podium_desk.domain.customer_fields import Field
from podium_desk.domain.hand_confirmed import Despite, Why
from podium_desk.domain.ids import PerformanceId, TariffId
from podium_desk.domain.incidents import IncidentKind, Outcome
from podium_desk.domain.money import PaymentMeans
from podium_desk.domain.refusals import Refusal

TONIGHT = PerformanceId(100_001)


class Counter:
    def __init__(self, folder: Path) -> None:
        cluster = Cluster()
        house = cluster.house(1, "GC Het Anker")
        plan = cluster.plan(house, "gc-het-anker-theaterzaal.json")
        cluster.performance(house, TONIGHT, plan)
        self.place: Place = cluster.device(house, "counter", "Kassa 1", folder / "1.sqlite")
        self.other: Place = cluster.device(house, "counter", "Kassa 2", folder / "2.sqlite")
        self.sync()
        held = self.place.desk.hold_best(TONIGHT, 2, None, 0)
        assert isinstance(held, Held)
        self.lines = tuple(BasketLine(TONIGHT, unit, TariffId(1)) for unit in held.units)
        prices = self.place.desk.quote(self.lines)
        assert not isinstance(prices, Refusal)
        self.total_cents = sum(prices)
        cash = Payment(PaymentMeans.CASH, 500, 500)
        kept = WaitingSale(self.total_cents, self.lines, (cash,))
        self.attempt = CardAttempt("attempt 1", "sale 1", self.total_cents - 500, kept)

    def sync(self) -> None:
        for place in (self.place, self.other) * 2:
            place.sync()

    def sell(self, *payments: Payment) -> SaleDone:
        done = self.place.desk.sell(self.lines, payments, "sale 1", "nl")
        assert isinstance(done, SaleDone), done
        return done


@pytest.fixture
def counter(tmp_path: Path) -> Counter:
    return Counter(tmp_path)


def test_an_attempt_is_found_again_with_all_that_it_pays_for(counter: Counter) -> None:
    counter.place.desk.begin_card(counter.attempt)
    (found,) = counter.place.desk.unfinished_cards()
    assert found.state is AttemptState.ASKED
    assert found.sale == counter.attempt.sale
    assert (found.id, found.sale_token) == ("attempt 1", "sale 1")
    assert found.at_ms > 0


def test_a_sale_that_was_cut_is_still_its_customers_and_keeps_no_name(counter: Counter) -> None:
    desk, sql = counter.place.desk, counter.place.work.replica.sql
    ada = desk.customers.write_down({Field.NAME: "Ada Lenaerts"})
    assert not isinstance(ada, Refusal), ada
    sale = replace(counter.attempt.sale, customer=desk.customers.by_id(ada), language="fr")
    desk.begin_card(replace(counter.attempt, sale=sale))
    assert desk.unfinished_cards()[0].sale == sale
    (kept,) = sql.row("SELECT sale FROM card_attempt") or ()
    assert b"Ada" not in kept
    assert isinstance(desk.customers.erase(ada), int)
    assert desk.unfinished_cards()[0].sale == replace(sale, customer=None)


@pytest.mark.parametrize(
    ("state", "is_open"),
    [
        (AttemptState.UNKNOWN, True),
        (AttemptState.APPROVED, True),
        (AttemptState.BY_HAND, True),
        (AttemptState.DECLINED, False),
    ],
)
def test_only_what_was_declined_or_booked_is_finished(
    counter: Counter, state: AttemptState, is_open: bool
) -> None:
    counter.place.desk.begin_card(counter.attempt)
    counter.place.desk.note_card("attempt 1", state)
    assert bool(counter.place.desk.unfinished_cards()) is is_open


def test_the_sale_closes_its_attempts_in_its_own_commit_and_late_news_changes_nothing(
    counter: Counter,
) -> None:
    desk = counter.place.desk
    desk.begin_card(counter.attempt)
    desk.note_card("attempt 1", AttemptState.APPROVED, "0042")
    (paid,) = desk.unfinished_cards()
    counter.sell(*paid.sale.parts, paid.payment)
    assert desk.unfinished_cards() == ()
    desk.note_card("attempt 1", AttemptState.UNKNOWN)
    assert desk.unfinished_cards() == ()
    last = desk.last_sale()
    assert last is not None
    assert [one.reference for one in last.payments if one.means is PaymentMeans.CARD] == ["0042"]


def test_a_payment_by_hand_is_something_to_settle_on_every_device(counter: Counter) -> None:
    desk = counter.place.desk
    desk.begin_card(counter.attempt)
    against = Despite("amount", 1200, Why.BANK).reference
    desk.note_card("attempt 1", AttemptState.BY_HAND, against)
    (paid,) = desk.unfinished_cards()
    done = counter.sell(*paid.sale.parts, paid.payment)
    counter.sync()
    for place in (counter.place, counter.other):
        (incident,) = Settling(place.work).open_all()
        assert incident.kind is IncidentKind.HAND_CONFIRMED
        assert incident.amount_cents == counter.total_cents - 500
        told = {"told_cents": 1200, "differs": "amount", "why": "bank"}
        assert incident.details == {"order": str(done.order), **told}
    settling = Settling(counter.other.work)
    (incident,) = settling.open_all()
    settling.settle(SettleRequest(incident.id, Outcome.WAS_LEGITIMATE, "An"))
    counter.sync()
    assert Settling(counter.place.work).open_all() == ()
