"""A gift voucher: its value, its number to scan or type, and its last day."""

from __future__ import annotations

from datetime import datetime

from podium_desk.documents.content import Content
from podium_desk.documents.notices import legal_line, notices
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


def voucher_content(voucher: VoucherPrint, words: Words) -> Content:
    """All that a layout may place of it."""
    language = words.language
    day = date_long(voucher.valid_until.date(), language)
    use, vat = _conditions(voucher.terms, words)
    return Content(
        language,
        {
            "house": voucher.house,
            "title": _title(voucher.terms, words),
            "amount": money(voucher.amount_cents, language),
            "valid": words("documents.voucher_valid", day=day),
            "number": voucher.number,
            "spoken_number": spoken_number(voucher.number),
            "use": use,
            "vat": vat,
            "order": words("documents.order", order=voucher.order_number),
            "order_number": voucher.order_number,
            "legal_name": voucher.legal_name,
            "enterprise_number": voucher.enterprise_number,
            "legal": legal_line(voucher.legal_name, voucher.enterprise_number),
        },
        {"notices": notices(voucher.is_training, voucher.duplicate_number, words)},
    )


def _title(terms: VoucherTerms, words: Words) -> str:
    is_credit = terms.kind is VoucherKind.CREDIT
    return terms.name or words("documents.credit" if is_credit else "documents.voucher")


def _conditions(terms: VoucherTerms, words: Words) -> tuple[str, str]:
    """What it may buy, and when VAT is due on it."""
    if terms.kind is VoucherKind.CREDIT:
        return words("documents.credit_use"), ""
    suffix = "" if terms.good_for is GoodFor.ANYTHING else f"_{terms.good_for.value}"
    use = words(f"documents.voucher_use{suffix}")
    if terms.is_prepaid:
        return use, words("documents.voucher_vat_single", rate=terms.vat_rate_percent)
    return use, words("documents.voucher_vat")
