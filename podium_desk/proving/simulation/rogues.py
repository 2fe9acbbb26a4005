"""Who means harm: a stolen door, a desk with its own ideas, an impostor on the wire, a forger.

Each has real credentials of its own, and none of what the guards ask for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from random import Random

import msgspec

from podium_desk.central.devices import revoke_device
from podium_desk.domain.admission import Verdict
from podium_desk.domain.facts import (
    Direction,
    FactKind,
    OrderSold,
    PaymentMeans,
    PaymentTaken,
)
from podium_desk.domain.ids import OrderId, Origin, TicketId, Unit, origin_of
from podium_desk.domain.programme import Tariff
from podium_desk.domain.tickets import TicketContent, pack, ticket_text
from podium_desk.late_dataclass import dataclass
from podium_desk.proving.simulation.book import Entry
from podium_desk.proving.simulation.device import STORE, SimulatedDevice
from podium_desk.proving.simulation.founding import CLUSTER
from podium_desk.proving.simulation.season import BASE
from podium_desk.proving.simulation.world import World
from podium_desk.replica.codec import body_to_bytes, record_from_bytes, record_to_bytes
from podium_desk.replica.kinds import TARIFFS
from sync.decoding import decode
from sync.exchange.client import StoreClient
from sync.exchange.line import ExchangeFault
from sync.exchange.messages import (
    Envelope,
    PullAnswer,
    PullRequest,
    PushRequest,
    from_wire,
    seal_answer,
)
from sync.facts.batch import Batch, WireError, pack_facts, to_wire
from sync.facts.fact import Draft, Fact, Move, Verb
from sync.facts.run import stub_of
from sync.identity.keys import SEED_BYTES, DeviceKey
from sync.records.record import Record
from sync.simulation.network import NetworkLine
from sync.store.replica import Replica

ROGUE_MS = 12_000
_UNBORN_SEQ = 1_000_000


@dataclass(slots=True)
class Rogue:
    """Somebody with a device of the cluster in hand, and the time to try everything."""

    world: World
    device: SimulatedDevice
    rng: Random
    tricks: tuple[Callable[[Rogue], None], ...]
    pause_ms: int = ROGUE_MS

    def start(self) -> None:
        """Begin to try."""
        self.world.agenda.after(self.rng.randrange(self.pause_ms * 2), self._try)

    @property
    def replica(self) -> Replica:
        """The replica of the stolen device."""
        return self.device.program.work.replica

    def client(self, device: int | None = None) -> StoreClient:
        """A line to the store under this or another device's number, always with the own key."""
        line = NetworkLine(self.world.network, self.device.machine, STORE)
        number = self.device.membership.claims.device if device is None else device
        return StoreClient(line, self.device.key, self.nonce, number)

    def nonce(self) -> bytes:
        """Fresh bytes."""
        return self.rng.randbytes(12)

    def push(self, *batches: Batch) -> None:
        """Bring batches to the store."""
        with suppress(ExchangeFault):
            self.client().push(PushRequest(batches, self.nonce()))

    def victim(self) -> SimulatedDevice | None:
        """An honest desk that is up."""
        desks = [counter.device for counter in self.world.counters
                 if counter.device.is_honest and counter.device.machine.is_up]  # fmt: skip
        return self.rng.choice(desks) if desks else None

    def _try(self) -> None:
        if not self.world.is_closing:
            self.world.agenda.after(self.rng.randrange(self.pause_ms * 2), self._try)
            trick = self.rng.choice(self.tricks)
            self.world.faults += 1
            self.device.machine.run(lambda: trick(self))


def slip(replica: Replica, drafts: Sequence[Draft]) -> list[Fact]:
    """Write facts to the own log, well signed and chained, past every check of the device."""
    own = replica.own
    assert own is not None, "a device writes a log"
    with replica.sql.transaction():
        seq, previous = replica.log.head(own.house, own.origin)
        facts = own.chained(drafts, seq, previous, replica.clock)
        replica.log.append(own.house, facts)
    return facts


def sell_at_the_door(rogue: Rogue) -> None:
    """A door writes that it sold."""
    origin = Origin(rogue.device.membership.own_origin)
    body = OrderSold(OrderId(origin, rogue.rng.randrange(1, 10_000)), 0, "counter", "", "nl", ())
    draft = Draft(FactKind.ORDER_SOLD, rogue.device.house, body_to_bytes(body))
    slip(rogue.replica, [draft])


