"""Passes of a house: cards of so many visits, friends' passes, passes that hold in several houses.

A pass is a thing of the catalogue that is sold (`goods`); what it allows are its terms. Its visits
are an amount of the engine, whose right moves to the desk that uses them, so that two desks never
use the same visit; a pass without visits is an amount of one, so that only who has it counts the
places that it gave. Rules: `docs/rules/passes.md`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field, replace

from podium_desk.domain.ids import HouseId, OrderId, PerformanceId, TicketId
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.text import Text
from podium_desk.late_dataclass import dataclass

NUMBER_DIGITS = 17
_POOLS_FROM, _POOLS_UNTIL = 10**14, 10**15
"""Amounts of passes have 15 digits: above those of vouchers, below those of codes."""
_DAY_MS = 86_400_000


@dataclass(frozen=True, slots=True)
class PassTerms:
    """What whoever holds a pass may; times are UTC milliseconds, 0 is no limit.

    With `visits` it is a card of so many visits, each of which pays a place whole. Without, it
    takes `percent` off, or gives the price of the tariff of this code, for `seats` places of each
    performance (0 for all that one order has). It holds `valid_days` from its sale, and not after
    `valid_until_ms`; in its own house and in these `houses`. `presale_days` before everybody its
    holder may buy.
    """

    visits: int = 0
    percent: int = 0
    tariff: str = ""
    seats: int = 0
    valid_days: int = 0
    valid_until_ms: int = 0
    presale_days: int = 0
    houses: tuple[HouseId, ...] = ()

    def ends_ms(self, sold_ms: int) -> int:
        """Until when a pass holds that is sold then; 0 for ever."""
        ends = [self.valid_until_ms] if self.valid_until_ms else []
        if self.valid_days:
            ends.append(sold_ms + self.valid_days * _DAY_MS)
        return min(ends, default=0)

    @property
    def amount(self) -> int:
        """What of it is an amount: its visits, or the pass itself."""
        return self.visits or 1


@dataclass(frozen=True, slots=True)
class PassIssued:
    """A pass was sold: told to its `home`, whose thing it is, and to each house where it holds.

    `order` has its payments, `code` names its terms in the catalogue of `home`.
    """

    number: str
    home: HouseId
    code: str
    order: OrderId
    price_cents: int
    visits: int
    valid_until_ms: int
    at_ms: int
    clerk: str


@dataclass(frozen=True, slots=True)
class PassUse:
    """Places of one performance that a pass paid, or took something off; below zero those that
    came back. `value_cents` is what a card's visits were bought for, `off_cents` what went off."""

    performance: PerformanceId
    organiser: HouseId
    count: int
    value_cents: int
    off_cents: int


@dataclass(frozen=True, slots=True)
class PassUsed:
    """A pass was used for an order, or what it gave came back. Said in the house of the pass.

    At a door there is no order (its number is 0): `ticket` is what the visit is called there, by
    which its guest goes in. One that was taken on trust moves no right (`domain.visits`).
    """

    number: str
    order: OrderId
    at_ms: int
    clerk: str
    uses: tuple[PassUse, ...]
    ticket: TicketId | None = None


@dataclass(frozen=True, slots=True)
class PassClosed:
    """A pass that was never used was paid back: it allows nothing any more."""

    number: str
    order: OrderId
    at_ms: int
    reason: str
    clerk: str


@dataclass(frozen=True, slots=True)
class HousePass:
    """A pass as a desk knows it. `left` is what is left of its amount, in all hands; `used` how
    many places of a performance it gave; `most` how many places its holder wants of it now, 0 for
    all that it gives."""

    number: str
    home: HouseId
    code: str
    terms: PassTerms
    order: OrderId
    price_cents: int
    left: int
    valid_until_ms: int
    is_closed: bool = False
    name: Text = field(default_factory=lambda: Text.of("nl", ""))
    used: Mapping[PerformanceId, int] = field(default_factory=dict)
    most: int = 0

    @property
    def houses(self) -> tuple[HouseId, ...]:
        """Where it holds."""
        return (self.home, *self.terms.houses)

    @property
    def visit_cents(self) -> int:
        """What one visit of a card is worth: what does not divide stays with the house."""
        return self.price_cents // self.terms.visits if self.terms.visits else 0

    def opens_at_ms(self, sold_from_ms: int) -> int:
        """When its holder may buy what everybody may buy from then on."""
        return sold_from_ms - self.terms.presale_days * _DAY_MS

    def with_back(self, uses: Iterable[PassUse]) -> HousePass:
        """It as it is once these places, counted below zero, came back."""
        used = dict(self.used)
        for use in uses:
            used[use.performance] = max(0, used.get(use.performance, 0) + use.count)
        return replace(self, used=used)

    def why_not(self, at_ms: int) -> Refusal | None:
        """Why it allows nothing at that moment; None when it does."""
        details: dict[str, str | int] = {"number": spoken_pass(self.number)}
        if self.is_closed:
            return Refusal(RefusalReason.PASS_CLOSED, details)
        if self.valid_until_ms and at_ms >= self.valid_until_ms:
            return Refusal(RefusalReason.PASS_ENDED, details)
        if self.terms.visits and not self.left:
            return Refusal(RefusalReason.PASS_SPENT, details)
        return None


def pass_number(chance: int) -> str:
    """The number of a new pass, from a large random number: 15 digits and two that check them."""
    pool = _POOLS_FROM + chance % (_POOLS_UNTIL - _POOLS_FROM)
    return f"{pool}{pool % 97 or 97:02d}"


def read_pass_number(text: str) -> str | None:
    """The number in what was typed or scanned, None when it is none."""
    digits = "".join(character for character in text if not character.isspace())
    if len(digits) != NUMBER_DIGITS or not (digits.isascii() and digits.isdigit()):
        return None
    pool = int(digits[:-2])
    is_right = is_pass_pool(pool) and digits == f"{pool}{pool % 97 or 97:02d}"
    return digits if is_right else None


def pass_code(number: str, most: int) -> str:
    """A pass that is to give so many places, as it is said among the codes of a basket."""
    return f"{number}X{most}" if most else number


def read_pass_code(text: str) -> tuple[str, int] | None:
    """The number of a pass among the codes, and how many places are wanted of it (0 for all)."""
    written, _, most = text.upper().partition("X")
    number = read_pass_number(written)
    if number is None or (most and not most.isdecimal()):
        return None
    return number, int(most or 0)


def spoken_pass(number: str) -> str:
    """The number as it is printed and read aloud: in fours."""
    return " ".join(number[place : place + 4] for place in range(0, len(number), 4))


def pool_of_pass(number: str) -> int:
    """The amount of the engine that a pass is."""
    return int(number[:-2])


def is_pass_pool(pool: int) -> bool:
    """Whether an amount of the engine is a pass."""
    return _POOLS_FROM <= pool < _POOLS_UNTIL
