"""Who means harm on a venue's own network: a stolen door and a desk with its own ideas, a desk of
another house in the same foyer, somebody with home-made papers, and an impostor at an address.

What they get that is not theirs is in their hands, outside every program, and stands in the book.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TypeVar

import msgspec

from podium_desk.application.admission_holder import EntryAnswer
from podium_desk.domain.roles import Role
from podium_desk.late_dataclass import dataclass
from podium_desk.proving.simulation.device import SimulatedDevice
from podium_desk.proving.simulation.faults import MINUTE_MS
from podium_desk.proving.simulation.rogues import Rogue, revoke
from podium_desk.proving.simulation.venue import Reachable
from podium_desk.proving.simulation.venue_faults import holder_now, on_venue
from podium_desk.proving.simulation.world import World
from sync.decoding import decode
from sync.exchange.line import ExchangeFault, StoreRefused
from sync.exchange.messages import Envelope, from_wire, seal_answer, seal_request
from sync.exchange.peer_messages import (
    ASK,
    CONSULT,
    EXCHANGE,
    MEET,
    TELL,
    Ask,
    AskAnswer,
    ConsultAnswer,
    Exchange,
    ExchangeAnswer,
    Meet,
    MeetAnswer,
    TellAnswer,
    meant_for,
)
from sync.facts.batch import WireError
from sync.identity.certificate import CertificateClaims, issue
from sync.identity.keys import SEED_BYTES, DeviceKey
from sync.simulation.peer_network import PeerWire

_A = TypeVar("_A", bound=msgspec.Struct)
_CALL_S = 5.0
_PATHS: dict[type[msgspec.Struct], str] = {Ask: ASK, Exchange: EXCHANGE, Meet: MEET}
_NOBODY = 9_000
"""A device's number that the cluster never gave."""


@dataclass(frozen=True, slots=True)
class _Mask:
    """Under which number and with which key somebody speaks."""

    device: int
    key: DeviceKey


def ask_for_places(rogue: Rogue) -> None:
    """A door asks for all places that there are."""
    target, own = _target(rogue), rogue.device.membership.own_origin
    if target is not None:
        _took(rogue, target, _asked(rogue, target, _own(rogue), own))


def ask_for_somebody_else(rogue: Rogue) -> None:
    """A desk has the places sent to one that does not sell tonight."""
    target = _target(rogue)
    others = [device for device in rogue.world.devices.values() if device.house != 1]
    if target is not None and others:
        receiver = rogue.rng.choice(others).membership.own_origin
        _took(rogue, target, _asked(rogue, target, _own(rogue), receiver))


def speak_as_another(rogue: Rogue) -> None:
    """Fetch what a counter may read, under its number and with a key of one's own."""
    target, victim = _target(rogue), rogue.victim()
    if target is not None and victim is not None:
        mask = _Mask(victim.membership.claims.device, rogue.device.key)
        _said(rogue, target, mask, Exchange((), (), rogue.nonce()), ExchangeAnswer)


def come_with_home_made_papers(rogue: Rogue) -> None:
    """A counter that nobody enrolled, certified by an authority that nobody knows."""
    target, key = _target(rogue), DeviceKey(rogue.rng.randbytes(SEED_BYTES))
    if target is None:
        return
    real = rogue.device.membership.claims
    claims = CertificateClaims(
        real.cluster, target.house, _NOBODY, Role.COUNTER, "Kassa 9", key.public, 0, 2**45
    )
    papers = issue(DeviceKey(b"a" * SEED_BYTES), claims).to_bytes()
    mask = _Mask(_NOBODY, key)
    _said(rogue, target, mask, Meet(papers, rogue.nonce()), MeetAnswer)


def come_from_next_door(rogue: Rogue) -> None:
    """A desk of another house, with good papers of its own, introduces itself."""
    target = _target(rogue)
    if target is not None:
        papers = rogue.device.membership.certificate.to_bytes()
        meet = Meet(papers, rogue.nonce())
        _said(rogue, target, _own(rogue), meet, MeetAnswer)


def go_on_at_the_venue(rogue: Rogue) -> None:
    """Exchange with somebody who has heard that this device was revoked."""
    target, number = _target(rogue), rogue.device.membership.claims.device
    if target is None:
        return
    known = target.program.work.replica.devices.get(number)
    is_revoked = known is not None and known.is_revoked
    answer = _said(rogue, target, _own(rogue), Exchange((), (), rogue.nonce()), ExchangeAnswer)
    if is_revoked and answer is not None:
        rogue.world.book.got_unduly.append(f"{target.name} answered a device that was revoked")


