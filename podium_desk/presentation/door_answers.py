"""The pages that answer a verdict: a reason to let in all the same, questions, a group's number."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from podium_desk.application.door import OverrideReason, VolunteerSays
from podium_desk.domain.admission import ScanReason, Verdict
from podium_desk.domain.door_questions import AnswerKind
from podium_desk.domain.facts import Direction
from podium_desk.presentation.door_actions import action
from podium_desk.presentation.door_page import (
    DIGITS,
    FIGURE_ROWS,
    LETTER_ROWS,
    Answers,
    Choice,
    EntryPage,
    PageHost,
    TilePage,
    page_panel,
)
from podium_desk.presentation.door_panels import seat_text
from podium_desk.presentation.door_verdicts import NO_OVERRIDE
from podium_desk.presentation.door_view import (
    DoorAction,
    DoorKind,
    Hears,
    Intent,
    Panel,
    Tile,
    Tone,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from podium_desk.application.door import AskedQuestion
    from podium_desk.domain.door_questions import Answer, QuestionId
    from podium_desk.i18n.words import Words
    from podium_desk.presentation.door_page import DoorPage
    from podium_desk.presentation.door_panels import Scan

ANSWER_LETTERS_MAX = 60
FIGURES_MAX = 6


def agreeing(scan: Scan) -> VolunteerSays:
    """The answer to what the door asked: yes, beside what was said before."""
    if scan.outcome.reason is ScanReason.UNPAID:
        return replace(scan.says, is_unpaid_accepted=True)
    if scan.outcome.reason is ScanReason.ANOTHER_VISIT:
        return replace(scan.says, takes_another=True)
    return replace(scan.says, override=OverrideReason.RESPONSIBLE_AGREES)


def may_override(scan: Scan) -> bool:
    """Whether somebody can be let in against this verdict: it must name a ticket of this door."""
    outcome = scan.outcome
    is_refused = outcome.verdict is Verdict.REFUSE and outcome.reason not in NO_OVERRIDE
    return is_refused and outcome.ticket is not None


def is_group_in(scan: Scan) -> bool:
    """Whether more than one person has just gone in by this ticket."""
    outcome = scan.outcome
    return outcome.verdict is Verdict.ADMIT and not outcome.is_repeat and outcome.persons_now > 1


def reasons_for(scan: Scan) -> tuple[OverrideReason, ...]:
    """Why somebody may be let in against this verdict; a second entry has three reasons, all else
    only the word of the one who is responsible."""
    if scan.outcome.reason is ScanReason.ALREADY_IN:
        return tuple(OverrideReason)
    return (OverrideReason.RESPONSIBLE_AGREES,)


def reason_page(host: PageHost, scan: Scan) -> TilePage:
    """The tiles of F8: why in all the same; it is kept with the entry (ux.md 4)."""
    reasons = reasons_for(scan)

    def labels(words: Words) -> tuple[tuple[str, str], ...]:
        return tuple((words(f"door_pages.reason_{one.value}"), "") for one in reasons)

    def draw(words: Words, tiles: tuple[Tile, ...]) -> Panel:
        texts = (
            words("door_pages.reason_word"),
            seat_text(scan.outcome, words),
            words("door_pages.reason_line"),
        )
        back = (action(Intent.BACK, words),)
        answers = Answers(tiles, tone=Tone.CHECK)
        return page_panel(DoorKind.REASON, "door-open", texts, back, answers)

    def picked(index: int) -> None:
        says = replace(scan.says, override=reasons[index])
        host.with_pin(partial(host.decide, scan.code, Direction.ENTRY, says))

    return TilePage(labels, draw, picked, Choice(len(reasons)))


def question_page(host: PageHost, scan: Scan, given: Mapping[QuestionId, Answer]) -> DoorPage:
    """The first question that is not answered yet; the last answer lets the guest in."""
    asked = next(one for one in scan.outcome.questions if one.id not in given)
    left = [one for one in scan.outcome.questions if one.id not in given and one.id != asked.id]

    def answered(answer: Answer) -> None:
        answers = {**given, asked.id: answer}
        if left:
            host.open_page(question_page(host, scan, answers))
        else:
            says = replace(scan.says, answers={**scan.says.answers, **answers})
            host.decide(scan.code, Direction.ENTRY, says)

    if asked.kind in (AnswerKind.CHOICE, AnswerKind.YESNO):
        return _tile_question(scan, asked, answered_with=answered)
    return _typed_question(host, asked, answered_with=answered)


def _tile_question(
    scan: Scan, asked: AskedQuestion, answered_with: Callable[[Answer], None]
) -> TilePage:
    """A choice, or yes and no; one that need not be answered can be passed over."""
    is_choice = asked.kind is AnswerKind.CHOICE
    answers: tuple[Answer, ...] = tuple(asked.choices) if is_choice else (True, False)
    if not asked.is_required:
        answers = (*answers, "")

    def labels(words: Words) -> tuple[tuple[str, str], ...]:
        named: dict[Answer, str] = {"": words("door_pages.no_answer")}
        if not is_choice:
            named |= {True: words("door_pages.yes"), False: words("door_pages.no")}
        return tuple((named.get(one, str(one)), "") for one in answers)

    def draw(words: Words, tiles: tuple[Tile, ...]) -> Panel:
        buttons = (action(Intent.BACK, words), action(Intent.TO_COUNTER, words))
        about = seat_text(scan.outcome, words)
        return _question_panel(words, asked, about, buttons, Answers(tiles, tone=Tone.CHECK))

    return TilePage(labels, draw, lambda index: answered_with(answers[index]), Choice(len(answers)))


def _typed_question(
    host: PageHost, asked: AskedQuestion, answered_with: Callable[[Answer], None]
) -> EntryPage:
    """A text or a number; an empty one passes over a question that need not be answered."""
    is_number = asked.kind is AnswerKind.NUMBER

    def draw(words: Words, text: str) -> Panel:
        done = DoorAction(Intent.ACCEPT, words("door_pages.do_answer"), words("door.key_enter"))
        buttons = (done, action(Intent.BACK, words))
        hears = Hears.DIGITS if is_number else Hears.LETTERS
        rows = FIGURE_ROWS if is_number else LETTER_ROWS
        answers = Answers((), hears, rows, Tone.CHECK)
        return _question_panel(words, asked, f"{text}_", buttons, answers)

    def entered(text: str) -> None:
        plain = text.strip()
        if plain:
            answered_with(int(plain) if is_number else plain)
        elif asked.is_required:
            host.say("answer_needed_notice")
        else:
            answered_with("")

    most = FIGURES_MAX if is_number else ANSWER_LETTERS_MAX
    return EntryPage(draw, entered, is_number, most)


def _question_panel(
    words: Words,
    asked: AskedQuestion,
    below: str,
    buttons: tuple[DoorAction, ...],
    answers: Answers,
) -> Panel:
    """The question as large as a word of the door; below it the answer so far, or the seat."""
    texts = (asked.text.in_language(words.language), below)
    return page_panel(DoorKind.QUESTION, "circle-help", texts, buttons, answers)


class GroupPage:
    """How many of a group go in now: + and -, a figure, Enter."""

    def __init__(self, host: PageHost, scan: Scan) -> None:
        outcome = scan.outcome
        self._host = host
        self._scan = scan
        self._most = max(1, outcome.persons - outcome.admitted_before)
        self._count = max(1, outcome.persons_now - 1)
        self._typed = ""

    def panel(self, words: Words) -> Panel:
        """The number in large figures, and of how many."""
        texts = (
            str(self._count),
            words("door_pages.group_headline", n=self._most),
            seat_text(self._scan.outcome, words),
        )
        done = DoorAction(Intent.ACCEPT, words("door_pages.do_group", n=self._count),
                          words("door.key_enter"))  # fmt: skip
        tiles = (Tile("−", "", "-"), Tile("+", "", "+"))
        buttons = (done, action(Intent.BACK, words))
        answers = Answers(tiles, tone=Tone.CHECK)
        return page_panel(DoorKind.GROUP, "users", texts, buttons, answers)

    def type(self, letter: str) -> None:
        """+ and - count; figures say the number itself."""
        if letter in "+-":
            self.move(1 if letter == "+" else -1)
        elif letter in DIGITS:
            self._typed = (self._typed + str(DIGITS[letter]))[-len(str(self._most)) :]
            self._count = max(1, min(self._most, int(self._typed)))

    def erase(self) -> None:
        """Begin the figure again."""
        self._typed = ""

    def move(self, step: int) -> None:
        """One more or one fewer, never none and never more than may go in."""
        self._typed = ""
        self._count = max(1, min(self._most, self._count + step))

    def pick(self, index: int) -> None:
        """The minus or the plus."""
        self.move(1 if index else -1)

    def enter(self) -> None:
        """So many go in, instead of those that were counted."""
        says = replace(self._scan.says, persons=self._count)
        self._host.instead(self._scan, says)
