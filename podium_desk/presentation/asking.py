"""What a clerk is asked to type for a basket: a code, a number, a pass, a reason.

One panel for all of them: a sentence, a field, Enter. What a tariff asks for is asked by itself
before the basket is paid.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from podium_desk.presentation.basket import Place, change_lines, place_of, say_codes
from podium_desk.presentation.filling_state import ASKED_BY, Question, Topic
from podium_desk.presentation.pass_codes import with_visits

if TYPE_CHECKING:
    from collections.abc import Callable

    from podium_desk.i18n.words import Words
    from podium_desk.presentation.counter_state import CounterState
    from podium_desk.presentation.filling import Change, Filling
    from podium_desk.presentation.parking import ParkingSide
    from podium_desk.presentation.turns import Turns

_COUNT = re.compile(r"([0-9]{1,4}) ?([A-Za-z]?)")
COUNT_MAX = 200
"""No larger group is taken at once; it is not one that sits together."""


class Asking:
    """Asks, and does what the answer says, in turn with what else a clerk asks."""

    def __init__(
        self,
        screen: tuple[Turns, CounterState],
        change: Change,
        sides: tuple[Filling, ParkingSide],
        surround: tuple[Callable[[], None], Callable[[], Words]],
    ) -> None:
        """`surround` shows the view anew and gives the words of the language now."""
        self._turns, self._state = screen
        self._change = change
        self._filling, self._parking = sides
        self._show, self._words = surround

    def code(self) -> None:
        """Ask for a discount code, once there is something it could go off."""
        self._turns.take(lambda: self._open_for_basket(Question(Topic.CODE)))

    def count(self) -> None:
        """Ask for a number of places that is larger than a digit."""
        self._turns.take(lambda: self._open(Question(Topic.COUNT)))

    def note(self) -> None:
        """Ask for the pass or the reason of the first line that needs one."""
        self._turns.take(self._open_note)

    def park(self) -> None:
        """Put the basket aside on a name; with an empty one, take one back that was put aside."""
        self._turns.take(self._parking.begin)

    def answer(self, text: str) -> None:
        """What was typed; an answer that means nothing leaves the question."""
        self._turns.take(partial(self._answer, text.strip()))

    def before_paying(self, pay: Callable[[], None]) -> None:
        """Pay, or first ask what is missing or say what is wrong; the shelf goes. To be called in
        turn."""
        self._state.shelf = None
        self._filling.awake(partial(self._check, pay))

    def _check(self, pay: Callable[[], None]) -> None:
        problem = self._state.basket.problem
        if problem is None or self._state.has_panel:
            pay()
        elif problem.reason in ASKED_BY:
            self._open_note(partial(self._check, pay))
        else:
            self._state.refusal = problem
            self._turns.forget_waiting()
            self._show()

    def _open_note(self, then: Callable[[], None] | None = None) -> None:
        problem = self._state.basket.problem
        if problem is not None and problem.reason in ASKED_BY:
            named = (problem.details.get("performance"), problem.details.get("unit"))
            place = next(
                (one for one in map(place_of, self._state.basket.lines) if one == named), None
            )
            self._open(Question(ASKED_BY[problem.reason], place, then))

    def _open_for_basket(self, question: Question) -> None:
        if self._state.basket.lines:
            self._open(question)

    def _open(self, question: Question) -> None:
        state = self._state
        if not state.has_panel:
            state.refusal = state.toast = None
            state.question = question
            self._show()

    def _answer(self, text: str) -> None:
        question = self._state.question
        if question is None:
            return
        if question.topic is Topic.COUNT:
            self._answer_count(text)
        elif question.topic is Topic.CODE:
            self._answer_code(text)
        elif question.topic is Topic.PARK:
            self._parking.park(text)
        elif question.topic is Topic.UNPARK:
            self._parking.unpark(text)
        elif text and question.place is not None:
            self._answer_note(question, question.place, text)

    def _answer_count(self, text: str) -> None:
        """A number, and perhaps the letter of a tariff behind it: ``15 G``."""
        typed = _COUNT.fullmatch(text)
        if typed is None or not 0 < int(typed[1]) <= COUNT_MAX:
            return
        self._state.close_panel()
        self._filling.take_best(int(typed[1]))
        if typed[2]:
            self._filling.letter(typed[2].upper())

    def _answer_code(self, text: str) -> None:
        """An empty answer leaves all codes out; what a code does not fit is said by the desk."""
        self._state.close_panel()
        said = self._state.basket.codes
        codes = with_visits(said, text) or ((*said, text.upper()) if text else ())
        self._change(partial(say_codes, codes=tuple(dict.fromkeys(codes))))

    def _answer_note(self, question: Question, place: Place, text: str) -> None:
        self._state.close_panel()
        is_pass = question.topic is Topic.PASS
        lines = tuple(
            line
            if place_of(line) != place
            else replace(line, pass_number=text)
            if is_pass
            else replace(line, remark=text)
            for line in self._state.basket.lines
        )
        self._change(partial(change_lines, lines=lines))
        if question.then is not None:
            self._turns.take_next(question.then)
