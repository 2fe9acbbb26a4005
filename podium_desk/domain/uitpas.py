"""UiTPAS at a counter: reading a pass, choosing a tariff, and what a sale may become.

The prices are UiTPAS's own and are never worked out here. Why somebody pays less is nobody's
business: no name in this module is meant for a screen or a ticket (domain.md 5.8).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from podium_desk.late_dataclass import dataclass

NUMBER_DIGITS = 13
CHIP_LETTERS = 14
NATIONAL_DIGITS = 11
STATIC_AGE_MS_MAX = 24 * 3600 * 1000
"""A static tariff that was read longer ago is no ground for a promise."""
PAYMENT_MS_MAX = 15 * 60 * 1000
"""A registered sale that is not paid after so long is taken back."""
NEUTRAL_NAME = "UiTPAS"
"""What stands on screens and papers in the place of any tariff's own name."""
NEUTRAL_CODE = "uitpas"


class PassNo(StrEnum):
    """Every "no" that a clerk may hear about a pass; the name is the key of its sentence."""

    EMPTY = "empty"
    WRONG_FORM = "wrong_form"
    NATIONAL_NUMBER = "national_number"
    """Eleven digits: the number of a person, which has no place here."""
    UNKNOWN_NUMBER = "unknown_number"
    CARD_UNUSABLE = "card_unusable"
    NO_MEMBERSHIP = "no_membership"
    NOT_GRANTED = "not_granted"
    """No reduction now: expired, suspended, or none for this event."""
    LIMIT_REACHED = "limit_reached"
    COUPON_GONE = "coupon_gone"
    EVENT_UNKNOWN = "event_unknown"
    """The event is not linked to UiTPAS: the office must see to it."""
    NOT_ALLOWED = "not_allowed"
    """The house's credentials do not work, or may not do this."""
    NOT_SET_UP = "not_set_up"
    REWARD_REFUSED = "reward_refused"
    CHECK_IN_REFUSED = "check_in_refused"
    GONE = "gone"
    """What was to be taken back is not there (any more)."""
    ENDED = "ended"
    """The registration was taken back: apply the pass again."""
    TOO_BUSY = "too_busy"
    AWAY = "away"
    """UiTPAS, or the way to it, does not answer in time."""
    OUR_FAULT = "our_fault"
    OTHER = "other"
    NOT_OFFLINE = "not_offline"
    """This house grants nothing while UiTPAS cannot be asked."""
    NEEDS_NUMBER = "needs_number"
    """A chip says nothing by itself: only a number can be kept for later."""
    DOUBTFUL_NUMBER = "doubtful_number"
    NO_PRICE_KNOWN = "no_price_known"
    CAP_REACHED = "cap_reached"


SILENT = frozenset({PassNo.AWAY, PassNo.TOO_BUSY})
"""After these the house's offline policy decides; after any other no, UiTPAS has spoken."""


class PassForm(StrEnum):
    """What was typed, scanned or read from a chip."""

    NUMBER = "number"
    CHIP = "chip"


@dataclass(frozen=True, slots=True)
class ReadPass:
    """A pass as it was read. `is_doubtful`: its check digit is wrong, which is only a warning."""

    text: str
    form: PassForm
    is_doubtful: bool = False


def read_pass(typed: str) -> ReadPass | PassNo:
    """What somebody typed or scanned: 13 digits, or the 14 hexadecimal letters of a chip.

    Spaces, dots and dashes do not matter. The number of a person (eID) is refused: it is neither
    needed nor kept.
    """
    plain = "".join(letter for letter in typed if letter not in " .-\t\r\n").upper()
    if not plain:
        return PassNo.EMPTY
    is_digits = plain.isascii() and plain.isdigit()
    if is_digits and len(plain) == NUMBER_DIGITS:
        return ReadPass(plain, PassForm.NUMBER, not has_right_check_digit(plain))
    if is_digits and len(plain) == NATIONAL_DIGITS:
        return PassNo.NATIONAL_NUMBER
    if len(plain) == CHIP_LETTERS and set(plain) <= set("0123456789ABCDEF"):
        return ReadPass(plain, PassForm.CHIP)
    return PassNo.WRONG_FORM


