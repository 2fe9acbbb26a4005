"""An X or Z report: the page that a house keeps for seven years.

It computes nothing but the sums of a line: amounts come as the report kept them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from podium_desk.documents import styles
from podium_desk.documents.content import Content
from podium_desk.documents.notices import legal_line, notices
from podium_desk.documents.page import Block, Gap, Pair, Rule, Style, Text
from podium_desk.documents.vat_table import vat_table
from podium_desk.domain.money import PaymentMeans
from podium_desk.domain.till_facts import (
    CashMoved,
)
from podium_desk.domain.till_report import MeansTotal, ShiftTotal, TillReport
from podium_desk.i18n.format import date_and_time, money
from podium_desk.i18n.words import Words
from podium_desk.late_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class TillPrint:
    """What one report says. Times are aware, in the zone of the house.

    `name` is ``Z-12`` or ``X-3``; `hash` and `previous_hash` are in hexadecimal, empty on an X.
    """

    name: str
    house: str
    legal_name: str
    enterprise_number: str
    device: str
    clerk: str
    at: datetime
    begins: datetime
    ends: datetime
    report: TillReport
    moves: tuple[CashMoved, ...] = ()
    hash: str = ""
    previous_hash: str = ""
    duplicate_number: int = 0
    is_training: bool = False

    @property
    def is_final(self) -> bool:
        """Whether it closes the register's day."""
        return bool(self.hash)


def till_content(printed: TillPrint, words: Words) -> Content:
    """All that a layout may place of it."""
    report = printed.report
    return Content(
        words.language,
        {
            "house": printed.house,
            "legal_name": printed.legal_name,
            "enterprise_number": printed.enterprise_number,
            "legal": legal_line(printed.legal_name, printed.enterprise_number),
            "name": printed.name,
            "kind": words("till.paper_z" if printed.is_final else "till.paper_x"),
        },
        {
            "notices": notices(printed.is_training, printed.duplicate_number, words),
            "identity": tuple(_identity(printed, words)),
            "sales": (*_section("till.paper_sales", words), *_sales(report, words)),
            "vat": (*_section("till.paper_vat", words), *vat_table(report.vat, words)),
            "means": (*_section("till.paper_means", words), *_means(report, words)),
            "shifts": tuple(_shifts(printed, words)),
            "counts": tuple(_counts(report, words)),
            "chain": tuple(_chain(printed, words)),
        },
    )


def till_title(printed: TillPrint, words: Words) -> str:
    """What a PDF reader shows in its title bar."""
    return words("till.paper_title", name=printed.name, device=printed.device)


def _identity(printed: TillPrint, words: Words) -> Iterator[Block]:
    report, language = printed.report, words.language
    register = f"{printed.device} ({report.register})"
    yield Pair(words("till.paper_register"), register, styles.BODY)
    yield Pair(words("till.paper_from"), date_and_time(printed.begins, language), styles.BODY)
    yield Pair(words("till.paper_until"), date_and_time(printed.ends, language), styles.BODY)
    if report.orders:
        orders = f"{report.first_order} – {report.last_order}"
        yield Pair(words("till.paper_orders", n=report.orders), orders, styles.BODY)
    by = words("till.paper_by", clerk=printed.clerk) if printed.clerk else ""
    yield Text(
        " · ".join(filter(None, (
            by, date_and_time(printed.at, language),
            words("till.paper_facts", first=report.first_seq, last=report.last_seq),
        ))), styles.SMALL,
    )  # fmt: skip


def _section(key: str, words: Words) -> Iterator[Block]:
    yield Gap(1.6)
    yield Rule()
    yield Gap(1.2)
    yield Text(words(key), styles.ENTRY)
    yield Gap(0.6)


def _sales(report: TillReport, words: Words) -> Iterator[Block]:
    yield _pair(words("till.paper_sold", n=report.tickets), report.sold_cents, words)
    if report.refunded_tickets:
        refunded = words("till.paper_refunded", n=report.refunded_tickets)
        yield _pair(refunded, -report.refunded_cents, words)
    yield _pair(words("till.paper_net"), report.net_cents, words, styles.STRONG)
    if report.advances_cents:
        yield _pair(words("till.paper_advances"), report.advances_cents, words)


def _means(report: TillReport, words: Words) -> Iterator[Block]:
    for total in report.means:
        yield from _one_means(total, words)
    if report.rounding_cents:
        yield _pair(words("documents.rounding"), report.rounding_cents, words)
    if report.terminal_cents is not None:
        yield _pair(words("till.paper_terminal"), report.terminal_cents, words)
        difference = report.card_difference_cents or 0
        yield _pair(words("till.paper_difference"), difference, words, _strong_if(difference))
        yield from _verdict(report, words)