def spend_what_others_hold(rogue: Rogue) -> None:
    """A desk sells a place that another one holds, with a payment behind it in the same group."""
    rows = rogue.world.store.program.replica.sql.rows(
        "SELECT house, pool, unit, hop, holder FROM unit_right WHERE spent = 0"
    )
    own = rogue.device.membership.own_origin
    others = [row for row in rows if row[4] != own]
    if not others:
        return
    house, pool, unit, hop, _ = rogue.rng.choice(others)
    move = Move(Verb.SPEND, pool, unit, 1, hop + 1)
    order = OrderId(Origin(own), rogue.rng.randrange(10_000, 20_000))
    paid = PaymentTaken(order, 0, PaymentMeans.CASH, 0, 0, 0, 0, "")
    slip(rogue.replica, [
        Draft(FactKind.PAYMENT_TAKEN, rogue.device.house, body_to_bytes(paid)),
        Draft(FactKind.RIGHTS_MOVED, house, b"", (move,)),
    ])  # fmt: skip


def sign_for_another(rogue: Rogue) -> None:
    """The next fact of an honest desk, made up and signed with the wrong key."""
    victim = rogue.victim()
    if victim is None:
        return
    replica = victim.program.work.replica
    own = replica.own
    assert own is not None, "a desk writes a log"
    store = rogue.world.store.program.replica
    seq, previous = store.log.head(own.house, own.origin)
    order = OrderId(Origin(own.origin), 30_000)
    body = body_to_bytes(PaymentTaken(order, 0, PaymentMeans.CASH, 0, 0, 0, 0, ""))
    not_theirs = replace(own, key=rogue.device.key)
    drafts = [Draft(FactKind.PAYMENT_TAKEN, own.house, body)]
    facts = not_theirs.chained(drafts, seq, previous, replica.clock)
    rogue.push(pack_facts(previous, facts))


def _overheard(rogue: Rogue) -> Batch | None:
    """What an honest desk has written and the store has not."""
    victim = rogue.victim()
    if victim is None:
        return None
    origin = victim.membership.own_origin
    known = rogue.world.store.program.replica.log.heads().get(origin, 0)
    return victim.program.work.replica.batch_after(origin, known, None)


def change_a_body(rogue: Rogue) -> None:
    """Bring what was overheard with another body: nothing was paid."""
    batch = _overheard(rogue)
    if batch is not None:
        items = tuple((header, b"\x90" if body else body) for header, body in batch.items)
        rogue.push(msgspec.structs.replace(batch, items=items))


def bring_stubs(rogue: Rogue) -> None:
    """Bring what was overheard without any body."""
    batch = _overheard(rogue)
    if batch is not None:
        items = tuple(stub_of(item) for item in batch.items)
        rogue.push(msgspec.structs.replace(batch, items=items))


def leave_a_gap(rogue: Rogue) -> None:
    """Bring the end of the own log only."""
    slip(rogue.replica, [_harmless(rogue)])
    slip(rogue.replica, [_harmless(rogue)])
    origin = rogue.device.membership.own_origin
    seq = rogue.replica.log.heads()[origin]
    batch = rogue.replica.batch_after(origin, seq - 1, None)
    assert batch is not None, "it was written a moment ago"
    rogue.push(batch)


def tell_two_histories(rogue: Rogue) -> None:
    """The own log with another last fact than the store has."""
    own = rogue.replica.own
    store = rogue.world.store.program.replica
    assert own is not None, "a device writes a log"
    seq, _ = store.log.head(own.house, own.origin)
    if seq < 1:
        slip(rogue.replica, [_harmless(rogue)])
        rogue.device.round()
        return
    previous = rogue.replica.log.hash_at(own.house, own.origin, seq - 1)
    if previous is None:
        return
    drafts = [_harmless(rogue), _harmless(rogue)]
    facts = own.chained(drafts, seq - 1, previous, rogue.replica.clock)
    rogue.push(pack_facts(previous, facts))


