"""The problems of UiTPAS (RFC 7807) as words of our own, with all that its pages say in two ways.

A problem is recognised by its whole type. Where no list knows it, its status decides, and UiTPAS's
own sentence is still shown.
"""

from __future__ import annotations

from podium_desk.domain.uitpas import PassNo
from podium_desk.integrations.uitpas.answers import Garbled, JsonObject, decoded, message_of
from podium_desk.late_dataclass import dataclass

TYPE_PREFIX = "https://api.publiq.be/probs/uitpas/"
BODY_PREFIX = "https://api.publiq.be/probs/body/"
_SLUGS = {
    "pass-not-found": PassNo.UNKNOWN_NUMBER,
    # The list of endpoints and the catalogue of errors spell it differently.
    "invalid-uitpasnumber": PassNo.UNKNOWN_NUMBER,
    "invalid-uitpas-number": PassNo.UNKNOWN_NUMBER,
    "passholder-not-found": PassNo.UNKNOWN_NUMBER,
    "passholder-blocked": PassNo.CARD_UNUSABLE,
    "card-blocked": PassNo.CARD_UNUSABLE,
    "invalid-card": PassNo.CARD_UNUSABLE,
    "invalid-card-status": PassNo.CARD_UNUSABLE,
    "passholder-no-active-cardsystem": PassNo.NO_MEMBERSHIP,
    "passholder-no-active-cardsystems": PassNo.NO_MEMBERSHIP,
    "social-tariff-expired": PassNo.NOT_GRANTED,
    "social-tariff-suspended": PassNo.NOT_GRANTED,
    "social-tariff-not-available": PassNo.NOT_GRANTED,
    "maximum-reached": PassNo.LIMIT_REACHED,
    "invalid-number-of-tickets": PassNo.LIMIT_REACHED,
    "invalid-coupon": PassNo.COUPON_GONE,
    "event-not-found": PassNo.EVENT_UNKNOWN,
    "ticket-sale-not-found": PassNo.GONE,
    "checkin-not-allowed": PassNo.CHECK_IN_REFUSED,
    "reward-not-found": PassNo.REWARD_REFUSED,
    "reward-period-constraint": PassNo.REWARD_REFUSED,
    "reward-volume-constraint": PassNo.REWARD_REFUSED,
    "reward-passholder-volume-constraint": PassNo.REWARD_REFUSED,
    "reward-passholder-points-constraint": PassNo.REWARD_REFUSED,
    "reward-passholder-no-applicable-cardsystems": PassNo.REWARD_REFUSED,
    "rate-limited": PassNo.TOO_BUSY,
}
_STATUSES = {401: PassNo.NOT_ALLOWED, 403: PassNo.NOT_ALLOWED, 429: PassNo.TOO_BUSY}


@dataclass(frozen=True, slots=True)
class Problem:
    """UiTPAS said no. `message` is its sentence for the visitor, or empty.

    `type` is kept for whoever looks after the store; `item` is which of several sales it is about.
    """

    no: PassNo
    type: str
    status: int
    message: str = ""
    item: int | None = None


def read_problem(status: int, body: bytes) -> Problem:
    """The problem in an answer that is no success; never raises, whatever stands in it."""
    try:
        told = decoded(body)
    except Garbled:
        told = None
    if not isinstance(told, dict):
        return Problem(_STATUSES.get(status, PassNo.OTHER), "", status)
    kind = str(told.get("type") or "")
    return Problem(_no_of(kind, status), kind, status, message_of(told), _item(told))


def _no_of(kind: str, status: int) -> PassNo:
    if kind.startswith(BODY_PREFIX):
        return PassNo.OUR_FAULT
    known = _SLUGS.get(kind.removeprefix(TYPE_PREFIX)) if kind.startswith(TYPE_PREFIX) else None
    return known or _STATUSES.get(status, PassNo.OTHER)


def _item(told: JsonObject) -> int | None:
    """``/2/tariff`` is about the third sale."""
    first = str(told.get("jsonPointer") or "").lstrip("/").partition("/")[0]
    return int(first) if first.isascii() and first.isdigit() else None
