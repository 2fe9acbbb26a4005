"""The venue's own network, by its own record: who asked whom, who was answered, who met.

What programs say of themselves is believed nowhere here: a door that says it had the holder's
word must have it on the wire.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from podium_desk.application.admission_holder import EntryAnswer, EntryAsked
from podium_desk.application.workplace import Workplace
from podium_desk.domain.ids import Origin, TicketId
from podium_desk.domain.incidents import IncidentKind
from podium_desk.proving.simulation.book import Entry
from podium_desk.proving.simulation.device import SimulatedDevice
from podium_desk.proving.simulation.founding import OpenStore
from podium_desk.proving.simulation.world import World
from podium_desk.replica.incidents import AdmittedTicket, ticket_incidents
from sync.decoding import decode
from sync.exchange.messages import Envelope, from_wire
from sync.exchange.peer_messages import CONSULT, EXCHANGE, Consult, ConsultAnswer
from sync.facts.clock import wall_ms_of
from sync.simulation.peer_network import Talk

_SOON_MS = 2_000
"""A holder may know of an entry so much before the guest is through."""
SETTLED_MS = 5_000
"""So long after two devices met an incident of both may take to be found."""


def one_word_a_ticket(world: World) -> Iterator[str]:
    """Of all entries that one holder decided, its own among them, no two are of one ticket."""
    words = _words(world)
    for ticket, entries in entries_by_ticket(world).items():
        for one, other in combinations(entries, 2):
            holder = _decided_by(words, one)
            is_one = holder is not None and holder == _decided_by(words, other)
            if is_one and one.door != other.door and not _forgot(world, holder, one, other):
                yield f"{holder} let ticket {ticket} in at {one.door} and at {other.door}"


def i20_every_other_double_is_an_incident(world: World) -> Iterator[str]:
    """What two doors did without one holder is found by each that has met the other since."""
    now_ms = world.agenda.now_ms
    met = _meetings(world)
    for ticket, entries in entries_by_ticket(world).items():
        for one, other in combinations(entries, 2):
            later_ms = max(one.at_ms, other.at_ms)
            for here, there in ((one, other), (other, one)):
                device = world.devices[here.door]
                at_ms = met.get((here.door, there.door), -1)
                is_due = later_ms < at_ms < now_ms - SETTLED_MS and _can_be_asked(world, device)
                if is_due and not _is_told(device.program.work, device.house, here):
                    yield f"{here.door} met {there.door} and misses the double of {ticket}"


def i21_every_double_is_an_incident_in_the_end(world: World) -> Iterator[str]:
    """When all is healed, the store and every device of the house have each double on the list.

    A program of an older release that cannot read an entry has it when it is updated (I16).
    """
    for ticket, entries in entries_by_ticket(world).items():
        if len({entry.door for entry in entries}) < 2:
            continue
        entry = entries[0]
        house = world.devices[entry.door].house
        if not _is_told(world.store.program, house, entry):
            yield f"the store misses the double of {ticket}"
        for device in world.living():
            if device.house != house or not device.converges or not device.machine.is_up:
                continue
            work = device.program.work
            sql = work.replica.sql
            is_read = sql.row("SELECT 1 FROM unread_fact WHERE house = ? LIMIT 1", (house,)) is None
            if is_read and not _is_told(work, house, entry):
                yield f"{device.name} misses the double of {ticket}"


def i22_who_says_that_it_asked_did(world: World) -> Iterator[str]:
    """An entry that was not decided alone has a holder's word on the wire, or is a holder's own."""
    words = _words(world)
    named = world.store.program.replica.sql.rows("SELECT device, hlc FROM admission_holder_named")
    for entry in world.book.entries:
        device = world.devices[entry.door]
        own = device.membership.claims.device
        is_holder = any(
            number == own and wall_ms_of(hlc) <= entry.at_ms + _SOON_MS for number, hlc in named
        )
        if device.has_venue and not (entry.is_alone or entry.token in words or is_holder):
            yield f"{entry.door} let ticket {entry.ticket} in as if it had asked"


def i23_nobody_gets_what_is_not_theirs(world: World) -> Iterator[str]:
    """Who was answered on the venue's network was who they said, and of that house."""
    yield from world.book.got_unduly
    for talk in world.lan.talks:
        if talk.answer is None or not talk.reached:
            continue
        caller, reached = world.devices[talk.caller], world.devices[talk.reached]
        said = decode(talk.request, Envelope).device
        if said != caller.membership.claims.device and reached.is_honest:
            yield f"{talk.reached} took {talk.caller} for device {said} at {talk.path}"
        if caller.house != reached.house:
            yield f"{talk.reached} answered {talk.caller}, which is of another house"


