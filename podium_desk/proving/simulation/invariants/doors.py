"""The doors: a ticket lets in once, and who was let in was seen to be."""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Iterator

from podium_desk.proving.simulation.invariants.venue import one_word_a_ticket
from podium_desk.proving.simulation.world import World


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
