"""The slip of a reservation: what is kept, until when, and how it is paid. It is no ticket."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from podium_desk.documents import styles
from podium_desk.documents.content import Content
from podium_desk.documents.notices import notices
from podium_desk.documents.page import Block, Gap, Pair, QrCode, Text
from podium_desk.documents.receipt import ReceiptPrint, group_lines, order_fields
from podium_desk.domain.bank import TransferWish, printed_iban
from podium_desk.i18n.format import date_and_time, money
from podium_desk.i18n.words import Words
from podium_desk.late_dataclass import dataclass

_PICTURE_MM = 34
"""A module of 0.7 mm, which a telephone reads off thermal paper."""


@dataclass(frozen=True, slots=True)
class SlipPrint:
    """What a slip says: the order as on a receipt, what is owed until when, and for whom.

    `communication` is as it is printed, empty when no transfer is meant.
    """

    order: ReceiptPrint
    pay_before: datetime
    rest_cents: int
    name: str = ""
    communication: str = ""
    transfer: TransferWish | None = None
    """What is to be transferred where, once the house has told its account."""


def slip_content(slip: SlipPrint, words: Words) -> Content:
    """All that a layout may place of it."""
    order = slip.order
    return Content(
        words.language,
        {
            **order_fields(order, words),
            "heading": words("documents.slip"),
            "name": slip.name,
        },
        {
            "notices": notices(order.is_training, order.duplicate_number, words),
            "lines": tuple(group_lines(order, words)),
            "owed": tuple(_owed(slip, words)),
        },
    )


def _owed(slip: SlipPrint, words: Words) -> Iterator[Block]:
    language = words.language
    yield Pair(words("documents.slip_rest"), money(slip.rest_cents, language), styles.TOTAL)
    yield Gap(1.2)
    before = date_and_time(slip.pay_before, language)
    yield Text(words("documents.slip_before", before=before), styles.STRONG)
    if slip.communication:
        yield Text(words("documents.slip_transfer"), styles.SMALL)
        yield Text(slip.communication, styles.STRONG)
    if slip.transfer is not None:
        account = slip.transfer.account
        yield Text(" ".join(filter(None, (printed_iban(account.iban), account.bic))), styles.STRONG)
        yield Text(account.name, styles.SMALL)
        yield Gap(1.6)
        yield QrCode(slip.transfer.picture, _PICTURE_MM)
        yield Gap(1)
        yield Text(words("documents.slip_scan"), styles.centred(styles.SMALL))
    yield Gap(1.4)
    yield Text(words("documents.slip_note"), styles.centred(styles.SMALL))
