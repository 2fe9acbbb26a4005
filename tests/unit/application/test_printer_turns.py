"""Counters of a house take turns at a network printer that says nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest

from hardware.printing.port import (
    Outcome,
    PrinterNotReady,
    PrinterState,
    PrintJob,
    PrintReport,
    Raster,
)
from podium_desk.application.printer_answers import answer_turn
from podium_desk.application.printer_turns import SharedPrinter, shared_place
from podium_desk.application.turn_book import TurnBook
from podium_desk.domain.printer_turns import PROMISE_MS
from sync.exchange.line import StoreRefused

PLACE = "10.0.0.9:9100"
JOB = PrintJob("1", Raster(8, 1, b"\0"))


@dataclass
class Mute:
    """A printer of one counter's; `while_printing` is what happens meanwhile."""

    says: PrinterState = PrinterState.UNKNOWN
    while_printing: Callable[[], object] = lambda: None
    jobs: int = 0
    why: str = ""
    width_dots: int = 8
    dpi: int = 203

    def state(self, _deadline_s: float = 2.0) -> PrinterState:
        return self.says

    def print(self, job: PrintJob, *_rest: object) -> PrintReport:
        self.jobs += 1
        self.while_printing()
        return PrintReport(job.id, Outcome.UNPROVEN, self.says, "")


@dataclass
class House:
    """Counters that hear each other, but for those that are `silent`; one that is `busy` misses the
    first question."""

    now_ms: int = 0
    silent: set[int] = field(default_factory=set)
    busy: set[int] = field(default_factory=set)
    works: dict[int, Any] = field(default_factory=dict)

    def counter(self, device: int, printer: Mute) -> SharedPrinter:
        claims = SimpleNamespace(device=device, role="counter")
        work = SimpleNamespace(claims=claims, turns=TurnBook(device, lambda: self.now_ms))
        work.venue = SimpleNamespace(
            peers=lambda: [
                SimpleNamespace(device=n, name=f"Kassa {n}", role="counter", is_heard=True)
                for n in self.works
                if n != device
            ],
            errand=lambda other, _topic, question, _s: self._ask(work, other, question),
        )
        self.works[device] = work
        return SharedPrinter(printer, PLACE, work)  # type: ignore[arg-type]

    def _ask(self, asking: Any, other: int, question: bytes) -> bytes | None:
        if other in self.silent:
            return None
        if other in self.busy:
            self.busy.discard(other)
            return None
        return answer_turn(self.works[other], asking.claims, question)


def taken(printer: SharedPrinter) -> str:
    """It is, and by whom."""
    with pytest.raises(PrinterNotReady) as told:
        printer.print(JOB, 2.0)
    assert told.value.state is PrinterState.TAKEN
    return printer.holder


def test_two_counters_take_turns_and_the_second_says_who_has_it():
    house, paper = House(), Mute()
    first, second = house.counter(2, paper), house.counter(3, paper)
    paper.while_printing = lambda: heard.append(taken(second))
    heard: list[str] = []
    first.print(JOB, 2.0)
    assert heard == ["Kassa 2"]
    assert taken(second) == "Kassa 2"  # it was promised, and waits that moment out
    paper.while_printing = lambda: None
    house.now_ms += PROMISE_MS
    second.print(JOB, 2.0)
    assert (paper.jobs, second.holder) == (2, "")


def test_a_counter_that_is_gone_holds_nobody_up():
    house, paper = House(), Mute()
    first, second = house.counter(2, paper), house.counter(3, paper)
    house.silent.add(2)
    paper.while_printing = lambda: second.print(JOB, 2.0) if paper.jobs == 1 else None
    house.silent.add(3)
    first.print(JOB, 2.0)
    assert paper.jobs == 2


def test_a_counter_that_was_busy_when_it_was_asked_is_asked_once_more():
    house, paper = House(), Mute()
    first, second = house.counter(2, paper), house.counter(3, paper)
    heard: list[str] = []

    def while_printing() -> None:
        house.now_ms += PROMISE_MS  # what the second promised is over; it asks
        house.busy.add(2)
        heard.append(taken(second))

    paper.while_printing = while_printing
    first.print(JOB, 2.0)
    assert (heard, house.busy) == (["Kassa 2"], set())


def test_a_counter_that_could_not_ask_keeps_the_printer_from_nobody():
    house, paper = House(), Mute()
    first, second = house.counter(2, paper), house.counter(3, paper)
    peers, house.works[2].venue.peers = house.works[2].venue.peers, None
    with pytest.raises(TypeError):
        first.print(JOB, 2.0)
    house.works[2].venue.peers = peers
    second.print(JOB, 2.0)
    assert (paper.jobs, second.holder) == (1, "")


def test_a_printer_that_answers_is_its_own_referee():
    house, paper = House(), Mute(says=PrinterState.READY)
    first, second = house.counter(2, paper), house.counter(3, paper)
    assert first.state() is second.state() is PrinterState.READY
    paper.while_printing = lambda: second.print(JOB, 2.0) if paper.jobs == 1 else None
    first.print(JOB, 2.0)
    assert paper.jobs == 2


def test_only_counters_ask_and_only_for_an_address():
    work = SimpleNamespace(claims=SimpleNamespace(device=2), turns=None)
    for role, question in (("door", b"h:1"), ("counter", b"x" * 301)):
        claims = SimpleNamespace(device=3, role=role)
        with pytest.raises(StoreRefused):
            answer_turn(work, claims, question)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("star+tcp://10.0.0.9", PLACE),
        ("escpos+tcp://10.0.0.9:9100?proof=none", PLACE),
        ("escpos+tcp://Printer.local:9101", "printer.local:9101"),
        ("escpos+usb://04b8:0e15", ""),
        ("sim://printer", ""),
    ],
)
def test_the_same_printer_is_the_same_place_in_every_language(address, place):
    assert shared_place(address) == place
