"""The page for a guest without a ticket: three letters, pick, Enter lets in (ux.md 4, F3).

It shows tonight's tickets only, and a name only while it is looked for. A whole code that was
typed is scanned as it stands.
"""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING

from podium_desk.application.door import NOTHING_SAID
from podium_desk.application.door_finding import LETTERS_LEAST, Found, FoundTicket
from podium_desk.domain.facts import Direction
from podium_desk.presentation.door_actions import action
from podium_desk.presentation.door_page import LETTER_ROWS, Answers, Choice, PageHost, page_panel
from podium_desk.presentation.door_panels import seat_of
from podium_desk.presentation.door_view import DoorAction, DoorKind, Hears, Intent

if TYPE_CHECKING:
    from collections.abc import Callable

    from podium_desk.application.door_finding import Names, NamesAsked
    from podium_desk.domain.ids import TicketId
    from podium_desk.i18n.words import Words
    from podium_desk.presentation.door_view import Panel

LETTERS_MAX = 40
TILES_MAX = 6
RECENT_S = 20.0
_log = logging.getLogger(__name__)


class Recent:
    """What was looked for last, while its guests are still passing; a name stays no longer."""

    def __init__(self, monotonic_s: Callable[[], float]) -> None:
        self._monotonic_s = monotonic_s
        self._kept = ("", 0.0)

    def keep(self, text: str) -> None:
        """Somebody of these was let in."""
        self._kept = (text, self._monotonic_s() + RECENT_S)

    def take(self) -> str:
        """The text, once; empty when it is too long ago."""
        (text, until_s), self._kept = self._kept, ("", 0.0)
        return text if self._monotonic_s() < until_s else ""


class SearchPage:
    """Letters in, the tickets that fit out."""

    def __init__(self, host: PageHost, direction: Direction, recent: Recent) -> None:
        self._host = host
        self._direction = direction
        self._recent = recent
        self._text = ""
        self._is_brought = False
        """Whether the text is the guest before, whose place the first letter of another takes."""
        self._found = Found((), knows_names=True)
        self._found_for = ""
        self._choice = Choice(0)
        self._is_asking = False
        """Whether a counter is asked for names; what is typed meanwhile is asked behind it."""

    def go_on(self) -> None:
        """Begin with what was looked for a moment ago: the rest of a family comes right behind."""
        self._text = self._recent.take()
        self._is_brought = bool(self._text)
        if self._text:
            self._look()

    def panel(self, words: Words) -> Panel:
        """What was typed, what was found, and what to do now."""
        shown = self._found.tickets[:TILES_MAX]
        self._choice.count = len(shown)
        self._choice.index = min(self._choice.index, max(0, len(shown) - 1))
        labels = tuple(_label(one, words) for one in shown)
        let_in = "do_let_in_found" if shown else "do_check_code"
        done = DoorAction(Intent.ACCEPT, words(f"door_pages.{let_in}"), words("door.key_enter"))
        texts = (words("door_pages.search_word"), f"{self._text}_", self._line(words))
        answers = Answers(self._choice.tiles(labels), Hears.LETTERS, LETTER_ROWS)
        buttons = (done, action(Intent.BACK, words))
        return page_panel(DoorKind.FINDING, "search", texts, buttons, answers)

    def type(self, letter: str) -> None:
        """One more letter; from the third on tickets are looked for."""
        text = self._own_text()
        if len(text) < LETTERS_MAX and letter.isprintable():
            self._text = text + letter.upper()
            self._look()

    def erase(self) -> None:
        """The last letter goes, or all that was looked for before."""
        self._text = self._own_text()[:-1]
        self._look()

    def _own_text(self) -> str:
        """What was typed on this page, from which it goes on."""
        text, self._is_brought = "" if self._is_brought else self._text, False
        return text

    def move(self, step: int) -> None:
        """Another of the tickets."""
        self._choice.move(step)

    def pick(self, index: int) -> None:
        """This is the guest's."""
        if index < self._choice.count:
            self._recent.keep(self._text)
            self._scan(self._found.tickets[index].code)

    def enter(self) -> None:
        """The chosen ticket, or what was typed as a code."""
        if self._choice.count and self._found_for == self._text:
            self.pick(self._choice.index)
        elif self._text.strip():
            self._scan(self._text.replace(" ", ""))

    def _scan(self, code: str) -> None:
        self._host.decide(code, self._direction, NOTHING_SAID)

    def _look(self) -> None:
        text = self._text
        if len(text.strip()) < LETTERS_LEAST:
            self._found, self._found_for = Found((), knows_names=True), text
            return
        self._host.jobs.submit(
            lambda: self._host.door.find(text), lambda found: self._take(text, found), self._failed
        )

    def _take(self, text: str, found: Found) -> None:
        """What is found here is shown at once, and names are asked; an answer that comes after more
        letters is of no use any more."""
        if text != self._text:
            return
        chosen = self._chosen if self._found_for == text else None
        self._found, self._found_for = found, text
        self._choice.index = _chosen_again(found.tickets[:TILES_MAX], chosen)
        if found.asks is not None:
            self._ask(text, found.asks)
        self._host.show()

    def _ask(self, text: str, asked: NamesAsked) -> None:
        if self._is_asking:
            return
        self._is_asking = True
        door = self._host.door

        def heard(names: Names | None) -> None:
            self._is_asking = False
            if text != self._text:
                self._look()
            elif names is not None:
                take = partial(self._take, text)
                self._host.jobs.submit(lambda: door.find(text, names), take, self._failed)
            self._host.show()

        self._host.errands.submit(lambda: door.ask_names(asked), heard, self._failed)

    @property
    def _chosen(self) -> TicketId | None:
        shown = self._found.tickets[:TILES_MAX]
        index = self._choice.index
        return shown[index].ticket if index < len(shown) else None

    def _failed(self, error: Exception) -> None:
        self._is_asking = False
        _log.error("tickets could not be looked for", exc_info=error)
        self._host.say("search_failed_notice")

    def _line(self, words: Words) -> str:
        if len(self._text.strip()) < LETTERS_LEAST:
            return words("door_pages.search_line")
        if self._is_asking:
            return ""
        if not self._found.knows_names:
            return words("door_pages.search_nameless_line")
        if self._found_for == self._text and not self._found.tickets:
            return words("door_pages.search_nothing_line")
        return ""


def _chosen_again(tickets: tuple[FoundTicket, ...], chosen: TicketId | None) -> int:
    """Names that come later change nothing about who is chosen."""
    numbers = [one.ticket for one in tickets]
    return numbers.index(chosen) if chosen in numbers else _first_to_let_in(tickets)


def _first_to_let_in(tickets: tuple[FoundTicket, ...]) -> int:
    """Of a family the first who is not in yet, so that Enter goes on where it was."""
    waiting = (at for at, one in enumerate(tickets) if not one.is_inside and not one.is_unpaid)
    return next(waiting, 0)


def _label(one: FoundTicket, words: Words) -> tuple[str, str]:
    """The name, or else the seat; below it the seat, and what speaks against letting in."""
    seat = seat_of(one.row, one.number, one.zone, words)
    detail = [seat if one.name else one.code, _state(one, words)]
    return one.name or seat, " · ".join(part for part in detail if part)


def _state(one: FoundTicket, words: Words) -> str:
    """What speaks against letting in, else the tariff; of a group how many are in."""
    if one.is_unpaid:
        return words("door_pages.found_unpaid")
    if one.persons > 1:
        return words("door.in_of_group", n=one.inside, m=one.persons)
    if one.is_inside:
        return words("door_pages.found_inside")
    return one.tariff.in_language(words.language) if one.tariff else ""
