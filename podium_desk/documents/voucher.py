"""A gift voucher on 80 mm paper: its value, its number to scan or type, and its last day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from podium_desk.documents import styles
from podium_desk.documents.page import Banner, Block, Gap, Page, QrCode, Rule, Text
from podium_desk.domain.vouchers import (
    USUAL_TERMS,
    GoodFor,
    VoucherKind,
    VoucherTerms,
    spoken_number,
)
from podium_desk.i18n.format import date_long, money
from podium_desk.i18n.words import Words
from podium_desk.late_dataclass import dataclass

_CODE_SIZE_MM = 34.0


@dataclass(frozen=True, slots=True)
class VoucherPrint:
    """What one voucher says. `valid_until` is aware, in the zone of the house.

    `amount_cents` is what was put on it: the definitive price. VAT is in that of a single purpose
    only (domain.md 5.5).
    """

    house: str
    legal_name: str
    enterprise_number: str
    number: str
    amount_cents: int
    valid_until: datetime
    order_number: str
    duplicate_number: int = 0
    is_training: bool = False
    terms: VoucherTerms = USUAL_TERMS


def voucher_page(voucher: VoucherPrint, words: Words) -> Page:
    """The voucher as a page for 72 mm of printable width."""
    language = words.language
    valid = words("documents.voucher_valid", day=date_long(voucher.valid_until.date(), language))
    legal = " · ".join(filter(None, (voucher.legal_name, voucher.enterprise_number)))
    return Page(
        (
            *_banners(voucher, words),
            Text(voucher.house, styles.HOUSE),
            Gap(1),
            Rule(0.6),
            Gap(2),
            Text(_title(voucher.terms, words), styles.TITLE),
            Gap(1.5),
            Text(money(voucher.amount_cents, language), styles.SEAT),
            Gap(1.5),
            Text(valid, styles.STRONG),
            Gap(2),
            QrCode(voucher.number, _CODE_SIZE_MM),
            Gap(1.5),
            Text(spoken_number(voucher.number), styles.centred(styles.SHORT_CODE)),
            Gap(2),
            Rule(),
            Gap(1.5),
            *(Text(line, styles.SMALL) for line in _conditions(voucher.terms, words)),
            Text(words("documents.order", order=voucher.order_number), styles.SMALL),
            Text(legal, styles.SMALL),
        )
    )


def _title(terms: VoucherTerms, words: Words) -> str:
    is_credit = terms.kind is VoucherKind.CREDIT
    return terms.name or words("documents.credit" if is_credit else "documents.voucher")


def _conditions(terms: VoucherTerms, words: Words) -> Iterator[str]:
    """What it may buy, and when VAT is due on it."""
    if terms.kind is VoucherKind.CREDIT:
        yield words("documents.credit_use")
        return
    suffix = "" if terms.good_for is GoodFor.ANYTHING else f"_{terms.good_for.value}"
    yield words(f"documents.voucher_use{suffix}")
    if terms.is_prepaid:
        yield words("documents.voucher_vat_single", rate=terms.vat_rate_percent)
    else:
        yield words("documents.voucher_vat")


def _banners(voucher: VoucherPrint, words: Words) -> Iterator[Block]:
    if voucher.is_training:
        yield Banner(words("documents.training"), styles.BANNER)
        yield Gap(2)
    if voucher.duplicate_number:
        yield Banner(words("documents.duplicate", n=voucher.duplicate_number), styles.BANNER)
        yield Gap(2)
