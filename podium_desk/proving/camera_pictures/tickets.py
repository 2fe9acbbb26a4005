"""Codes as tickets carry them: packed, and signed with a key that the seed makes."""

from __future__ import annotations

import random

from podium_desk.application.ticket_codes import CONTEXT
from podium_desk.domain.ids import HouseId, PerformanceId, TariffId, TicketId, Unit, origin_of
from podium_desk.domain.tickets import TicketContent, pack, ticket_text
from sync.identity.keys import SEED_BYTES, DeviceKey

_ZONES = ("Parterre", "Balkon links", "Loge", "Zaal")


def signed_codes(seed: int, count: int) -> list[str]:
    """So many code texts, all different; the same for the same seed."""
    dice = random.Random(seed)
    key = DeviceKey(dice.randbytes(SEED_BYTES))
    return [_signed(key, _content(dice, number)) for number in range(1, count + 1)]


def _signed(key: DeviceKey, content: TicketContent) -> str:
    payload = pack(content)
    return ticket_text(payload, key.sign(CONTEXT + payload))


def _content(dice: random.Random, number: int) -> TicketContent:
    return TicketContent(
        cluster=dice.getrandbits(32), house=HouseId(dice.randrange(1, 30)),
        performance=PerformanceId(dice.randrange(1, 4000)),
        ticket=TicketId(origin_of(dice.randrange(1, 200), 0), number, dice.randrange(8)),
        generation=1, unit=Unit(dice.randrange(2000)), zone=dice.choice(_ZONES),
        row=dice.choice("ABCDEFGHKLM"), number=str(dice.randrange(1, 40)),
        tariff=TariffId(dice.randrange(1, 12)), valid_from_min=None, valid_until_min=None,
    )  # fmt: skip