def _verdict(report: TillReport, words: Words) -> Iterator[Block]:
    """The difference with the terminal in a sentence, with what to look for."""
    if report.card_verdict is not None:
        amount = money(abs(report.card_difference_cents or 0), words.language)
        yield Text(words(f"till.card_{report.card_verdict}", amount=amount), styles.SMALL)


def _one_means(total: MeansTotal, words: Words) -> Iterator[Block]:
    name = words(f"documents.payment_{total.means}")
    yield _pair(f"{name} ({total.taken_count})", total.taken_cents, words)
    if total.given_back_count:
        back = words("till.paper_given_back", means=name, n=total.given_back_count)
        yield _pair(back, -total.given_back_cents, words)


def _shifts(printed: TillPrint, words: Words) -> Iterator[Block]:
    for shift in printed.report.shifts:
        yield Gap(1.6)
        yield Rule()
        yield Gap(1.2)
        yield Text(_shift_name(shift, words), styles.ENTRY)
        yield Gap(0.6)
        yield _pair(words("till.float"), shift.float_cents, words)
        yield _pair(words("till.paper_cash"), shift.cash_cents, words)
        for move in printed.moves:
            if move.shift == shift.number:
                yield _pair(move.reason, move.amount_cents, words)
        yield _pair(words("till.expected"), shift.expected_cents, words, styles.STRONG)
        yield from _counted(shift, words)


def _shift_name(shift: ShiftTotal, words: Words) -> str:
    if not shift.number:
        return words("till.paper_outside")
    name = words("till.paper_drawer", n=shift.number)
    return f"{name} · {shift.clerk}" if shift.clerk else name


def _counted(shift: ShiftTotal, words: Words) -> Iterator[Block]:
    if shift.counted_cents is None:
        yield Text(words("till.paper_not_counted"), styles.SMALL)
        return
    difference = shift.difference_cents or 0
    yield _pair(words("till.counted"), shift.counted_cents, words)
    yield _pair(words("till.paper_difference"), difference, words, _strong_if(difference))
    if shift.reason:
        yield Text(words("till.paper_reason", reason=shift.reason), styles.SMALL)
    if shift.approved_by:
        yield Text(words("till.paper_approved", name=shift.approved_by), styles.SMALL)
    yield _pair(words("till.left"), shift.left_cents, words)
    yield _pair(words("till.deposit"), shift.deposit_cents, words, styles.STRONG)


def _counts(report: TillReport, words: Words) -> Iterator[Block]:
    known = [(one.name, one.count) for one in report.counts if f"till.count_{one.name}" in words]
    with_cash = _openings_with_cash(report)
    if with_cash:
        known.append(("drawer_with_cash", with_cash))
    if known:
        yield Gap(1.6)
        yield Rule()
        yield Gap(1.2)
    for name, count in known:
        yield Pair(words(f"till.count_{name}"), str(count), styles.SMALL)


def _openings_with_cash(report: TillReport) -> int:
    """How often the drawer opened by itself: once for each cash payment, taken or given back."""
    cash = [total for total in report.means if total.means == PaymentMeans.CASH]
    return sum(total.taken_count + total.given_back_count for total in cash)


def _chain(printed: TillPrint, words: Words) -> Iterator[Block]:
    yield Gap(1.6)
    yield Rule(is_dashed=True)
    yield Gap(1.2)
    if not printed.is_final:
        yield Text(words("till.paper_resets_nothing"), styles.centred(styles.SMALL))
        return
    previous = printed.previous_hash or words("till.paper_first_z")
    yield Text(words("till.paper_previous", hash=grouped(previous)), styles.SMALL)
    yield Text(words("till.paper_hash", hash=grouped(printed.hash)), styles.SMALL)
    yield Gap(1)
    yield Text(words("till.paper_keep"), styles.centred(styles.LABEL))


def grouped(hexadecimal: str) -> str:
    """The first sixteen letters of a hash in fours, for who compares two papers."""
    if " " in hexadecimal or len(hexadecimal) <= 16:
        return hexadecimal
    return " ".join(hexadecimal[start : start + 4] for start in range(0, 16, 4))


def _strong_if(difference: int) -> Style:
    return styles.STRONG if difference else styles.BODY


def _pair(left: str, cents: int, words: Words, style: Style = styles.BODY) -> Pair:
    return Pair(left, money(cents, words.language), style)
