"""The door's presenter: scans and keys in, one `DoorView` out; no Qt, no clock of its own.

A new scan always wins: nothing this presenter shows has to be answered first. A question
(accept amber, let in anyway, how many of a group) is a page on the screen (`door_page`) and is gone
with the next scan. Time is asked of `DoorOptions`; the screen calls `tick` a few times a second.
"""

from __future__ import annotations

import logging
from collections import deque
from typing import TYPE_CHECKING

from podium_desk.application.door import NOTHING_SAID
from podium_desk.domain.admission import Verdict
from podium_desk.domain.facts import Direction
from podium_desk.presentation.door_answers import (
    GroupPage,
    agreeing,
    is_group_in,
    may_override,
    question_page,
    reason_page,
)
from podium_desk.presentation.door_errands import Errands
from podium_desk.presentation.door_menu import ShellWish
from podium_desk.presentation.door_options import DoorOptions
from podium_desk.presentation.door_panels import Scan
from podium_desk.presentation.door_search import Recent, SearchPage
from podium_desk.presentation.door_surroundings import Held, Moment, fading_of, view_of
from podium_desk.presentation.door_undoing import Undoing
from podium_desk.presentation.door_verdicts import panel_of
from podium_desk.presentation.door_view import DoorView, Intent, Tone
from podium_desk.presentation.looks import Looks

if TYPE_CHECKING:
    from collections.abc import Callable

    from podium_desk.application.door import Door, DoorStatus, ScanOutcome, VolunteerSays
    from podium_desk.application.door_evening import DoorEvening
    from podium_desk.application.jobs import Changes, Jobs
    from podium_desk.i18n.words import Words
    from podium_desk.presentation.door_page import DoorPage

SURE_WITHIN_S = 5.0
"""How long "press again" stands; an exit door by accident would turn the evening round."""
NOTICE_STAYS_S = 5.0
STATUS_EVERY_S = 5.0
EVENING_AFTER_S = 1.0
"""How soon the evening follows on a count that changed: both stand on one screen."""
LAST_RESULTS = 5

_log = logging.getLogger(__name__)


