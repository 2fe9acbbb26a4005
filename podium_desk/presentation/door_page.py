"""What a page of the door is: a question that lies on the screen until a ticket is scanned.

Nothing is modal. A page hears keys and fingers, asks its host to decide or to go away, and is gone
with the next scan or with Esc.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from podium_desk.late_dataclass import dataclass
from podium_desk.presentation.door_view import (
    Border,
    DoorAction,
    DoorKind,
    Hears,
    Panel,
    Tile,
    Tone,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from podium_desk.application.door import Door, VolunteerSays
    from podium_desk.application.jobs import Jobs
    from podium_desk.domain.facts import Direction
    from podium_desk.i18n.words import Words
    from podium_desk.presentation.door_panels import Scan

DIGITS = {str(digit): digit for digit in range(10)} | {
    "&": 1, "é": 2, '"': 3, "'": 4, "(": 5, "§": 6, "è": 7, "!": 8, "ç": 9, "à": 0,
}  # fmt: skip
"""Figures as they are typed, also on the top row of an AZERTY keyboard without Shift."""
FIGURE_ROWS = ("123", "456", "789", "0⌫")
LETTER_ROWS = ("1234567890", "AZERTYUIOP", "QSDFGHJKLM", "WXCVBN- ⌫")
ERASE = "⌫"


class PageHost(Protocol):
    """The door's presenter, as a page knows it."""

    @property
    def door(self) -> Door:
        """The door that decides and finds; asked on the lane only."""

    @property
    def jobs(self) -> Jobs:
        """Runs what asks the door."""

    @property
    def errands(self) -> Jobs:
        """Runs what asks other devices, which no scan waits for."""

    @property
    def words(self) -> Words:
        """The language of the screen."""

    def refresh(self, is_behind: bool = False) -> None:
        """Ask how things stand, also when that was asked just before."""

    def decide(self, code: str, direction: Direction, says: VolunteerSays) -> None:
        """Scan again, with what the volunteer says; the page is gone."""

    def instead(self, scan: Scan, says: VolunteerSays) -> None:
        """Take back the entry that was just made, and decide anew."""

    def open_page(self, page: DoorPage) -> None:
        """Another page instead."""

    def leave_page(self) -> None:
        """Back to what lay below."""

    def say(self, key: str, **values: str) -> None:
        """A passing sentence."""

    def show(self) -> None:
        """Something of the page changed by itself."""

    def with_pin(self, then: Callable[[], None]) -> None:
        """Do this after the PIN of the one who is responsible, or at once where none is set."""


class DoorPage(Protocol):
    """One question."""

    def panel(self, words: Words) -> Panel:
        """What it shows, with the letters that a finger would touch."""

    def type(self, letter: str) -> None:
        """A letter or figure was typed."""

    def erase(self) -> None:
        """The last one is taken back."""

    def move(self, step: int) -> None:
        """The choice goes on by so many, or back."""

    def pick(self, index: int) -> None:
        """A tile was touched."""

    def enter(self) -> None:
        """What is chosen or typed is the answer."""


class Choice:
    """Which of some tiles is chosen; figures pick, arrows go round."""

    def __init__(self, count: int, chosen: int = 0) -> None:
        self.count = count
        self.index = chosen

    def move(self, step: int) -> None:
        """So many on, round at the end."""
        if self.count:
            self.index = (self.index + step) % self.count

    def tiles(self, labels: tuple[tuple[str, str], ...]) -> tuple[Tile, ...]:
        """The tiles of these labels and details, the first nine with their figure."""
        return tuple(
            Tile(label, detail, str(at + 1) if at < 9 else "", at == self.index)
            for at, (label, detail) in enumerate(labels)
        )

    def typed(self, letter: str) -> int | None:
        """The tile whose figure this is; None for another letter."""
        digit = DIGITS.get(letter, 0)
        return digit - 1 if 1 <= digit <= self.count else None


@dataclass(slots=True)
class TilePage:
    """A page whose only answers are its tiles.

    `labels` are each tile's words and details, `draw` the panel around the tiles, `picked` hears
    which one it was.
    """

    labels: Callable[[Words], tuple[tuple[str, str], ...]]
    draw: Callable[[Words, tuple[Tile, ...]], Panel]
    picked: Callable[[int], None]
    choice: Choice

    def panel(self, words: Words) -> Panel:
        """The tiles and what is around them."""
        return self.draw(words, self.choice.tiles(self.labels(words)))

    def type(self, letter: str) -> None:
        """A figure picks."""
        index = self.choice.typed(letter)
        if index is not None:
            self.pick(index)

    def erase(self) -> None:
        """There is nothing to erase."""

    def move(self, step: int) -> None:
        """Another tile."""
        self.choice.move(step)

    def pick(self, index: int) -> None:
        """This is the answer."""
        if 0 <= index < self.choice.count:
            self.choice.index = index
            self.picked(index)

    def enter(self) -> None:
        """The chosen tile is the answer."""
        self.picked(self.choice.index)


@dataclass(slots=True)
class InfoPage:
    """A page that tells something and asks nothing."""

    draw: Callable[[Words], Panel]
    left: Callable[[], None]

    def panel(self, words: Words) -> Panel:
        """What it tells."""
        return self.draw(words)

    def type(self, letter: str) -> None:
        """There is nothing to type."""

    def erase(self) -> None:
        """Nor to erase."""

    def move(self, step: int) -> None:
        """Nor to choose."""

    def pick(self, index: int) -> None:
        """Nor to touch."""

    def enter(self) -> None:
        """It was read."""
        self.left()


@dataclass(slots=True)
class EntryPage:
    """A page whose answer is typed. `draw` is given what stands there, `entered` hears it."""

    draw: Callable[[Words, str], Panel]
    entered: Callable[[str], None]
    only_figures: bool
    letters_most: int
    text: str = ""

    def panel(self, words: Words) -> Panel:
        """What stands there and what is around it."""
        return self.draw(words, self.text)

    def type(self, letter: str) -> None:
        """One more, where it may stand there."""
        if self.only_figures:
            letter = str(DIGITS[letter]) if letter in DIGITS else ""
        if len(self.text) < self.letters_most and letter.isprintable():
            self.text += letter

    def erase(self) -> None:
        """The last one goes."""
        self.text = self.text[:-1]

    def move(self, step: int) -> None:
        """There is nothing to choose."""

    def pick(self, index: int) -> None:
        """There are no tiles."""

    def enter(self) -> None:
        """This is the answer."""
        self.entered(self.text)


@dataclass(frozen=True, slots=True)
class Answers:
    """How a page is answered: its tiles, what plain keys are, letters to touch, and its colour."""

    tiles: tuple[Tile, ...] = ()
    hears: Hears = Hears.DIGITS
    keyboard: tuple[str, ...] = ()
    tone: Tone = Tone.WAITING


INFORMS = Answers(hears=Hears.COMMANDS)
"""A page that asks nothing."""


def page_panel(
    kind: DoorKind,
    icon: str,
    texts: tuple[str, ...],
    actions: tuple[DoorAction, ...],
    answers: Answers,
) -> Panel:
    """A page as the screen draws it: a word, a bold line, and whatever lines follow."""
    word, headline, *lines = texts
    return Panel(
        kind,
        answers.tone,
        Border.DASHED if answers.tone is Tone.CHECK else Border.NONE,
        icon,
        None,
        word,
        headline,
        tuple(line for line in lines if line),
        actions,
        "",
        answers.tiles,
        answers.hears,
        answers.keyboard,
        is_verdict=False,
    )
