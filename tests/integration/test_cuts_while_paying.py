"""The power goes at every step of a card payment; the money and the tickets are told at the start.

The counter, its presenter and its replica are the shipped ones; the terminal is simulated and
stands apart, so that it keeps what it took. After each cut the program begins again over the same
data.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from harness.cluster import Cluster, Place

from hardware.terminals.drivers.simulator import SimulatedTerminal
from podium_desk.application.desk import Desk, NoPrinter
from podium_desk.application.jobs import ImmediateJobs
from podium_desk.domain.ids import PerformanceId
from podium_desk.domain.money import PaymentMeans
from podium_desk.i18n.words import Words
from podium_desk.presentation.counter import CounterPresenter
from podium_desk.presentation.counter_surroundings import Surroundings
from podium_desk.presentation.pay_state import PayPage

TONIGHT = PerformanceId(100_001)
DEEDS = ("begin_card", "note_card", "sell")


class PowerCutError(BaseException):
    """The program ends here, as if the plug was pulled."""


class CutDesk:
    """A desk whose power goes before or after the deed with this number; told to nobody."""

    def __init__(self, desk: Desk, cut_at: int | None, after: bool) -> None:
        self._desk, self._cut_at, self._after = desk, cut_at, after
        self.deeds = 0

    def __getattr__(self, name: str) -> Any:
        call = getattr(self._desk, name)
        return self._guarded(call) if name in DEEDS else call

    def _guarded(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def guarded(*arguments: Any) -> Any:
            self.deeds += 1
            is_now = self.deeds == self._cut_at
            if is_now and not self._after:
                raise PowerCutError
            outcome = call(*arguments)
            if is_now:
                raise PowerCutError
            return outcome

        return guarded


class Evening:
    """One counter with a terminal beside it, which goes on when the counter does not."""

    def __init__(self, folder: Path, outcome: str) -> None:
        cluster = Cluster()
        house = cluster.house(1, "GC Het Anker")
        plan = cluster.plan(house, "gc-het-anker-theaterzaal.json")
        cluster.performance(house, TONIGHT, plan)
        self.place: Place = cluster.device(house, "counter", "Kassa 1", folder / "1.sqlite")
        self.place.sync()
        self.place.sync()
        self.now_s = 0.0
        self.terminal = SimulatedTerminal(outcome, 2, lambda: self.now_s)
        self._tokens = itertools.count(1)

    def begin(self, cut_at: int | None = None, *, after: bool = False) -> CounterPresenter:
        """Start the program, over what the disk remembers."""
        self.place.work.in_basket.clear()
        desk = CutDesk(Desk(self.place.work, NoPrinter()), cut_at, after)
        world = replace(
            Surroundings(self._now, lambda: f"token {next(self._tokens)}", _raise),
            terminal=lambda: self.terminal,
        )
        counter = CounterPresenter(desk, ImmediateJobs(), Words("nl"), world)  # type: ignore[arg-type]
        counter.start()
        return counter

    def wait(self, counter: CounterPresenter, seconds: int) -> None:
        for _ in range(seconds):
            self.now_s += 1
            counter.tick()

    def booked_cents(self) -> int:
        row = self.place.work.replica.sql.row(
            "SELECT COALESCE(SUM(amount_cents), 0) FROM payment WHERE means = 'card'"
        )
        assert row is not None
        return int(row[0])

    def _now(self) -> datetime:
        return datetime.fromtimestamp(self.place.work.clock.now_ms() / 1000, UTC)


def _raise(error: Exception) -> None:
    raise error


def _pay(evening: Evening, counter: CounterPresenter) -> None:
    counter.choose_performance(TONIGHT)
    counter.take_best(2)
    counter.pay(PaymentMeans.CARD)
    evening.wait(counter, 10)


@pytest.mark.parametrize("outcome", ["approve", "silent", "decline"])
@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("cut_at", [1, 2, 3, 4])
def test_whatever_was_taken_becomes_the_sale_or_is_told(
    tmp_path: Path, outcome: str, cut_at: int, after: bool
) -> None:
    evening = Evening(tmp_path, outcome)
    try:
        _pay(evening, evening.begin(cut_at, after=after))
    except PowerCutError:
        evening.now_s += 60
    counter = evening.begin()
    for _ in range(6):
        if counter.view.panel is not None:
            counter.confirm()
    if counter.view.panel is not None:
        # The terminal never heard of it: the clerk reads there that nothing was paid.
        assert evening.terminal.taken_cents == 0
        counter.declined()
    assert evening.booked_cents() == evening.terminal.taken_cents
    tickets = evening.place.work.replica.sql.row("SELECT COUNT(*) FROM ticket_sold")
    assert tickets == ((2,) if evening.terminal.taken_cents else (0,))
    assert evening.place.desk.unfinished_cards() == ()
    assert counter.view.panel is None


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("cut_at", [1, 2, 3])
def test_the_customer_who_left_after_the_cut_has_the_money_back(
    tmp_path: Path, cut_at: int, after: bool
) -> None:
    evening = Evening(tmp_path, "approve")
    with pytest.raises(PowerCutError):
        _pay(evening, evening.begin(cut_at, after=after))
    evening.now_s += 60
    counter = evening.begin()
    if counter.view.panel is None:
        assert evening.booked_cents() == evening.terminal.taken_cents
        return
    state = counter.paying.unfinished.oldest[0]
    if not state.is_paid:
        counter.confirm()
        counter.confirm()
        evening.wait(counter, 4)
    counter.declined()
    evening.wait(counter, 4)
    assert evening.terminal.taken_cents == evening.booked_cents()
    assert counter.paying._pay.page is not PayPage.UNFINISHED


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("cut_at", [3, 4])
def test_money_that_went_back_before_the_cut_does_not_become_a_sale(
    tmp_path: Path, cut_at: int, after: bool
) -> None:
    evening = Evening(tmp_path, "approve")
    counter = evening.begin(cut_at, after=after)
    counter.choose_performance(TONIGHT)
    counter.take_best(2)
    counter.pay_keys.split()
    counter.digit(5)
    counter.pay(PaymentMeans.CARD)
    evening.wait(counter, 4)
    with pytest.raises(PowerCutError):
        counter.undo()
    counter = evening.begin()
    for _ in range(3):
        if counter.view.panel is not None:
            counter.confirm()
    paid = [one for one in evening.place.desk.unfinished_cards() if one.is_paid]
    assert sum(one.amount_cents for one in paid) == evening.terminal.taken_cents