def l6_a_word_that_was_not_used_shuts_nobody_out(world: World) -> Iterator[str]:
    """Who was never in, and whom no other door asked about, is not told that they are."""
    went_in: dict[TicketId, list[int]] = defaultdict(list)
    for entry in world.book.entries:
        went_in[entry.ticket].append(entry.at_ms)
    unseen = {
        TicketId(Origin(row[0]), row[1], row[2]) for row in world.store.program.replica.sql.rows(
            "SELECT ticket_origin, ticket_seq, ticket_line, token FROM scan"
            " WHERE verdict = 'admit' AND ticket_origin IS NOT NULL"
        ) if row[3] not in {entry.token for entry in world.book.entries}
    }  # fmt: skip
    asked: dict[TicketId, list[Talk]] = defaultdict(list)
    for talk, question in _asked(world):
        asked[_ticket(question)].append(talk)
    for away in world.book.turned_away:
        is_in = any(at_ms <= away.at_ms + _SOON_MS for at_ms in went_in[away.ticket])
        others = any(talk.caller != away.door and talk.at_ms <= away.at_ms
                     for talk in asked[away.ticket])  # fmt: skip
        if not is_in and not others and away.ticket not in unseen:
            yield f"{away.door} sent away {away.ticket}, which was not in"


def entries_by_ticket(world: World) -> dict[TicketId, list[Entry]]:
    """The entries that count, of tickets that went in more than once."""
    found: dict[TicketId, list[Entry]] = defaultdict(list)
    book = world.book
    for entry in book.entries:
        device = world.devices[entry.door]
        is_known = device.is_honest and not device.machine.is_lost
        if (
            entry.token not in book.undone
            and is_known
            and not book.may_be_gone(entry.door, entry.at_ms)
        ):
            found[entry.ticket].append(entry)
    return {ticket: entries for ticket, entries in found.items() if len(entries) > 1}


def _words(world: World) -> dict[str, str]:
    """By an entry's token the device whose yes to it came to the door in time."""
    words = {}
    for talk, entry in _asked(world):
        if talk.answer is None or not talk.reached:
            continue
        payload = decode(talk.answer, Envelope).payload
        said = from_wire(payload, ConsultAnswer).answer
        if not decode(said, EntryAnswer).reason:
            words[entry.token] = talk.reached
    return words


def _asked(world: World) -> Iterator[tuple[Talk, EntryAsked]]:
    for talk in world.lan.talks:
        if talk.path == CONSULT:
            payload = decode(talk.request, Envelope).payload
            question = from_wire(payload, Consult).question
            yield talk, decode(question, EntryAsked)


def _ticket(asked: EntryAsked) -> TicketId:
    origin, seq, line = asked.ticket
    return TicketId(Origin(origin), seq, line)


def _decided_by(words: dict[str, str], entry: Entry) -> str | None:
    """The device that let it in: the one that gave its word, else the door, unless it was alone."""
    return words.get(entry.token, None if entry.is_alone else entry.door)


def _forgot(world: World, holder: str | None, *entries: Entry) -> bool:
    """Whether the holder's disk was put back after one of them."""
    return holder is not None and any(
        world.book.may_be_gone(holder, entry.at_ms) for entry in entries
    )


def _meetings(world: World) -> dict[tuple[str, str], int]:
    """When a device last began an exchange with another that it got an answer to."""
    return {
        (talk.caller, talk.reached): talk.at_ms for talk in world.lan.talks
        if talk.path == EXCHANGE and talk.answer is not None and talk.reached
    }  # fmt: skip


def _can_be_asked(world: World, device: SimulatedDevice) -> bool:
    """Whether its screen can be looked at, and its disk did what it was told."""
    machine = device.machine
    return (
        machine.is_up
        and not machine.fault_count
        and world.agenda.now_ms >= (machine.paused_until_ms)
    )


def _is_told(known: Workplace | OpenStore, house: int, entry: Entry) -> bool:
    """Whether a replica has the double admission of this entry's ticket on its list."""
    ticket = AdmittedTicket(house, entry.performance, entry.ticket)
    kinds = {
        incident.kind for incident in ticket_incidents(known.replica.sql, known.catalogue, ticket)
    }
    return IncidentKind.DOUBLE_ADMISSION in kinds
