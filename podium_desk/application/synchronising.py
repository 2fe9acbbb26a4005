"""Keeping in touch with the store, unasked, on a thread of its own.

Offline is not a mode: a round that fails changes what the screen says and nothing else. The
next round is tried soon, then less often, and at once when there is something to send.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Protocol

from podium_desk.application.clock import DeviceClock
from podium_desk.application.counter import Connection
from podium_desk.application.jobs import Changes
from podium_desk.application.lane import Lane
from podium_desk.application.store_link import ASK_TIMEOUT_S, REPLICA_OUTDATED, REVOKED, LinkState
from podium_desk.application.workplace import Workplace
from podium_desk.late_dataclass import dataclass
from sync.exchange.line import (
    ExchangeFault,
    NotAStore,
    OwnLogOutdated,
    StoreAway,
    StoreRefused,
)
from sync.exchange.session import Round, Session, is_outdated
from sync.store.schema import put_setting

ROUND_S = 1.0
"""Between rounds while the store answers."""
QUIET_ROUND_S = 10.0
"""Between rounds while the store tells us of news by itself."""
RETRY_S_MAX = 10.0
CLOCK_ERROR = "clock_error_ms"
LAST_CONTACT = "last_contact_ms"


@dataclass(frozen=True, slots=True)
class RoundOutcome:
    """What one round came to: `fault` is None when the store was heard.

    A fault that is no `ExchangeFault` is the disk's or the program's own.
    """

    round: Round | None
    fault: Exception | None

    @property
    def changes(self) -> Changes:
        """What screens should look at again. News of facts may concern any performance shown."""
        done = self.round
        has_facts = done is not None and bool(done.received or done.sent)
        has_records = done is not None and done.records > 0
        return Changes(catalogue=has_facts or has_records, connection=True)


class Ear(Protocol):
    """Hears at once when the store has something new."""

    def is_heard(self) -> bool:
        """Whether it would be told now."""
        ...

    def start(self) -> None:
        """Begin to listen."""
        ...

    def stop(self) -> None:
        """End."""
        ...


class StoreLine:
    """The line to the store: a `StoreLink`, and the thread that keeps it up."""

    def __init__(
        self,
        session: Session,
        clock: DeviceClock,
        lane: Lane,
        heard: Callable[[RoundOutcome], None],
        last_contact_ms: int | None,
    ) -> None:
        """`heard` is called on the line's thread after each round."""
        self._session = session
        self._clock = clock
        self._lane = lane
        self._heard = heard
        self.begin_anew: Callable[[], None] | None = None
        """On the lane: go on as the next incarnation, when the store shows an older copy."""
        self.after_round: Callable[[], object] = lambda: None
        """On the line's thread, after a round in which the store was heard."""
        self._work: Workplace | None = None
        never = last_contact_ms is None
        self._state = LinkState(
            Connection.NEVER if never else Connection.OFFLINE, last_contact_ms, None
        )
        self._ear: Ear | None = None
        self._wake = threading.Event()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="store line", daemon=True)

    def state(self) -> LinkState:
        """How the line is, without trying it."""
        return self._state

    def ask(
        self, house: int, pool: int, units: tuple[int, ...], is_spent: bool = False, /
    ) -> frozenset[int]:
        """The units of these that the store gave; none when it does not answer in time."""
        try:
            return self._session.ask(house, pool, units, ASK_TIMEOUT_S, is_spent)
        except ExchangeFault as fault:
            self._note_fault(fault_code(fault))
            return frozenset()

    def wake(self) -> None:
        """Do not wait for the next round."""
        self._wake.set()

    def listen_with(self, ear: Ear) -> None:
        """Be told of news by this ear, so that rounds may be rare while it hears."""
        self._ear = ear

    def start(self, work: Workplace) -> None:
        """Begin rounds for this workplace."""
        self._work = work
        self._thread.start()
        if self._ear is not None:
            self._ear.start()

    def stop(self) -> None:
        """End after the round under way; waits two seconds at most."""
        self._stop.set()
        self._wake.set()
        if self._ear is not None:
            self._ear.stop()
        if self._thread.is_alive():
            self._thread.join(2.0)

    def first_round(self, work: Workplace, progress: Callable[[int], None]) -> None:
        """Fetch the snapshot; `progress` hears how many facts are still to come.

        Raises `ExchangeFault`; what came before it is kept, and the next round goes on there.
        """
        self._note_contact(work, self._round(progress))

    def once(self, work: Workplace) -> RoundOutcome:
        """One round now: all news comes, all facts go, what is not needed goes back."""
        # Loaded with the first round: a counter's hall stands by then.
        from podium_desk.application.after_round import forget, give_back

        self._follow_peers_word(work)
        try:
            done = self._round()
            if self._lane(lambda: give_back(work)):
                done = done.then(self._session.round())
        except ExchangeFault as fault:
            code = fault_code(fault)
            self._note_fault(code)
            if code == REVOKED:
                # Whoever has this device now reads no guest's name on it any more.
                self._lane(work.evening.drop_words)
            return RoundOutcome(None, fault)
        forget(work, self._lane)
        self._note_contact(work, done)
        self.after_round()
        return RoundOutcome(done, None)

    def _follow_peers_word(self, work: Workplace) -> None:
        """A peer may have shown that this data is an older copy, also while the store is away."""
        if self.begin_anew is not None and self._lane(lambda: is_outdated(work.replica)):
            self._lane(self.begin_anew)

    def _round(self, progress: Callable[[int], None] = lambda _left: None) -> Round:
        """One round; a device that learns that it is an old copy goes on in its next life."""
        try:
            return self._session.round(progress)
        except OwnLogOutdated:
            if self.begin_anew is None:
                raise
            self._lane(self.begin_anew)
            return self._session.round(progress)

    def _note_contact(self, work: Workplace, done: Round) -> None:
        error_ms = self._clock.error_ms = done.clock.nearest(self._clock.error_ms)
        now_ms = self._clock.now_ms()
        is_first = self._state.last_contact_ms is None
        self._state = LinkState(
            Connection.ONLINE, now_ms, "facts_refused" if done.refused else None
        )

        def remember() -> None:
            with work.replica.sql.transaction():
                put_setting(work.replica.sql, CLOCK_ERROR, b"%d" % error_ms)
                put_setting(work.replica.sql, LAST_CONTACT, b"%d" % now_ms)

        if is_first or done.sent or done.received or done.records:
            self._lane(remember)

    def _note_fault(self, code: str) -> None:
        self._state = LinkState(Connection.OFFLINE, self._state.last_contact_ms, code)

    def _run(self) -> None:
        assert self._work is not None, "started with a workplace"
        wait_s = 0.0
        while not self._stop.is_set():
            outcome = self._guarded_round(self._work)
            if self._stop.is_set():
                return
            self._heard(outcome)
            wait_s = self._pause_s(outcome, wait_s)
            self._wake.wait(wait_s)
            self._wake.clear()

    def _pause_s(self, outcome: RoundOutcome, last_s: float) -> float:
        """How long to wait for the next round, if nothing wakes us before."""
        if outcome.fault is not None:
            return min(RETRY_S_MAX, last_s * 2 or ROUND_S)
        is_told = self._ear is not None and self._ear.is_heard()
        return QUIET_ROUND_S if is_told else ROUND_S

    def _guarded_round(self, work: Workplace) -> RoundOutcome:
        """A round whose every failure is told and tried again: the line must not die unseen."""
        try:
            outcome = self.once(work)
            self._lane(work.replica.sql.tidy)
            return outcome
        except Exception as error:  # noqa: BLE001 - the top of the line's thread
            self._note_fault("line_fault")
            return RoundOutcome(None, error)


def fault_code(fault: ExchangeFault) -> str:
    """The stable code of a fault: the key of its sentence."""
    match fault:
        case StoreRefused():
            return fault.code
        case NotAStore():
            return "not_a_store"
        case StoreAway():
            return "store_away"
        case OwnLogOutdated():
            return REPLICA_OUTDATED
        case _:
            return "exchange_fault"