class DoorPresenter:
    """Keeps what a door screen shows and answers what a volunteer does; the host of its pages."""

    def __init__(
        self, door: Door, words: Words, jobs: Jobs, options: DoorOptions | None = None
    ) -> None:
        self.door = door
        self.jobs = jobs
        self._words = words
        self._options = options or DoorOptions()
        self.errands = self._options.errands or jobs
        self._listeners: list[Callable[[DoorView], None]] = []
        self._held = Held(has_camera=self._options.has_camera)
        self._errands = Errands(self, self._held, self._options)
        self._history: deque[tuple[Scan, float]] = deque(maxlen=LAST_RESULTS)
        self._undoing = Undoing(self, self._held, self._options)
        self._recent = Recent(self._options.monotonic_s)
        self._deciding = 0
        self._sure_until_s = 0.0
        self._notice_until_s = 0.0
        self._status_due_s = self._evening_due_s = 0.0
        self._looks = Looks(lambda: self.jobs, self._status_failed)
        self._view = self._render()

    @property
    def view(self) -> DoorView:
        """The screen as it is now."""
        return self._view

    @property
    def words(self) -> Words:
        """The language of the screen."""
        return self._words

    @property
    def is_locked(self) -> bool:
        """Whether leaving the window takes a PIN."""
        return self._options.pin.is_set

    def subscribe(self, listener: Callable[[DoorView], None]) -> Callable[[], None]:
        """Tell `listener` each new view, now and from now on, until what is returned is called."""
        self._listeners.append(listener)
        listener(self._view)
        return lambda: self._listeners.remove(listener)

    # Scans and keys

    def scan(self, text: str) -> None:
        """A code from a camera, a hand scanner or typed; whatever is on the screen gives way."""
        code = text.strip()
        if code:
            self.decide(code, self._held.direction, NOTHING_SAID)

    def do(self, intent: Intent, is_touched: bool = False) -> None:
        """What the volunteer asks by key or finger; an intent that means nothing now is quiet."""
        handlers: dict[Intent, Callable[[], None]] = {
            Intent.UNDO: self._undoing.undo,
            Intent.DIRECTION: self._turn,
            Intent.MUTE: self._mute,
            Intent.ACCEPT: self._accept,
            Intent.TO_COUNTER: self._to_counter,
            Intent.LET_IN: self._let_in,
            Intent.FEWER: self._fewer,
            Intent.NEXT: self._back,
            Intent.HELP: self._errands.help,
            Intent.BACK: self._back,
            Intent.FIND: self._find,
            Intent.EVENING: self._errands.evening,
            Intent.SELL: self._errands.sell,
            Intent.MENU: lambda: self._errands.menu(self._chosen),
            Intent.LEAVE: self._errands.leave,
        }
        self._held.is_touched = is_touched
        handlers[intent]()
        self.show()

    def type_letter(self, letter: str) -> None:
        """A letter or a figure for the page that is open; without one it is quiet."""
        self._on_page(lambda page: page.type(letter))

    def erase_letter(self) -> None:
        """Take the last typed letter back."""
        self._on_page(lambda page: page.erase())

    def move(self, step: int) -> None:
        """The arrows: another tile, or one more or fewer."""
        self._on_page(lambda page: page.move(step))

    def pick(self, index: int) -> None:
        """A tile was touched."""
        self._held.is_touched = True
        self._on_page(lambda page: page.pick(index))

    def speak(self, words: Words) -> None:
        """Go on in another language; what is on the screen is said again in it."""
        self._words = words
        self.show()

    def tick(self) -> None:
        """Let time pass: green fades, questions end, the status is asked again now and then."""
        now_s = self._options.monotonic_s()
        held = self._held
        if held.shown is not None and fading_of(held, now_s, self._words) == 0.0:
            held.shown = None
        if now_s >= self._sure_until_s:
            held.is_asked_twice = False
        if held.notice and now_s >= self._notice_until_s:
            held.notice = ""
        if now_s >= self._status_due_s:
            self.refresh()
        if now_s >= self._evening_due_s:
            self._evening_due_s = now_s + STATUS_EVERY_S
            self._looks.look("evening", self.door.evening, self._take_evening)
        self.show()

    def refresh(self, is_behind: bool = False) -> None:
        """Ask the door how things stand; the answer shows by itself.

        While an answer is awaited it is not asked again; with `is_behind` once more after it, for
        something changed since.
        """
        self._status_due_s = self._options.monotonic_s() + STATUS_EVERY_S
        self._looks.look("status", self.door.status, self._take_status, is_news=is_behind)

    def changed(self, changes: Changes) -> None:
        """A commit elsewhere: look again when it can touch what stands around the verdict."""
        status = self._held.status
        tonight = status.performance if status else None
        if changes.connection or changes.catalogue or tonight in changes.performances:
            self.refresh(is_behind=True)

    # What pages ask of their host

    def decide(self, code: str, direction: Direction, says: VolunteerSays) -> None:
        """Scan, with what the volunteer says."""
        self._decided_by((code, says), lambda: self.door.scan(code, direction, says))

    def instead(self, scan: Scan, says: VolunteerSays) -> None:
        """Take back the entry that was just made, and decide anew."""

        def anew() -> ScanOutcome:
            self.door.annul(scan.outcome.token)
            return self.door.scan(scan.code, Direction.ENTRY, says)

        self._decided_by((scan.code, says), anew)

    def open_page(self, page: DoorPage) -> None:
        """Show this page; what lay below stays below."""
        self._held.page, self._held.is_asked_twice, self._held.notice = page, False, ""
        self._held.page_kind = None
        self._held.page_serial += 1

    def leave_page(self) -> None:
        """The page goes, and what lay below is seen again."""
        self._held.page = None

    def say(self, key: str, **values: str) -> None:
        """A passing sentence."""
        self._held.notice, self._held.notice_values = key, values
        self._notice_until_s = self._options.monotonic_s() + NOTICE_STAYS_S

    def with_pin(self, then: Callable[[], None]) -> None:
        """Do this after the PIN where the house asks for one before an override."""
        if self._options.pin.asks_override:
            self._errands.ask_pin(then)
        else:
            then()

    def show(self) -> None:
        """Tell the listeners what has changed, if anything has."""
        view = self._render()
        if view == self._view:
            return
        self._view = view
        for listener in self._listeners:
            listener(view)

    # Scanning

    def _decided_by(
        self, asked: tuple[str, VolunteerSays], decision: Callable[[], ScanOutcome]
    ) -> None:
        self._deciding += 1
        self._held.page = None
        self.jobs.submit(
            decision, lambda outcome: self._take_outcome(*asked, outcome), self._scan_failed
        )
        # A scan stored is a count that may have grown: asked behind it on the same lane.
        self.refresh(is_behind=True)

    def _take_outcome(self, code: str, says: VolunteerSays, outcome: ScanOutcome) -> None:
        self._deciding -= 1
        scan = Scan(code, outcome, self._options.now(), self._held.status, says)
        now_s = self._options.monotonic_s()
        self._put_on_screen(scan, now_s)
        self._history.appendleft((scan, now_s))
        if outcome.verdict is Verdict.ADMIT and not outcome.is_repeat:
            self._undoing.entered(scan)
        if outcome.verdict is Verdict.ASK and outcome.questions:
            self.open_page(question_page(self, scan, {}))
        self.show()

    @property
    def shown_outcome(self) -> ScanOutcome | None:
        """The answer that is on the screen; None when none is."""
        return None if self._held.shown is None else self._held.shown.outcome

    def _put_on_screen(self, scan: Scan | None, now_s: float) -> None:
        held = self._held
        held.serial += 1
        held.shown, held.shown_at_s = scan, now_s
        held.page, held.has_trouble = None, scan is None
        held.is_asked_twice, held.notice = False, ""

    def _scan_failed(self, error: Exception) -> None:
        _log.error("a scan could not be decided", exc_info=error)
        self._deciding -= 1
        self._put_on_screen(None, self._options.monotonic_s())
        self.show()

    # What a volunteer does

    def _turn(self) -> None:
        was_entry = self._held.direction is Direction.ENTRY
        if not self._is_sure():
            self.say("sure_exit_notice" if was_entry else "sure_entry_notice")
            return
        self._held.direction = Direction.EXIT if was_entry else Direction.ENTRY
        self._back()
        self.say("now_exit_notice" if was_entry else "now_entry_notice")

    def _mute(self) -> None:
        self._held.is_muted = not self._held.is_muted
        self.say("sound_off_notice" if self._held.is_muted else "sound_on_notice")

    def _accept(self) -> None:
        """Enter: what the page asks is answered; on amber, what was asked is let in.

        What is in already needs no more. While an answer is on its way a second Enter is none.
        """
        if self._held.page is not None:
            self._held.page.enter()
            return
        shown = self._amber_shown()
        if shown is None or self._deciding:
            return
        if shown.outcome.verdict is Verdict.ASK:
            self.decide(shown.code, self._held.direction, agreeing(shown))
        elif shown.outcome.verdict is Verdict.ADMIT:
            self._back()

    def _to_counter(self) -> None:
        shown = self._amber_shown()
        if shown is None:
            return
        if shown.outcome.verdict is Verdict.ADMIT:
            self._undoing.annul(shown, "to_counter_notice")
            return
        what = panel_of(shown, self._words).strip
        self._back()
        self.say("to_counter_notice", what=what)

    def _let_in(self) -> None:
        """F8: a refusal that names a ticket of this door asks why, and lets in (ux.md 4)."""
        shown = self._shown_alone()
        if shown is not None and may_override(shown):
            self.open_page(reason_page(self, shown))

    def _fewer(self) -> None:
        """Fewer of a group than were counted in."""
        shown = self._shown_alone()
        if shown is not None and is_group_in(shown):
            self.open_page(GroupPage(self, shown))

    def _find(self) -> None:
        self._back()
        page = SearchPage(self, self._held.direction, self._recent)
        self.open_page(page)
        page.go_on()

    def _chosen(self, what: Intent | ShellWish) -> None:
        """From the menu."""
        self.leave_page()
        if isinstance(what, Intent):
            self.do(what, self._held.is_touched)
        else:
            self._options.wish(what)

    def _back(self) -> None:
        held = self._held
        held.shown, held.is_asked_twice, held.notice = None, False, ""
        held.page, held.has_trouble = None, False

    def _on_page(self, act: Callable[[DoorPage], None]) -> None:
        if self._held.page is not None:
            act(self._held.page)
            self.show()

    def _shown_alone(self) -> Scan | None:
        """The result on the screen, while no page lies on it and no answer is on its way."""
        return None if self._held.page is not None or self._deciding else self._held.shown

    def _amber_shown(self) -> Scan | None:
        return self._held.shown if self._view.panel.tone is Tone.CHECK else None

    def _is_sure(self) -> bool:
        """True on the second press; the first one asks."""
        self._held.is_asked_twice = not self._held.is_asked_twice
        self._sure_until_s = self._options.monotonic_s() + SURE_WITHIN_S
        return not self._held.is_asked_twice

    # What stands around it

    def _take_status(self, status: DoorStatus) -> None:
        before, self._held.status = self._held.status, status
        self._held.status_failed = False
        if before is None or _counts(before) != _counts(status):
            soon_s = self._options.monotonic_s() + EVENING_AFTER_S
            self._evening_due_s = min(self._evening_due_s, soon_s)
        self.show()

    def _take_evening(self, evening: DoorEvening) -> None:
        self._held.evening = evening
        self.show()

    def _status_failed(self, error: Exception) -> None:
        _log.error("the door's status could not be read", exc_info=error)
        self._held.status_failed = True
        self.show()

    def _render(self) -> DoorView:
        now_s = self._options.monotonic_s()
        self._held.fading = fading_of(self._held, now_s, self._words)
        history = tuple((scan, now_s - at_s) for scan, at_s in self._history)
        moment = Moment(self._options.now(), history, self._undoing.can_undo)
        return view_of(self._held, moment, self._words)


def _counts(status: DoorStatus) -> tuple[int, int]:
    return status.inside, status.expected