def pretend_to_be_another(rogue: Rogue) -> None:
    """Fetch under the number of a device of another house."""
    others = [device for device in rogue.world.devices.values()
              if device.house != rogue.device.house]  # fmt: skip
    number = rogue.rng.choice(others).membership.claims.device
    with suppress(ExchangeFault):
        rogue.client(number).pull(PullRequest((), (), (), rogue.nonce()))


def use_a_code_again(rogue: Rogue) -> None:
    """Enrol with a code that was used before."""
    key = DeviceKey(rogue.rng.randbytes(SEED_BYTES))
    line = NetworkLine(rogue.world.network, rogue.device.machine, STORE)
    with suppress(ExchangeFault):
        StoreClient(line, key, rogue.nonce).enrol(rogue.rng.choice(rogue.world.codes), "?", 0)


def show_a_forged_ticket(rogue: Rogue) -> None:
    """A ticket that nobody sold, at an honest door."""
    doors = [door.device for door in rogue.world.doors
             if door.device.is_honest and door.device.machine.is_up]  # fmt: skip
    sellers = [counter.device for counter in rogue.world.counters]
    if not doors:
        return
    door = rogue.rng.choice(doors)
    seller = rogue.rng.choice(sellers).membership.claims.device
    performance = min(rogue.world.halls)
    ticket = TicketId(origin_of(seller, 0), _UNBORN_SEQ, 0)
    content = TicketContent(
        cluster=CLUSTER, house=rogue.world.halls[performance][0], performance=performance,
        ticket=ticket, generation=1, unit=Unit(rogue.rng.randrange(10)), zone="", row="A",
        number="1", tariff=BASE, valid_from_min=None, valid_until_min=None, persons=1,
    )  # fmt: skip
    payload = pack(content)
    code = ticket_text(payload, rogue.device.key.sign(b"podium-desk ticket 1\n" + payload))

    def scan() -> None:
        outcome = door.program.door.scan(code, Direction.ENTRY)
        if outcome.verdict is Verdict.ADMIT and outcome.ticket is not None:
            now_ms = rogue.world.agenda.now_ms
            rogue.world.book.entries.append(
                Entry(door.name, now_ms, outcome.ticket, performance, outcome.token, True)
            )

    door.machine.run(scan)


def go_on_after_revocation(rogue: Rogue) -> None:
    """Write as if nothing had happened, and bring it."""
    slip(rogue.replica, [_harmless(rogue)])
    rogue.device.round()


def revoke(world: World, device: SimulatedDevice) -> None:
    """The manager tells the store that a device was stolen; what it wrote so far stands, or only
    what it wrote before the theft."""
    program = world.store.program
    head = program.replica.log.heads().get(device.membership.own_origin, 0)
    after = world.rng.choice((None, head, head // 2, 0))
    revoke_device(program.central, device.membership.claims.device, after)


def cheaper(path: str, request: bytes, answer: bytes) -> bytes:
    """What an impostor makes of an answer: the catalogue with every ticket for a cent."""
    if path != "/sync/pull":
        return answer
    envelope = decode(answer, Envelope)
    try:
        pulled = from_wire(envelope.payload, PullAnswer)
    except WireError:
        return answer
    records = tuple(_for_a_cent(record) for record in pulled.records)
    asked = decode(request, Envelope)
    forged = msgspec.structs.replace(pulled, records=records)
    sealed: bytes = seal_answer(asked, forged, DeviceKey(b"i" * SEED_BYTES), envelope.device)
    return sealed


def _for_a_cent(record: Record) -> Record:
    if record.kind != TARIFFS or record.body is None:
        return record
    tariffs = record_from_bytes(record.body, tuple[Tariff, ...])
    cheap = tuple(replace(one, prices_cents={"": 1}) for one in tariffs)
    return msgspec.structs.replace(record, body=record_to_bytes(cheap))


def _harmless(rogue: Rogue) -> Draft:
    return Draft(FactKind.SCAN_ANNULLED, rogue.device.house, to_wire(rogue.nonce()))


DOOR_TRICKS = (
    sell_at_the_door, sign_for_another, change_a_body, bring_stubs, leave_a_gap,
    tell_two_histories, pretend_to_be_another, use_a_code_again, show_a_forged_ticket,
)  # fmt: skip
DESK_TRICKS = (spend_what_others_hold,)
