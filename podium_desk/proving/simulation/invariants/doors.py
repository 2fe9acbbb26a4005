"""The doors: a ticket lets in once, and who was let in was seen to be."""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Iterator
from itertools import pairwise

from podium_desk.proving.simulation.book import Entry
from podium_desk.proving.simulation.invariants.venue import entries_by_ticket, one_word_a_ticket
from podium_desk.proving.simulation.world import World

_CATCHES_UP_MS = 10_000
"""So long after a silence a door may take to hear what the others let in, and they what it did."""


def i4_a_ticket_lets_in_once(world: World) -> Iterator[str]:
    """Doors that had one holder's word, and each door by itself, let a ticket in once."""
    yield from one_word_a_ticket(world)
    book = world.book
    entries = Tally(
        (entry.door, entry.performance, entry.ticket)
        for entry in book.entries
        if entry.token not in book.undone
    )
    # Two copies of one disk may give two tickets one number: to one seat that is one too many.
    for (door, _, ticket), count in sorted(entries.items()):
        if count > 1:
            yield f"{door} let ticket {ticket} in {count} times"
    seen = {entry.token for entry in book.entries}
    rows = world.store.program.replica.sql.rows("SELECT token, gate FROM scan WHERE verdict = ?",
                                                ("admit",))  # fmt: skip
    for token, gate in rows:
        if token not in seen:
            yield f"{gate} wrote down an entry that no guest made"


def i27_nobody_is_sent_away_wrongly(world: World) -> Iterator[str]:
    """In a full house everybody who comes first with a good ticket is let in."""
    yield from world.book.sent_away_wrongly


def i28_nobody_is_in_twice_among_doors_that_heard_each_other(world: World) -> Iterator[str]:
    """In a full house a ticket is in twice only where a silence stood between the two doors."""
    if not world.book.silences:
        return
    for ticket, entries in entries_by_ticket(world).items():
        for one, other in pairwise(sorted(entries, key=lambda entry: entry.at_ms)):
            if not _were_apart(world, one, other):
                yield f"{one.door} and {other.door} heard each other and both let {ticket} in"


def _were_apart(world: World, one: Entry, other: Entry) -> bool:
    """Whether a silence of one of the two doors kept the news of the first from the second."""
    return one.door != other.door and any(
        silence.door in (one.door, other.door)
        and one.at_ms <= silence.until_ms
        and silence.from_ms <= other.at_ms <= silence.until_ms + _CATCHES_UP_MS
        for silence in world.book.silences
    )