DOOR_TRICKS = (ask_for_places, speak_as_another, come_with_home_made_papers)
DESK_TRICKS = (ask_for_somebody_else,)
NEIGHBOUR_TRICKS = (come_from_next_door,)
REVOKED_TRICKS = (go_on_at_the_venue,)


@dataclass(frozen=True, slots=True)
class PassingOn:
    """A stolen device answers as it should, after it passed the request on as if it were its own
    to somebody else of the house."""

    rogue: Rogue
    own: Reachable

    @property
    def public_key(self) -> bytes:
        """Its own, which it does hold."""
        return self.own.public_key

    def answer(self, path: str, body: bytes) -> bytes:
        """Its own answer."""
        target = _target(self.rogue)
        if target is not None and self.rogue.rng.random() < 0.2:
            with suppress(ExchangeFault):
                _wire(self.rogue, target).call(path, body, _CALL_S)
        return self.own.answer(path, body)


@dataclass(frozen=True, slots=True)
class Impostor:
    """Somebody who has taken a device's address, shows its certificate, and does not hold its
    key. Whoever comes may go in."""

    key: DeviceKey
    certificate: bytes
    device: int

    @property
    def public_key(self) -> bytes:
        """A key of their own: the handshake proves that they hold it."""
        return self.key.public

    def answer(self, path: str, body: bytes) -> bytes:
        """An answer as the device would give it, signed by the wrong hand."""
        known: dict[str, msgspec.Struct] = {
            MEET: MeetAnswer(self.certificate),
            EXCHANGE: ExchangeAnswer((), (), (), False, (), ()),
            TELL: TellAnswer(()),
            CONSULT: ConsultAnswer(msgspec.msgpack.encode(EntryAnswer(""))),
        }
        if path not in known:
            raise StoreRefused("bad_request", "no such path")
        request = decode(body, Envelope)
        return bytes(seal_answer(request, known[path], self.key, self.device))


def impostor_at_the_holder(world: World) -> None:
    """Somebody takes the address of the device that decides at the doors, for a while."""
    holder = holder_now(world)
    if holder is None:
        return
    claims = holder.membership.claims
    key = DeviceKey(world.rng.randbytes(SEED_BYTES))
    papers = holder.membership.certificate.to_bytes()
    world.lan.impostors[holder.name] = Impostor(key, papers, claims.device)

    def go() -> None:
        world.lan.impostors.pop(holder.name, None)

    world.agenda.after(world.rng.randrange(5_000, MINUTE_MS // 2), go)


def revoke_later(world: World, device: SimulatedDevice) -> None:
    """After a while the manager tells the store that a device was stolen."""
    world.agenda.after(20_000, lambda: revoke(world, device))


def _asked(rogue: Rogue, target: SimulatedDevice, mask: _Mask, receiver: int) -> int:
    """How many places were given to a log."""
    performance = min(rogue.world.halls)
    house, size = rogue.world.halls[performance]
    ask = Ask(house, performance, tuple(range(size)), receiver, 0, rogue.nonce())
    answer = _said(rogue, target, mask, ask, AskAnswer)
    return 0 if answer is None else len(answer.granted)


def _took(rogue: Rogue, target: SimulatedDevice, places: int) -> None:
    if places:
        told = f"{target.name} gave {places} places because {rogue.device.name} asked"
        rogue.world.book.got_unduly.append(told)


def _said(
    rogue: Rogue, target: SimulatedDevice, mask: _Mask, message: msgspec.Struct, kind: type[_A]
) -> _A | None:
    """The answer to a request under a mask, None when it was refused or did not come."""
    path = _PATHS[type(message)]
    signed = meant_for(path, target.key.public)
    request = seal_request(signed, message, mask.device, mask.key)
    try:
        wire = _wire(rogue, target)
        if wire.peer_public(_CALL_S) != target.key.public:
            return None  # Another thief has taken that address.
        answer = decode(wire.call(path, request, _CALL_S), Envelope)
        return from_wire(answer.payload, kind)
    except (ExchangeFault, WireError):
        return None


def _wire(rogue: Rogue, target: SimulatedDevice) -> PeerWire:
    return PeerWire(rogue.world.lan, rogue.device.machine, target.name)


def _own(rogue: Rogue) -> _Mask:
    return _Mask(rogue.device.membership.claims.device, rogue.device.key)


def _target(rogue: Rogue) -> SimulatedDevice | None:
    """An honest device of the venue that is up."""
    found = [device for device in on_venue(rogue.world) if device.machine.is_up]
    return rogue.rng.choice(found) if found else None