def has_right_check_digit(number: str) -> bool:
    """Luhn over all digits, the last one being the check digit."""
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def shown_number(number: str) -> str:
    """For people: ``0900 000 067 513``."""
    return " ".join((number[:4], number[4:7], number[7:10], number[10:]))


class TariffForm(StrEnum):
    """What kind of tariff UiTPAS offers. Never shown."""

    SOCIAL = "SOCIALTARIFF"
    COUPON = "COUPON"


@dataclass(frozen=True, slots=True)
class OfferedTariff:
    """A tariff that a pass may have now, for places of one regular price.

    `remaining` is how many places may still have it: 1 for a person, more for a group.
    """

    id: str
    name: str
    price_cents: int
    form: TariffForm
    remaining: int
    regular_cents: int


@dataclass(frozen=True, slots=True)
class Chosen:
    """The `place`-th place of the basket gets this tariff."""

    place: int
    tariff: OfferedTariff


def chosen_by_itself(
    regular_cents: Sequence[int], offers: Iterable[OfferedTariff]
) -> tuple[Chosen, ...]:
    """Which places get the social tariff without anybody choosing, in the basket's order.

    A coupon can be used once, so only the visitor spends it.
    """
    social = [one for one in offers if one.form is TariffForm.SOCIAL]
    return _spread(regular_cents, {one.regular_cents: one for one in social})


def chosen_coupon(
    regular_cents: Sequence[int], offers: Iterable[OfferedTariff], coupon: str
) -> tuple[Chosen, ...]:
    """The places that get the coupon which the visitor wants to use."""
    return _spread(regular_cents, {one.regular_cents: one for one in offers if one.id == coupon})


def _spread(
    regular_cents: Sequence[int], by_price: Mapping[int, OfferedTariff]
) -> tuple[Chosen, ...]:
    """As many of the first places as the pass may have, whatever their price."""
    room = max((one.remaining for one in by_price.values()), default=0)
    fitting = [place for place, cents in enumerate(regular_cents) if cents in by_price]
    return tuple(Chosen(place, by_price[regular_cents[place]]) for place in fitting[:room])


class SaleState(StrEnum):
    """Where one reduced place stands between the counter and UiTPAS."""

    REGISTERING = "registering"
    """Asked of UiTPAS; whether it was taken is not known yet."""
    PENDING_PAYMENT = "pending_payment"
    CONFIRMED = "confirmed"
    CANCELLING = "cancelling"
    CANCELLED = "cancelled"
    PROVISIONAL = "provisional"
    """Sold while UiTPAS could not be asked; still to be registered."""
    EXCEPTION = "exception"
    """Sold, and UiTPAS does not agree: a person settles it."""
    REFUSED = "refused"


class SaleEvent(StrEnum):
    """What may happen to it."""

    REGISTERED = "registered"
    NOT_REGISTERED = "not_registered"
    """UiTPAS said no."""
    PAID = "paid"
    ABANDONED = "abandoned"
    """Not paid, or paid back since."""
    TAKEN_BACK = "taken_back"
    """UiTPAS has cancelled it, or never had it."""


_STEPS: Mapping[tuple[SaleState, SaleEvent], SaleState] = {
    (SaleState.REGISTERING, SaleEvent.REGISTERED): SaleState.PENDING_PAYMENT,
    (SaleState.REGISTERING, SaleEvent.NOT_REGISTERED): SaleState.REFUSED,
    (SaleState.REGISTERING, SaleEvent.PAID): SaleState.PROVISIONAL,
    (SaleState.REGISTERING, SaleEvent.ABANDONED): SaleState.CANCELLING,
    (SaleState.PENDING_PAYMENT, SaleEvent.PAID): SaleState.CONFIRMED,
    (SaleState.PENDING_PAYMENT, SaleEvent.ABANDONED): SaleState.CANCELLING,
    (SaleState.CONFIRMED, SaleEvent.ABANDONED): SaleState.CANCELLING,
    (SaleState.CANCELLING, SaleEvent.TAKEN_BACK): SaleState.CANCELLED,
    (SaleState.PROVISIONAL, SaleEvent.REGISTERED): SaleState.CONFIRMED,
    (SaleState.PROVISIONAL, SaleEvent.NOT_REGISTERED): SaleState.EXCEPTION,
    (SaleState.PROVISIONAL, SaleEvent.ABANDONED): SaleState.CANCELLING,
}


