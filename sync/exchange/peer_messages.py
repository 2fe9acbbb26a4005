"""What travels between two devices of one house on the venue's own network.

Each request names the key of the device that it is meant for in what it signs (`meant_for`), so
that who receives it cannot pass it on to a third device as if the sender had called there.
"""

from __future__ import annotations

import msgspec

from sync.facts.batch import Batch
from sync.store.hearsay import Ages
from sync.store.personal import KeptParcel

MEET = "/lan/meet"
EXCHANGE = "/lan/exchange"
TELL = "/lan/tell"
ASK = "/lan/ask"
CONSULT = "/lan/consult"
PERSONAL = "/lan/personal"


class Meet(msgspec.Struct, frozen=True, array_like=True):
    """A device introduces itself by its certificate."""

    certificate: bytes
    nonce: bytes


class MeetAnswer(msgspec.Struct, frozen=True, array_like=True):
    """And the one that it called does the same."""

    certificate: bytes


class Exchange(msgspec.Struct, frozen=True, array_like=True):
    """What a device has, the newest fact of each log, and which certificates it knows."""

    vector: tuple[tuple[int, int], ...]
    devices_known: tuple[int, ...]
    nonce: bytes


class ExchangeAnswer(msgspec.Struct, frozen=True, array_like=True):
    """What the other one has, and what the asking device lacks of it: a bounded page.

    `own_heads` says how far the logs of the asking device are known: (log, number, hash).
    `hears` are the devices that the answering one heard lately. `revocations` prove themselves.
    `personal_newest` is the number of the newest personal body that the asking one may fetch.
    `ages` says how long ago the answering one heard of the others of the house, and of the store.
    """

    vector: tuple[tuple[int, int], ...]
    batches: tuple[Batch, ...]
    certificates: tuple[bytes, ...]
    more: bool
    own_heads: tuple[tuple[int, int, bytes], ...]
    hears: tuple[int, ...]
    revocations: tuple[bytes, ...] = ()
    personal_newest: int = 0
    ages: Ages = ()


class Tell(msgspec.Struct, frozen=True, array_like=True):
    """Facts that the other one has not heard."""

    batches: tuple[Batch, ...]
    nonce: bytes


class TellAnswer(msgspec.Struct, frozen=True, array_like=True):
    """How far it now has each told log, durably."""

    heads: tuple[tuple[int, int], ...]


class Ask(msgspec.Struct, frozen=True, array_like=True):
    """A device asks for rights on these units, to be given to its log `receiver`.

    `giver_seq` is how far it has the other one's log: the answer goes on from there. With `spent`
    it asks for the rights of units that were spent.
    """

    house: int
    pool: int
    units: tuple[int, ...]
    receiver: int
    giver_seq: int
    nonce: bytes
    spent: bool = False


class AskAnswer(msgspec.Struct, frozen=True, array_like=True):
    """The giver's own log since `giver_seq`: the gift stands in it. `granted` names the units."""

    batches: tuple[Batch, ...]
    granted: tuple[int, ...]


class PersonalWanted(msgspec.Struct, frozen=True, array_like=True):
    """A device wants the personal bodies that came there after that number."""

    after: int
    nonce: bytes


class PersonalGiven(msgspec.Struct, frozen=True, array_like=True):
    """A page of them, and the number to go on from; nothing for who may have none."""

    kept: tuple[KeptParcel, ...]
    number: int


class Consult(msgspec.Struct, frozen=True, array_like=True):
    """A question of the application, which the exchange carries and does not read."""

    topic: str
    question: bytes
    nonce: bytes


class ConsultAnswer(msgspec.Struct, frozen=True, array_like=True):
    """The application's answer."""

    answer: bytes


def meant_for(path: str, public_key: bytes) -> str:
    """What a request to the device with this key signs in the place of its path."""
    return f"{path} for {public_key.hex()}"
