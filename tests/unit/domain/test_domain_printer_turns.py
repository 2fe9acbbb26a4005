"""Counters that share a mute printer: never two at once, and never nobody for long."""

from __future__ import annotations

import random

import pytest

from podium_desk.domain.printer_turns import (
    ASKING_MS,
    FREE,
    PROMISE_MS,
    Turn,
    asked,
    begin,
    granted,
)


class Counters:
    """Some counters at one printer that always have something to print; each asks the others one
    by one, the lowest number first, and any may be slow."""

    def __init__(self, seed: int, count: int) -> None:
        self.luck = random.Random(seed)
        self.now_ms = 0
        self.turns = {number: Turn() for number in range(2, 2 + count)}
        self.left: dict[int, list[int]] = {}
        """Whom a counter that asks has still to ask."""
        self.until: dict[int, int] = {}
        self.printed = dict.fromkeys(self.turns, 0)

    def step(self) -> None:
        self.now_ms += self.luck.choice((0, 1, 2, 5, 5, 20, 20, 40, 900))
        own = self.luck.choice(list(self.turns))
        turn = self.turns[own]
        if turn.is_printing:
            if self.now_ms >= self.until[own]:
                self.turns[own] = Turn()
                self.printed[own] += 1
        elif own in self.left:
            self._go_on(own)
        else:
            begun = begin(turn, self.now_ms)
            if isinstance(begun, Turn):
                self.turns[own] = begun
                self.left[own] = sorted((one for one in self.turns if one != own), reverse=True)

    def _go_on(self, own: int) -> None:
        if self.left[own]:
            other = self.left[own].pop()
            self.turns[other], who = asked(self.turns[other], other, own, self.now_ms)
            if who != FREE:
                self._give_up(own)
            return
        turn = granted(self.turns[own], self.now_ms)
        if turn is None:
            self._give_up(own)
            return
        del self.left[own]
        self.turns[own] = turn
        self.until[own] = self.now_ms + self.luck.choice((5, 400, 3000))

    def _give_up(self, own: int) -> None:
        del self.left[own]
        if self.turns[own].asks_since_ms is not None:
            self.turns[own] = Turn()

    @property
    def printing(self) -> list[int]:
        return [number for number, turn in self.turns.items() if turn.is_printing]


@pytest.mark.parametrize("seed", range(12))
def test_never_two_print_at_once_and_everybody_comes_to_it(seed):
    counters = Counters(seed, 2 + seed % 3)
    for _ in range(3000):
        counters.step()
        assert len(counters.printing) <= 1
    assert all(counters.printed.values())


def test_of_two_that_ask_at_once_the_lower_number_goes_first():
    low, high = begin(Turn(), 0), begin(Turn(), 0)
    low, who = asked(low, 2, 3, 5)
    assert who == 2
    high, who = asked(high, 3, 2, 5)
    assert who == FREE
    assert granted(high, 10) is None
    assert granted(low, 10) == Turn(is_printing=True)


def test_a_promise_ends_by_itself_when_who_had_it_is_gone():
    turn, _ = asked(Turn(), 2, 3, 0)
    assert begin(turn, PROMISE_MS - 1) == 3
    assert begin(turn, PROMISE_MS) == Turn(asks_since_ms=PROMISE_MS)


def test_who_waited_too_long_for_the_answers_asks_anew():
    turn = begin(Turn(), 0)
    assert granted(turn, ASKING_MS + 1) is None