def step(state: SaleState, event: SaleEvent) -> SaleState | None:
    """The next state; None where the event cannot happen, or happened before."""
    return _STEPS.get((state, event))


class OfflinePolicy(StrEnum):
    """What a house does while UiTPAS cannot be asked (domain.md 2.8). It carries the risk."""

    REFUSE = "refuse"
    PAY_BACK = "pay_back"
    """The full price now, and a slip: the difference is paid back once UiTPAS agrees."""
    PROVISIONAL = "provisional"
    """The price that UiTPAS told for this event today, for a few places a pass."""


@dataclass(frozen=True, slots=True)
class UitpasRules:
    """How a house works with UiTPAS; every device of the cluster knows it. No secret in it.

    `cap` is how many places of one performance a pass may have while UiTPAS cannot be asked.
    """

    offline: OfflinePolicy = OfflinePolicy.REFUSE
    cap: int = 2
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class StaticTariff:
    """What a holder of the region pays for a place of this price, and when UiTPAS said so."""

    regular_cents: int
    price_cents: int
    at_ms: int


@dataclass(frozen=True, slots=True)
class OfflineRequest:
    """A pass and places, while UiTPAS is silent. `granted` is what this pass had here before."""

    read: ReadPass
    regular_cents: tuple[int, ...]
    granted: int
    now_ms: int


@dataclass(frozen=True, slots=True)
class OfflineGrant:
    """The `place`-th place may be sold at once. `is_paid_in_full`: the difference comes later."""

    place: int
    regular_cents: int
    price_cents: int
    is_paid_in_full: bool


def decide_offline(
    rules: UitpasRules, request: OfflineRequest, known: Iterable[StaticTariff]
) -> tuple[OfflineGrant, ...] | PassNo:
    """What a house grants by itself; the first places when the cap leaves room for a few only.

    Here a wrong check digit is a refusal: nobody else looks at the number before it is paid.
    """
    if not rules.is_active:
        return PassNo.NOT_SET_UP
    if rules.offline is OfflinePolicy.REFUSE:
        return PassNo.NOT_OFFLINE
    if request.read.form is not PassForm.NUMBER:
        return PassNo.NEEDS_NUMBER
    if request.read.is_doubtful:
        return PassNo.DOUBTFUL_NUMBER
    prices = _fresh(known, request.now_ms)
    is_paid_in_full = rules.offline is OfflinePolicy.PAY_BACK
    grants = [
        OfflineGrant(place, cents, prices.get(cents, cents), is_paid_in_full)
        for place, cents in enumerate(request.regular_cents)
        if is_paid_in_full or cents in prices
    ]
    if not grants:
        return PassNo.NO_PRICE_KNOWN
    room = rules.cap - request.granted
    return tuple(grants[:room]) if room > 0 else PassNo.CAP_REACHED


def _fresh(known: Iterable[StaticTariff], now_ms: int) -> dict[int, int]:
    """The newest price of each regular price that may still be trusted."""
    fresh = [one for one in known if 0 <= now_ms - one.at_ms <= STATIC_AGE_MS_MAX]
    return {one.regular_cents: one.price_cents for one in sorted(fresh, key=_age)}


def _age(tariff: StaticTariff) -> int:
    return tariff.at_ms


class LateOutcome(StrEnum):
    """What became of a sale that was registered afterwards. Says nothing of the person."""

    PRICE_DIFFERS = "price_differs"
    LIMIT_REACHED = "limit_reached"
    NOT_GRANTED = "not_granted"


def judged_late(
    offers: Iterable[OfferedTariff], price_cents: int, is_paid_in_full: bool
) -> OfferedTariff | LateOutcome:
    """The tariff to register a provisional sale with, or why a person must settle it.

    At the full price nothing was promised in cents, so any social tariff is taken.
    """
    social = [one for one in offers if one.form is TariffForm.SOCIAL and one.remaining > 0]
    if not social:
        return LateOutcome.NOT_GRANTED
    if is_paid_in_full or social[0].price_cents == price_cents:
        return social[0]
    return LateOutcome.PRICE_DIFFERS


def late_outcome(no: PassNo) -> LateOutcome:
    """What a refusal means for a sale that was made already."""
    return LateOutcome.LIMIT_REACHED if no is PassNo.LIMIT_REACHED else LateOutcome.NOT_GRANTED
