"""What a device and its store say to each other about UiTPAS, over the device's signed line.

The store holds the secrets and speaks with UiTPAS; a device never does. Nothing here is kept in a
log. A `no` is a `PassNo`, empty for none; `message` is UiTPAS's own sentence.
"""

from __future__ import annotations

import msgspec

from podium_desk.domain.uitpas import PassNo

OFFERS = "/sync/uitpas/offers"
REGISTER = "/sync/uitpas/register"
CANCEL = "/sync/uitpas/cancel"
LATE = "/sync/uitpas/late"
STATICS = "/sync/uitpas/statics"
REWARDS = "/sync/uitpas/rewards"
REDEEM = "/sync/uitpas/redeem"
UNDO_REDEEM = "/sync/uitpas/undo-redeem"
CHECK_IN = "/sync/uitpas/check-in"
PATHS = (OFFERS, REGISTER, CANCEL, LATE, STATICS, REWARDS, REDEEM, UNDO_REDEEM, CHECK_IN)
ITEMS_MAX = 100
"""So many places, tokens or prices one request may name."""


class OffersAsked(msgspec.Struct, frozen=True, array_like=True):
    """What a pass may have for places of these regular prices; a number, or a chip's."""

    performance: int
    identifier: str
    regular_cents: tuple[int, ...]
    nonce: bytes


class Offer(msgspec.Struct, frozen=True, array_like=True):
    """`domain.uitpas.OfferedTariff` on the wire."""

    id: str
    name: str
    price_cents: int
    form: str
    remaining: int
    regular_cents: int


class OffersTold(msgspec.Struct, frozen=True, array_like=True):
    """The pass's number and what it may have. Who its holder is stays at the store."""

    no: str = ""
    message: str = ""
    number: str = ""
    is_group: bool = False
    points: int = 0
    notes: tuple[str, ...] = ()
    offers: tuple[Offer, ...] = ()


class RegisterItem(msgspec.Struct, frozen=True, array_like=True):
    """One place; `token` is the device's name for it, so that asking again harms nobody."""

    token: str
    performance: int
    number: str
    regular_cents: int
    tariff: str


class RegisterAsked(msgspec.Struct, frozen=True, array_like=True):
    """Register these, all or none."""

    items: tuple[RegisterItem, ...]
    nonce: bytes


class RegisteredItem(msgspec.Struct, frozen=True, array_like=True):
    """One place as UiTPAS has it."""

    token: str
    ticket_sale: str
    price_cents: int


class RegisterTold(msgspec.Struct, frozen=True, array_like=True):
    """All of them, or why none."""

    no: str = ""
    message: str = ""
    items: tuple[RegisteredItem, ...] = ()


class TokensAsked(msgspec.Struct, frozen=True, array_like=True):
    """These places were not paid, whatever became of their registration."""

    house: int
    tokens: tuple[str, ...]
    nonce: bytes


class LateItem(msgspec.Struct, frozen=True, array_like=True):
    """The number of the pass that a place was sold with while UiTPAS was silent."""

    token: str
    performance: int
    number: str
    regular_cents: int


class LateAsked(msgspec.Struct, frozen=True, array_like=True):
    """Register these once you can; their sale comes, or came, as a fact."""

    items: tuple[LateItem, ...]
    nonce: bytes


class TokensTold(msgspec.Struct, frozen=True, array_like=True):
    """The store will see to these."""

    tokens: tuple[str, ...]


class StaticPrice(msgspec.Struct, frozen=True, array_like=True):
    """A regular price of a performance; in an answer with what a holder of the region pays."""

    performance: int
    regular_cents: int
    price_cents: int = 0


class StaticsAsked(msgspec.Struct, frozen=True, array_like=True):
    """What do holders of the region pay for these?"""

    prices: tuple[StaticPrice, ...]
    nonce: bytes


class StaticsTold(msgspec.Struct, frozen=True, array_like=True):
    """Those that UiTPAS told."""

    prices: tuple[StaticPrice, ...]


class RewardsAsked(msgspec.Struct, frozen=True, array_like=True):
    """What may this pass have for its points, in this house? Its number, or a chip's."""

    number: str
    nonce: bytes


class RewardTold(msgspec.Struct, frozen=True, array_like=True):
    """A reward; `message` tells why it cannot be had now, empty when it can."""

    id: str
    title: str
    points: int
    message: str = ""


class RewardsTold(msgspec.Struct, frozen=True, array_like=True):
    """The rewards of the house's card system, and what the pass has to trade."""

    no: str = ""
    message: str = ""
    rewards: tuple[RewardTold, ...] = ()
    number: str = ""
    points: int = 0


class RedeemAsked(msgspec.Struct, frozen=True, array_like=True):
    """Hand this reward out."""

    number: str
    reward: str
    nonce: bytes


class RedeemTold(msgspec.Struct, frozen=True, array_like=True):
    """It is handed out; `redeemed` undoes it."""

    no: str = ""
    message: str = ""
    redeemed: str = ""
    code: str = ""


class CheckInAsked(msgspec.Struct, frozen=True, array_like=True):
    """Give this pass the points of attending this performance."""

    number: str
    performance: int
    nonce: bytes


class CheckInTold(msgspec.Struct, frozen=True, array_like=True):
    """It has them; `points` is how many came."""

    no: str = ""
    message: str = ""
    points: int = 0


class UndoAsked(msgspec.Struct, frozen=True, array_like=True):
    """Take a reward back."""

    redeemed: str
    nonce: bytes


def no_of(code: str) -> PassNo | None:
    """The "no" of an answer; one that a newer store knows is told as any other."""
    if not code:
        return None
    return PassNo(code) if code in set(PassNo) else PassNo.OTHER
