"""A door's evening: guests show what the printers printed; some come twice, or with an old code."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from podium_desk.application.admitting import Attempt
from podium_desk.application.door import ScanOutcome
from podium_desk.domain.admission import ScanReason, Verdict
from podium_desk.domain.facts import Direction
from podium_desk.late_dataclass import dataclass
from podium_desk.proving.simulation.book import Book, Entry, TurnedAway
from podium_desk.proving.simulation.device import SimulatedDevice
from podium_desk.proving.simulation.printer import Paper
from sync.simulation.disk import PowerCut

GUEST_MS = 12_000


@dataclass(slots=True)
class Door:
    """One door with its volunteer. A scan that got no answer is tried with the same token."""

    device: SimulatedDevice
    book: Book
    rng: Random
    guest_ms: int = GUEST_MS
    is_closing: bool = False
    window_dies_chance: float = 0.0
    _waiting: tuple[Paper, str] | None = None
    _was_tried: bool = False

    def start(self) -> None:
        """Open the door."""
        self._later(self._guest)

    def settle(self) -> None:
        """Nobody comes any more; whoever stands before the door still gets an answer."""
        self.is_closing = True
        self.window_dies_chance = 0.0
        if self._waiting is not None:
            self.device.machine.on_lane(self._scan)

    def come(self, paper: Paper) -> None:
        """Somebody shows this paper now, unless somebody else stands there."""
        if self._waiting is None and not self.is_closing:
            self._waiting = paper, self.rng.randbytes(8).hex()
            self.device.machine.on_lane(self._scan)

    def _guest(self) -> None:
        if self.is_closing:
            return
        self._later(self._guest)
        if self._waiting is None:
            paper = self._somebody()
            self._waiting = None if paper is None else (paper, self.rng.randbytes(8).hex())
        if self._waiting is not None:
            self.device.machine.on_lane(self._scan)

    def _somebody(self) -> Paper | None:
        """Mostly somebody with a good ticket who is not in yet; sometimes anybody's paper."""
        if self.rng.random() < 0.25:
            papers = self.book.papers
        else:
            inside = {entry.ticket for entry in self.book.entries}
            papers = [paper for paper in self.book.good_papers() if paper.ticket not in inside]
        return self.rng.choice(papers) if papers else None

    def _scan(self) -> None:
        assert self._waiting is not None, "somebody stands there"
        paper, token = self._waiting
        door = self.device.program.door
        if self.rng.random() < 0.5 and not self._was_tried:
            outcome = door.scan(paper.code)
        else:
            self._was_tried = True
            outcome = door.admitting.scan(Attempt(paper.code, Direction.ENTRY, token))
            if self.rng.random() < self.window_dies_chance:
                # It is recorded, and the program dies before the lamp is green.
                raise PowerCut
        self._waiting, self._was_tried = None, False
        if outcome.verdict is Verdict.ADMIT and not outcome.is_repeat:
            self._enter(paper, outcome)
        elif outcome.reason is ScanReason.ALREADY_IN and outcome.ticket is not None:
            self.book.turned_away.append(
                TurnedAway(self.device.name, self.device.machine.agenda.now_ms, outcome.ticket)
            )

    def _enter(self, paper: Paper, outcome: ScanOutcome) -> None:
        assert outcome.ticket is not None, "who is let in has a ticket"
        self.book.entries.append(
            Entry(self.device.name, self.device.machine.agenda.now_ms, outcome.ticket,
                  paper.performance, outcome.token, self.device.is_online(), outcome.is_alone)
        )  # fmt: skip
        if self.rng.random() < 0.05 and self.device.program.door.undo():
            self.book.undone.add(outcome.token)

    def _later(self, action: Callable[[], None]) -> None:
        delay_ms = self.rng.randrange(self.guest_ms // 2, self.guest_ms * 2)
        self.device.machine.agenda.after(delay_ms, action)
