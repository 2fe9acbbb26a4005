"""The door's presenter: scans and keys in, one `DoorView` out; no Qt, no clock of its own.

A new scan always wins: nothing this presenter shows has to be answered first. A question
(accept amber, let in anyway, change direction) lives on the screen and is gone with the next
scan. Time is asked of `DoorOptions`; the screen calls `tick` a few times a second.
"""

from __future__ import annotations

import logging
import time
from collections import deque
from dataclasses import field
from datetime import datetime
from typing import TYPE_CHECKING

from podium_desk.application.door import AGREED, NOTHING_SAID, VolunteerSays
from podium_desk.domain.admission import ScanReason, Verdict
from podium_desk.domain.facts import Direction
from podium_desk.late_dataclass import dataclass
from podium_desk.presentation.door_surroundings import Held, Moment, view_of
from podium_desk.presentation.door_verdicts import Scan, panel_of, seat_text
from podium_desk.presentation.door_view import DoorKind, DoorView, Intent

if TYPE_CHECKING:
    from collections.abc import Callable

    from podium_desk.application.door import Door, DoorStatus, ScanOutcome
    from podium_desk.application.jobs import Changes, Jobs
    from podium_desk.i18n.words import Words

GREEN_STAYS_S = 4.0
UNDO_WITHIN_S = 30.0
SURE_WITHIN_S = 5.0
"""How long "press again" stands; an exit door by accident would turn the evening round."""
NOTICE_STAYS_S = 5.0
STATUS_EVERY_S = 5.0
LAST_RESULTS = 5
TYPED_LETTERS_MAX = 40

_ENDING = frozenset({DoorKind.VALID, DoorKind.REPEAT, DoorKind.EXIT})
_log = logging.getLogger(__name__)


def _now() -> datetime:
    return datetime.now().astimezone()


def _agreeing(outcome: ScanOutcome) -> VolunteerSays:
    """The answer to what the door asked: yes."""
    if outcome.reason is ScanReason.UNPAID:
        return VolunteerSays(is_unpaid_accepted=True)
    return AGREED


@dataclass(frozen=True, slots=True)
class DoorOptions:
    """What a door's screen needs to know beside the door: the phone to call, and the clocks."""

    desk_phone: str = ""
    has_camera: bool = False
    now: Callable[[], datetime] = field(default=_now)
    monotonic_s: Callable[[], float] = field(default=time.monotonic)


