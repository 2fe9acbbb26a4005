"""What a cancelled performance's guests get back, as a table for a spreadsheet or the bank."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from io import StringIO

from podium_desk.application.cancelled_performances import OwedBack
from podium_desk.domain.communication import printed_communication
from podium_desk.domain.money import PaymentMeans

COLUMNS = ("order", "name", "tickets", "means", "amount_eur", "communication", "holder", "why_not")


def owed_csv(owed: Iterable[OwedBack], means: PaymentMeans | None = None) -> str:
    """One line an order and means, of one means only when it is named; ``;`` between.

    The account of a transfer stands on the bank's statement of what came in.
    """
    text = StringIO()
    lines = csv.writer(text, delimiter=";", lineterminator="\r\n")
    lines.writerow(COLUMNS)
    for one in owed:
        parts = [(by.value, cents) for by, cents in one.parts if means in (None, by)]
        for paid_by, cents in parts or ([] if one.parts else [("", 0)]):
            said = one.communication and printed_communication(one.communication)
            lines.writerow((
                str(one.order), harmless(one.name), len(one.tickets),
                paid_by, f"{cents // 100}.{cents % 100:02d}",
                said, harmless(one.holder), "" if one.why_not is None else one.why_not.value,
            ))  # fmt: skip
    return text.getvalue()


def harmless(text: str) -> str:
    """A name that a spreadsheet does not take for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
