"""Payments as they are typed on a command line: ``cash``, ``card``, ``cash:20.00,card:24.06``."""

from __future__ import annotations

import re
from enum import StrEnum

from podium_desk.application.counter import Payment
from podium_desk.commands.output import Answer
from podium_desk.domain.money import PaymentMeans, cash_due

_PART = re.compile(r"(?P<means>[a-z]+)(:(?P<euros>\d{1,6})([.,](?P<cents>\d{2}))?)?")


class Pay(StrEnum):
    """How money goes back."""

    CASH = "cash"
    CARD = "card"


def payments_of(answer: Answer, text: str, total_cents: int, tendered: int) -> tuple[Payment, ...]:
    """The payments that `text` names, of `total_cents` where it names one means and no amount.

    `tendered` is what was handed over in cash, in cents; exact for 0. Ends the command when the
    text is of another form.
    """
    parts = [_PART.fullmatch(part.strip()) for part in text.split(",")]
    payments = []
    for part in parts:
        if part is None or part["means"] not in list(PaymentMeans):
            answer.wrong_use(answer.words("device.no_payment", text=text))
        if part["euros"] is None and len(parts) > 1:
            answer.wrong_use(answer.words("device.no_payment", text=text))
        cents = total_cents
        if part["euros"] is not None:
            cents = int(part["euros"]) * 100 + int(part["cents"] or 0)
        payments.append(_payment(PaymentMeans(part["means"]), cents, tendered))
    return tuple(payments)


def _payment(means: PaymentMeans, cents: int, tendered: int) -> Payment:
    handed = (tendered or cash_due(cents)) if means is PaymentMeans.CASH else 0
    return Payment(means, cents, handed)
