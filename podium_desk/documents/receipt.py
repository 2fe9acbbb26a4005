"""The receipt of one order: what was bought, how it was paid, what of it is VAT.

It computes nothing: amounts, VAT per rate and the cash rounding (domain.md 5.1, 5.3) are passed in
as they were stored, so a receipt printed in seven years says the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from podium_desk.documents import styles
from podium_desk.documents.content import Content
from podium_desk.documents.notices import legal_line, notices
from podium_desk.documents.page import Block, Gap, Pair, Style, Text
from podium_desk.documents.vat_table import vat_table
from podium_desk.domain.facts import PaymentMeans
from podium_desk.domain.vat import VatTotal
from podium_desk.i18n.format import date_and_time, date_short, money, time_short
from podium_desk.i18n.words import Words
from podium_desk.late_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """`count` tickets of one tariff at one price; `amount_cents` is their sum."""

    count: int
    tariff: str
    places: str
    """Where they are, as read aloud: ``Parterre F 12, F 13``; empty for free places."""
    price_cents: int
    amount_cents: int


@dataclass(frozen=True, slots=True)
class ReceiptGroup:
    """The lines of one performance; `start` is aware, in the venue's zone."""

    title: str
    start: datetime
    hall: str
    lines: tuple[ReceiptLine, ...]


@dataclass(frozen=True, slots=True)
class ReceiptPayment:
    """A part of the total by one means, before cash rounding; negative is money given back."""

    means: PaymentMeans
    amount_cents: int


@dataclass(frozen=True, slots=True)
class ReceiptPrint:
    """What one receipt says. `at` is aware, in the zone of the selling house.

    `goods` were sold beside the places.

    `rounding_cents` is what rounding adds to (or takes from) the cash part, `cash_due_cents` the
    cash part after it; both are shown when rounding is not 0. `tendered_cents` and `change_cents`
    are shown when cash was handed over.
    """

    house: str
    legal_name: str
    enterprise_number: str
    address: str
    order_number: str
    at: datetime
    groups: tuple[ReceiptGroup, ...]
    goods: tuple[ReceiptLine, ...]
    total_cents: int
    vat: tuple[VatTotal, ...]
    payments: tuple[ReceiptPayment, ...]
    rounding_cents: int
    cash_due_cents: int
    tendered_cents: int
    change_cents: int
    clerk: str
    device: str
    duplicate_number: int = 0
    is_training: bool = False


def receipt_content(receipt: ReceiptPrint, words: Words) -> Content:
    """All that a layout may place of it."""
    served = words("documents.served_by", device=receipt.device, clerk=receipt.clerk)
    by_invoice = any(one.means is PaymentMeans.INVOICE for one in receipt.payments)
    return Content(
        words.language,
        {
            **order_fields(receipt, words),
            "total_label": words("documents.total"),
            "total": money(receipt.total_cents, words.language),
            # What is owed on an invoice has its own paper, with a number that this one has not.
            "no_invoice": words("documents.no_invoice") if by_invoice else "",
            "thanks": words("documents.thanks"),
            "served_by": served,
        },
        {
            "notices": notices(receipt.is_training, receipt.duplicate_number, words),
            "lines": tuple(group_lines(receipt, words)),
            "payments": tuple(_payments(receipt, words)),
            "vat_table": tuple(vat_table(receipt.vat, words)),
        },
    )


def order_fields(receipt: ReceiptPrint, words: Words) -> dict[str, str]:
    """Whose counter it is, and which order."""
    return {
        "house": receipt.house,
        "legal_name": receipt.legal_name,
        "enterprise_number": receipt.enterprise_number,
        "legal": legal_line(receipt.legal_name, receipt.enterprise_number),
        "address": receipt.address,
        "order": words("documents.order", order=receipt.order_number),
        "order_number": receipt.order_number,
        "at": date_and_time(receipt.at, words.language),
    }


def receipt_title(receipt: ReceiptPrint, words: Words) -> str:
    """What a PDF reader shows in its title bar."""
    return words("documents.receipt_title", order=receipt.order_number)


def group_lines(receipt: ReceiptPrint, words: Words) -> Iterator[Block]:
    """The places of each performance, with their prices."""
    language = words.language
    for group in receipt.groups:
        when = f"{date_short(group.start.date(), language)} {time_short(group.start, language)}"
        yield Gap(1.6)
        yield Text(group.title, styles.ENTRY)
        yield Text(" · ".join(filter(None, (when, group.hall))), styles.SMALL)
        yield Gap(0.6)
        for line in group.lines:
            yield from _line(line, words)
    if receipt.goods:
        yield Gap(1.6)
    for line in receipt.goods:
        yield from _line(line, words)


def _line(line: ReceiptLine, words: Words) -> Iterator[Block]:
    name = words("documents.times", n=line.count, name=line.tariff)
    yield Pair(name, money(line.amount_cents, words.language), styles.BODY)
    each = ""
    if line.count > 1:
        each = words("documents.each", price=money(line.price_cents, words.language))
    detail = " · ".join(filter(None, (line.places, each)))
    if detail:
        yield Text(detail, styles.SMALL)


def _payments(receipt: ReceiptPrint, words: Words) -> Iterator[Block]:
    for payment in receipt.payments:
        yield _amount(f"payment_{payment.means.value}", payment.amount_cents, words)
    if receipt.rounding_cents:
        key = "cash_due" if receipt.cash_due_cents >= 0 else "cash_back"
        yield _amount("rounding", receipt.rounding_cents, words)
        yield _amount(key, abs(receipt.cash_due_cents), words, styles.STRONG)
    if receipt.tendered_cents:
        yield _amount("tendered", receipt.tendered_cents, words)
        yield _amount("change", receipt.change_cents, words, styles.STRONG)


def _amount(key: str, cents: int, words: Words, style: Style = styles.BODY) -> Pair:
    return Pair(words(f"documents.{key}"), money(cents, words.language), style)
