"""Guests with one ticket and two papers: they come at two doors within a moment of each other."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from podium_desk.late_dataclass import dataclass
from podium_desk.proving.simulation.book import Book, Entry
from podium_desk.proving.simulation.door import Door
from podium_desk.proving.simulation.printer import Paper

PAIR_MS = 5_000
"""Two such guests come every so often on average."""
_APART_MS = (5, 60, 1_000, 20_000)
"""How far apart they come at most: in the same breath, within a guest's wait, within a walk."""


@dataclass(slots=True)
class Copies:
    """Whoever copied a ticket for a friend. They look for doors with nobody before them."""

    doors: Sequence[Door]
    book: Book
    rng: Random
    pair_ms: int = PAIR_MS

    def start(self) -> None:
        """Begin to come."""
        self.doors[0].device.machine.agenda.after(
            self.rng.randrange(self.pair_ms // 2, self.pair_ms * 2), self._come
        )

    def _come(self) -> None:
        if self.doors[0].is_closing:
            return
        self.start()
        inside = {entry.ticket for entry in self.book.entries}
        if self.rng.random() < 0.5 and self.book.entries:
            self._friend_of(self.rng.choice(self.book.entries[-3:]))
        papers = [paper for paper in self.book.good_papers() if paper.ticket not in inside]
        if papers:
            paper = self.rng.choice(papers)
            first, second = self.rng.sample(list(self.doors), 2)
            apart_ms = self.rng.randrange(self.rng.choice(_APART_MS))
            self._show(first, paper, 0)
            self._show(second, paper, apart_ms)

    def _friend_of(self, entry: Entry) -> None:
        """Somebody went in just now, and a friend with the same ticket comes at another door."""
        papers = [paper for paper in self.book.good_papers() if paper.ticket == entry.ticket]
        doors = [door for door in self.doors if door.device.name != entry.door]
        if papers:
            self._show(self.rng.choice(doors), papers[0], 0)

    def _show(self, door: Door, paper: Paper, delay_ms: int) -> None:
        door.device.machine.agenda.after(delay_ms, lambda: door.come(paper))
