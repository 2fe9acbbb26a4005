"""A counter at a real driver's terminal, with everything that goes wrong between them.

The terminal is emulated behind a TCP port and keeps books of its own; in the end both say the same.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from test_cuts_while_paying import TONIGHT, Evening, PowerCutError

from hardware.emulators.card_customer import CardFaults, CardTill
from hardware.emulators.nexo_terminal import NexoServer
from hardware.emulators.zvt_terminal import ZvtServer
from hardware.registry import open_terminal
from podium_desk.domain.money import PaymentMeans
from podium_desk.presentation.counter import CounterPresenter
from podium_desk.presentation.counter_view import CardPanel
from podium_desk.presentation.pay_state import CardStage

BEFORE_CENTS = 500
ANSWERS = 60


class EveningAtTerminal(Evening):
    """Each start of the program opens the terminal anew; what it took it still knows."""

    def __init__(self, folder: Path, till: CardTill, url: str) -> None:
        super().__init__(folder, "approve")
        self.till = till
        self.url = url
        self.line = open_terminal(url)

    def begin(self, cut_at: int | None = None, *, after: bool = False) -> CounterPresenter:
        self.line.close()
        self.line = open_terminal(self.url)
        self.terminal = self.line  # type: ignore[assignment]
        return super().begin(cut_at, after=after)

    def pay(self, counter: CounterPresenter, places: int = 2) -> None:
        """Sell so many by card, and wait for what the terminal says by itself."""
        counter.choose_performance(TONIGHT)
        counter.take_best(places)
        counter.pay(PaymentMeans.CARD)
        for _ in range(ANSWERS):
            if counter.view.panel is None:
                return
            self.wait(counter, 1)

    @property
    def taken_cents(self) -> int:
        return self.till.taken_cents - BEFORE_CENTS


@pytest.fixture(params=["zvt", "nexo"])
def evening(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[EveningAtTerminal]:
    till = CardTill()
    till.book(BEFORE_CENTS)
    if request.param == "zvt":
        with ZvtServer(till) as zvt:
            made = EveningAtTerminal(tmp_path, till, f"{zvt.url}?settle=0")
            yield made
            made.line.close()
    else:
        with NexoServer(till) as nexo:
            made = EveningAtTerminal(tmp_path, till, nexo.url)
            yield made
            made.line.close()
            till.faults.is_silent_after = False


@pytest.mark.parametrize("fault", ["", "drops_after", "is_garbage"])
def test_a_sale_is_booked_once_whatever_became_of_the_answer(evening, fault):
    if fault:
        setattr(evening.till.faults, fault, True)
    counter = evening.begin()
    evening.pay(counter)

    assert counter.view.panel is None
    assert evening.booked_cents() == evening.taken_cents > 0


@pytest.mark.parametrize(("cut_at", "after"), [(1, True), (2, False), (3, False)])
def test_after_a_cut_the_terminal_is_asked_and_what_it_took_becomes_the_sale(
    evening, cut_at, after
):
    with pytest.raises(PowerCutError):
        evening.pay(evening.begin(cut_at, after=after))
    counter = evening.begin()
    for _ in range(4):
        if counter.view.panel is not None:
            counter.confirm()
            evening.wait(counter, 4)
    if counter.view.panel is not None:
        # nexo's terminal never heard of it: the clerk reads there that nothing was paid.
        assert evening.taken_cents == 0
        counter.declined()

    assert evening.booked_cents() == evening.taken_cents
    assert evening.place.desk.unfinished_cards() == ()


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(4))
def test_forty_payments_with_any_fault_are_each_taken_once_or_settled_by_a_person(evening, seed):
    chance = random.Random(seed)
    evening.url += "&patience=1"  # silence costs this much of the test's time
    counter = evening.begin()
    for _ in range(40):
        evening.till.faults = _any_fault(chance)
        evening.pay(counter, 1)
        evening.till.faults = CardFaults()
        _settled_by_a_person(evening, counter)
        assert counter.view.panel is None
        assert evening.booked_cents() == evening.taken_cents
        counter.cancel()
        if chance.random() < 0.2:
            counter = evening.begin()
    assert len([one for one in evening.till.bookings if not one.is_reversed]) > 10


def _any_fault(chance: random.Random) -> CardFaults:
    made = CardFaults(customer=chance.choice(["approve", "approve", "approve", "decline"]))
    kind = chance.choice(
        ["", "", "is_silent_after", "drops_after", "is_garbage", "is_busy", "pieces", "other"]
    )
    if kind == "pieces":
        made.piece_bytes = chance.randint(1, 7)
    elif kind == "other":
        made.answers_cents = 1200
    elif kind:
        setattr(made, kind, True)
    return made


def _settled_by_a_person(evening: EveningAtTerminal, counter: CounterPresenter) -> None:
    """Who looks at the terminal says what it shows, and undoes there what was not asked for."""
    panel = counter.view.panel
    if not isinstance(panel, CardPanel) or panel.stage is not CardStage.UNKNOWN:
        return
    open_cents = evening.taken_cents - evening.booked_cents()
    last = evening.till.bookings[-1]
    if open_cents and last.cents != 1200:
        counter.pay_keys.paid_by_hand()
    else:
        if open_cents:
            evening.till.give_back(last)
        counter.declined()