class DoorPresenter:
    """Keeps what a door screen shows and answers what a volunteer does."""

    def __init__(
        self, door: Door, words: Words, jobs: Jobs, options: DoorOptions | None = None
    ) -> None:
        self._door = door
        self._words = words
        self._jobs = jobs
        self._options = options or DoorOptions()
        self._listeners: list[Callable[[DoorView], None]] = []
        self._held = Held(desk_phone=self._options.desk_phone, has_camera=self._options.has_camera)
        self._history: deque[tuple[Scan, float]] = deque(maxlen=LAST_RESULTS)
        self._undoable: tuple[Scan, float] | None = None
        self._sure_until_s = 0.0
        self._notice_until_s = 0.0
        self._status_due_s = 0.0
        self._is_asking_status = False
        self._view = self._render()

    @property
    def view(self) -> DoorView:
        """The screen as it is now."""
        return self._view

    @property
    def words(self) -> Words:
        """The language of the screen."""
        return self._words

    def subscribe(self, listener: Callable[[DoorView], None]) -> Callable[[], None]:
        """Tell `listener` each new view, now and from now on, until what is returned is called."""
        self._listeners.append(listener)
        listener(self._view)
        return lambda: self._listeners.remove(listener)

    def scan(self, text: str) -> None:
        """A code from a camera, a hand scanner or typed; whatever is on the screen gives way."""
        code = text.strip()
        if code:
            self._decide(code, self._held.direction, NOTHING_SAID)

    def type_letter(self, letter: str) -> None:
        """One letter of a code typed by hand, after `Intent.TYPE`; others are quiet."""
        typed = self._held.typed
        is_room = typed is not None and len(typed) < TYPED_LETTERS_MAX
        if typed is not None and is_room and letter.isprintable():
            self._held.typed = typed + letter.upper()
            self._show()

    def erase_letter(self) -> None:
        """Take the last typed letter back."""
        if self._held.typed:
            self._held.typed = self._held.typed[:-1]
            self._show()

    def do(self, intent: Intent) -> None:
        """What the volunteer asks by key or button; an intent that means nothing now is quiet."""
        handlers: dict[Intent, Callable[[], None]] = {
            Intent.UNDO: self._undo,
            Intent.DIRECTION: self._turn,
            Intent.MUTE: self._mute,
            Intent.ACCEPT: self._accept,
            Intent.TO_COUNTER: self._to_counter,
            Intent.LET_IN: self._let_in,
            Intent.NEXT: self._back,
            Intent.HELP: self._help,
            Intent.BACK: self._back,
            Intent.TYPE: self._begin_typing,
        }
        handlers[intent]()
        self._show()

    def speak(self, words: Words) -> None:
        """Go on in another language; what is on the screen is said again in it."""
        self._words = words
        self._show()

    def tick(self) -> None:
        """Let time pass: green fades, questions end, the status is asked again now and then."""
        now_s = self._options.monotonic_s()
        held = self._held
        if held.shown is not None and self._fading(now_s) == 0.0:
            held.shown = None
        if held.sure is not None and now_s >= self._sure_until_s:
            held.sure = None
        if held.notice and now_s >= self._notice_until_s:
            held.notice = ""
        if now_s >= self._status_due_s:
            self.refresh()
        self._show()

    def refresh(self) -> None:
        """Ask the door how things stand; the answer shows by itself."""
        self._status_due_s = self._options.monotonic_s() + STATUS_EVERY_S
        if self._is_asking_status:
            return
        self._is_asking_status = True
        self._jobs.submit(self._door.status, self._take_status, self._status_failed)

    def changed(self, changes: Changes) -> None:
        """A commit elsewhere: look again when it can touch what stands around the verdict."""
        status = self._held.status
        tonight = status.performance if status else None
        if changes.connection or changes.catalogue or tonight in changes.performances:
            self.refresh()

    # Scanning

    def _decide(self, code: str, direction: Direction, says: VolunteerSays) -> None:
        self._jobs.submit(
            lambda: self._door.scan(code, direction, says),
            lambda outcome: self._take_outcome(code, outcome),
            self._scan_failed,
        )
        # A scan stored is a count that may have grown: asked behind it on the same lane.
        self._is_asking_status = False
        self.refresh()

    def _take_outcome(self, code: str, outcome: ScanOutcome) -> None:
        scan = Scan(code, outcome, self._options.now(), self._held.status)
        now_s = self._options.monotonic_s()
        self._put_on_screen(scan, now_s)
        self._history.appendleft((scan, now_s))
        if outcome.verdict is Verdict.ADMIT and not outcome.is_repeat:
            self._undoable = (scan, now_s + UNDO_WITHIN_S)
        self._show()

    def _put_on_screen(self, scan: Scan | None, now_s: float) -> None:
        held = self._held
        held.serial += 1
        held.shown, held.shown_at_s = scan, now_s
        held.is_helping, held.has_trouble, held.typed = False, scan is None, None
        held.sure, held.notice = None, ""

    def _scan_failed(self, error: Exception) -> None:
        _log.error("a scan could not be decided", exc_info=error)
        self._put_on_screen(None, self._options.monotonic_s())
        self._show()

    # What a volunteer does

    def _undo(self) -> None:
        now_s = self._options.monotonic_s()
        if self._undoable is None or now_s >= self._undoable[1]:
            self._say("nothing_to_undo_notice")
            return
        self._annul(self._undoable[0], "undone_notice")

    def _annul(self, scan: Scan, notice: str) -> None:
        """Take the entry back; a scan that came meanwhile keeps the screen."""
        self._undoable = None
        serial = self._held.serial

        def taken_back(is_done: bool) -> None:
            if self._held.serial == serial:
                self._held.shown = None
                what = seat_text(scan.outcome, self._words)
                self._say(notice if is_done else "nothing_to_undo_notice", what=what)
            self.refresh()
            self._show()

        self._jobs.submit(self._door.undo, taken_back, self._undo_failed)
        self._is_asking_status = False

    def _undo_failed(self, error: Exception) -> None:
        _log.error("an entry could not be taken back", exc_info=error)
        self._say("undo_failed_notice")
        self._show()

    def _turn(self) -> None:
        if not self._is_sure(Intent.DIRECTION):
            is_entry = self._held.direction is Direction.ENTRY
            self._say("sure_exit_notice" if is_entry else "sure_entry_notice")
            return
        was_entry = self._held.direction is Direction.ENTRY
        self._held.direction = Direction.EXIT if was_entry else Direction.ENTRY
        self._back()
        self._say("now_exit_notice" if was_entry else "now_entry_notice")

    def _mute(self) -> None:
        self._held.is_muted = not self._held.is_muted
        self._say("sound_off_notice" if self._held.is_muted else "sound_on_notice")

    def _accept(self) -> None:
        """Enter on amber: what was asked is let in; what is in already needs no more.

        Enter after typing looks the code up.
        """
        if self._held.typed is not None:
            self.scan(self._held.typed.replace(" ", ""))
            return
        shown = self._amber_shown()
        if shown is None:
            return
        if shown.outcome.verdict is Verdict.ASK:
            self._decide(shown.code, self._held.direction, _agreeing(shown.outcome))
        elif shown.outcome.verdict is Verdict.ADMIT:
            self._back()

    def _to_counter(self) -> None:
        shown = self._amber_shown()
        if shown is None:
            return
        if shown.outcome.verdict is Verdict.ADMIT:
            self._annul(shown, "to_counter_notice")
            return
        what = panel_of(shown, self._words).strip
        self._back()
        self._say("to_counter_notice", what=what)

    def _let_in(self) -> None:
        shown = self._held.shown
        if shown is None or self._view.panel.actions[0].intent is not Intent.LET_IN:
            return
        if self._is_sure(Intent.LET_IN):
            self._decide(shown.code, Direction.ENTRY, AGREED)

    def _help(self) -> None:
        self._held.is_helping = not self._held.is_helping

    def _back(self) -> None:
        held = self._held
        held.shown, held.sure, held.notice = None, None, ""
        held.is_helping, held.has_trouble, held.typed = False, False, None

    def _begin_typing(self) -> None:
        self._back()
        self._held.typed = ""

    def _amber_shown(self) -> Scan | None:
        is_amber = self._view.panel.kind is DoorKind.CHECK
        return self._held.shown if is_amber else None

    def _is_sure(self, intent: Intent) -> bool:
        """True on the second press; the first one asks."""
        if self._held.sure is intent:
            self._held.sure = None
            return True
        self._held.sure = intent
        self._sure_until_s = self._options.monotonic_s() + SURE_WITHIN_S
        return False

    def _say(self, key: str, **values: str) -> None:
        self._held.notice, self._held.notice_values = key, values
        self._notice_until_s = self._options.monotonic_s() + NOTICE_STAYS_S

    # What stands around it

    def _take_status(self, status: DoorStatus) -> None:
        self._is_asking_status = False
        self._held.status, self._held.status_failed = status, False
        self._show()

    def _status_failed(self, error: Exception) -> None:
        _log.error("the door's status could not be read", exc_info=error)
        self._is_asking_status = False
        self._held.status_failed = True
        self._show()

    def _fading(self, now_s: float) -> float | None:
        """What is left of a green result's time, 1.0 to 0.0; None for one that stays."""
        held = self._held
        if held.shown is None or panel_of(held.shown, self._words).kind not in _ENDING:
            return None
        return max(0.0, 1.0 - (now_s - held.shown_at_s) / GREEN_STAYS_S)

    def _render(self) -> DoorView:
        now_s = self._options.monotonic_s()
        self._held.fading = self._fading(now_s)
        history = tuple((scan, now_s - at_s) for scan, at_s in self._history)
        can_undo = self._undoable is not None and now_s < self._undoable[1]
        moment = Moment(self._options.now(), history, can_undo)
        return view_of(self._held, moment, self._words)

    def _show(self) -> None:
        view = self._render()
        if view == self._view:
            return
        self._view = view
        for listener in self._listeners:
            listener(view)
