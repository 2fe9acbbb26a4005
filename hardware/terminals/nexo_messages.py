"""The messages of nexo as Adyen's Terminal API writes them in JSON: made, and read with mistrust.

Names and forms are those of Adyen's documentation and its example terminal
(adyen-examples/adyen-mock-terminal-api). A service id names one message: at most ten letters and
digits, unlike any other of two days, so that of a payment is made from our reference and asking
again is the same payment. What a card's holder or number is told of is not read.
"""

from __future__ import annotations

import hashlib
import json
import string
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

_SERVICE_LETTERS = string.digits + string.ascii_uppercase
_SERVICE_SIZE = 10
_CENTS = 100
_TAKEN = {"Debit": 1, "CompletedReservation": 1, "CompletedDeffered": 1, "ReverseCredit": 1}
_GIVEN = {"Credit": -1, "ReverseDebit": -1}
_SIGNS = {**_TAKEN, **_GIVEN}


class NexoGarbage(Exception):
    """An answer that is no message, or not the one that was asked for."""


@dataclass(frozen=True, slots=True)
class Parties:
    """Who speaks with whom: `sale` is the till's name, `poi` the terminal's (model and serial)."""

    sale: str
    poi: str


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer: whether it is a yes, why not, and its body."""

    is_yes: bool
    why: str
    body: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Paid:
    """What a payment's answer says. `stamp` is when, as the terminal writes it."""

    cents: int
    is_euro: bool
    reference: str
    transaction: str
    stamp: str


def service_id(reference: str) -> str:
    """The id of the message that asks for the payment with this reference."""
    number = int.from_bytes(hashlib.sha256(reference.encode()).digest()[:8], "big")
    letters = []
    for _ in range(_SERVICE_SIZE):
        number, place = divmod(number, len(_SERVICE_LETTERS))
        letters.append(_SERVICE_LETTERS[place])
    return "".join(letters)


def header(parties: Parties, category: str, service: str) -> dict[str, Any]:
    """The header of a request."""
    return {
        "ProtocolVersion": "3.0",
        "MessageClass": "Service",
        "MessageCategory": category,
        "MessageType": "Request",
        "ServiceID": service,
        "SaleID": parties.sale,
        "POIID": parties.poi,
    }


def payment(reference: str, cents: int, stamp: str) -> dict[str, Any]:
    """Ask a customer for this much. `stamp` is the time in ISO 8601."""
    return {
        "SaleData": {"SaleTransactionID": {"TransactionID": reference, "TimeStamp": stamp}},
        "PaymentTransaction": {
            "AmountsReq": {"Currency": "EUR", "RequestedAmount": cents / _CENTS}
        },
    }


def about(parties: Parties, service: str) -> dict[str, Any]:
    """Names the payment that an earlier message asked for."""
    return {
        "MessageReference": {
            "MessageCategory": "Payment",
            "SaleID": parties.sale,
            "ServiceID": service,
        }
    }


def abort(parties: Parties, service: str) -> dict[str, Any]:
    """Stop that payment."""
    return {"AbortReason": "MerchantAbort", **about(parties, service)}


def reversal(paid: Paid, reference: str, stamp: str) -> dict[str, Any]:
    """Give a payment back whole."""
    original = {"TransactionID": paid.transaction, "TimeStamp": paid.stamp}
    return {
        "ReversalReason": "MerchantCancel",
        "OriginalPOITransaction": {"POITransactionID": original},
        "SaleData": {"SaleTransactionID": {"TransactionID": reference, "TimeStamp": stamp}},
    }


def read_json(data: bytes) -> dict[str, Any]:
    """An object of JSON, its fractions exact. Raises `NexoGarbage`."""
    try:
        read = json.loads(data, parse_float=Decimal)
    except ValueError as error:
        raise NexoGarbage("no JSON") from error
    return _object(read)


def answered(message: dict[str, Any], asked: dict[str, Any]) -> Answered:
    """The answer to the request with this header. Raises `NexoGarbage` when it is to another."""
    whole = _object(message.get("SaleToPOIResponse"))
    told = _object(whole.get("MessageHeader"))
    for name in ("MessageCategory", "ServiceID", "SaleID", "POIID"):
        if told.get(name) != asked[name]:
            raise NexoGarbage(f"{name} is another one's")
    return _answer_in(whole, f"{asked['MessageCategory']}Response")


def repeated(answer: Answered) -> Answered:
    """The payment's own answer, told again in one about its status. Raises `NexoGarbage`."""
    again = _object(answer.body.get("RepeatedMessageResponse"))
    return _answer_in(_object(again.get("RepeatedResponseMessageBody")), "PaymentResponse")


def paid_in(answer: Answered) -> Paid:
    """What was paid. Raises `NexoGarbage` when that is not said."""
    amounts = _object(_object(answer.body.get("PaymentResult")).get("AmountsResp"))
    sale = _object(_object(answer.body.get("SaleData")).get("SaleTransactionID"))
    poi = _object(_object(answer.body.get("POIData")).get("POITransactionID"))
    return Paid(
        cents_of(amounts.get("AuthorizedAmount")),
        amounts.get("Currency") == "EUR",
        str(sale.get("TransactionID", "")),
        str(poi.get("TransactionID", "")),
        str(poi.get("TimeStamp", "")),
    )


def total_in(answer: Answered) -> int:
    """Cents taken less cents given back, of the totals of a day. Raises `NexoGarbage`."""
    cents = 0
    totals = answer.body.get("TransactionTotals", [])
    for total in _list(totals):
        lines = _list(_object(total).get("PaymentTotals", []))
        if lines and _object(total).get("PaymentCurrency") != "EUR":
            raise NexoGarbage("a total that is not in euro")
        for line in lines:
            sign = _SIGNS.get(str(_object(line).get("TransactionType")), 0)
            cents += sign * cents_of(_object(line).get("TransactionAmount"))
    return cents


def cents_of(amount: object) -> int:
    """Whole cents of an amount in euro. Raises `NexoGarbage`."""
    if isinstance(amount, bool) or not isinstance(amount, int | Decimal | str):
        raise NexoGarbage("no amount")
    try:
        cents = Decimal(amount) * _CENTS
    except InvalidOperation as error:
        raise NexoGarbage("no amount") from error
    if not cents.is_finite() or cents != cents.to_integral_value():
        raise NexoGarbage("an amount that is no whole cents")
    return int(cents)


def _answer_in(whole: dict[str, Any], name: str) -> Answered:
    body = _object(whole.get(name))
    response = _object(body.get("Response"))
    result = response.get("Result")
    if result not in ("Success", "Partial", "Failure"):
        raise NexoGarbage("no result")
    # A part that was paid is another amount than was asked for, and is seen by that.
    return Answered(result != "Failure", str(response.get("ErrorCondition", "")), body)


def _object(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise NexoGarbage("something is missing")
    return value


def _list(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise NexoGarbage("something is missing")
    return value
