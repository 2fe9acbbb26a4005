"""Tickets and other papers as a house really prints them, also the awkward ones: what a layout is
tried with before anything is sold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from podium_desk.documents.content import Content
from podium_desk.documents.draw_sheet import DrawPrint, draw_content
from podium_desk.documents.house_pass import PassPrint, pass_content
from podium_desk.documents.layouts.shelf import LAYOUTS
from podium_desk.documents.order_summary import SummaryPrint, SummaryTicket, summary_content
from podium_desk.documents.receipt import (
    ReceiptGroup,
    ReceiptLine,
    ReceiptPayment,
    ReceiptPrint,
    receipt_content,
)
from podium_desk.documents.seat_list import SeatListPlace, SeatListPrint, seat_list_content
from podium_desk.documents.slip import SlipPrint, slip_content
from podium_desk.documents.ticket import TicketPrint, ticket_content
from podium_desk.documents.till_report import TillPrint, till_content
from podium_desk.documents.voucher import VoucherPrint, voucher_content
from podium_desk.domain.bank import BankAccount, TransferWish
from podium_desk.domain.facts import PaymentMeans
from podium_desk.domain.group_tickets import RowOfPlaces
from podium_desk.domain.house_passes import pass_number
from podium_desk.domain.ids import HouseId
from podium_desk.domain.till_report import MeansTotal, NamedCount, ShiftTotal, TillReport
from podium_desk.domain.vat import VatTotal
from podium_desk.domain.vouchers import voucher_number
from podium_desk.i18n.words import Words

BRUSSELS = ZoneInfo("Europe/Brussels")
LETTERS = "BCDEFGHIJKLNPRST"
CODE = "PODI" + "".join(LETTERS[(i * i + 5 * i) % 16] for i in range(186))
LONGEST_CODE = "PODI" + "".join(LETTERS[(7 * i * i + 3 * i) % 16] for i in range(217))

TICKET = TicketPrint(
    title="King Lear",
    start=datetime(2026, 11, 13, 20, 0, tzinfo=BRUSSELS),
    doors_open=datetime(2026, 11, 13, 19, 30, tzinfo=BRUSSELS),
    hall="Grote Zaal",
    door="2",
    zone="Parterre",
    row="F",
    number="12",
    tariff="Basistarief",
    price_cents=1800,
    organiser_legal_name="AGB Cultuur Waterdam",
    organiser_enterprise_number="BE 0123.456.749",
    ticket_number="7.0.42.1",
    order_number="7.0-0042",
    short_code="K7F-2M9",
    code=CODE,
    vat_rate_percent=6,
    house="CC De Sluis",
    conditions="Voorwaarden: www.ccdesluis.example/tickets.",
)
LONG = replace(
    TICKET,
    title="Ik wist niet dat een mens zo verschrikkelijk lang over een verhuisdoos kon doen "
    "(en andere onvoorzienbare huishoudelijke gebeurtenissen)",
    zone="Balkon links",
    row="AA",
    number="104",
    seller="GC Het Anker",
    organiser_legal_name="Autonoom Gemeentebedrijf voor Cultuur en Vrije Tijd Waterdam",
    vat_rate_percent=0,
    vat_basis="art. 44 §2, 9° WBTW",
    duplicate_number=1,
    code=LONGEST_CODE,
)
ONE_LONG_WORD = replace(TICKET, title="Hottentottententententoonstellingsbezoekersvereniging")
ACCENTS = replace(TICKET, title="Crème brûlée: Noël, œuvre & ’t façade – € 5")
FREE_PLACE = replace(TICKET, zone="Staanplaatsen", row="", number="", price_cents=0)
TRAINING = replace(TICKET, is_training=True)
GROUP = replace(
    TICKET, tariff="Schoolklas", price_cents=14_300, persons=25,
    places=(RowOfPlaces("Parterre", "F", "1–12", 12), RowOfPlaces("Parterre", "G", "1–13", 13)),
    prices=((18, 600), (7, 500)),
)  # fmt: skip
TICKETS = (TICKET, LONG, ONE_LONG_WORD, ACCENTS, FREE_PLACE, TRAINING, GROUP)

RECEIPT = ReceiptPrint(
    house="CC De Sluis",
    legal_name="AGB Cultuur Waterdam",
    enterprise_number="BE 0123.456.749",
    address="Kaai 1, 9990 Waterdam",
    order_number="7.0-0042",
    at=datetime(2026, 11, 13, 19, 42, tzinfo=BRUSSELS),
    groups=(
        ReceiptGroup(
            "King Lear",
            TICKET.start,
            "Grote Zaal",
            (
                ReceiptLine(2, "Basistarief", "Parterre F 12, F 13", 1800, 3600),
                ReceiptLine(1, "-26 jaar", "Parterre F 14", 1263, 1263),
            ),
        ),
        ReceiptGroup(
            LONG.title,
            TICKET.start,
            "Theaterzaal",
            (ReceiptLine(1, "Vriend van het huis", "", 560, 560),),
        ),
    ),
    goods=(),
    total_cents=5423,
    vat=(VatTotal(6, "", 4863, 275), VatTotal(0, "art. 44 §2, 9° WBTW", 560, 0)),
    payments=(
        ReceiptPayment(PaymentMeans.CARD, 2000),
        ReceiptPayment(PaymentMeans.CASH, 3423),
    ),
    rounding_cents=2,
    cash_due_cents=3425,
    tendered_cents=5000,
    change_cents=1575,
    clerk="An",
    device="Kassa 1",
)

SUMMARY = SummaryPrint(
    RECEIPT,
    (
        SummaryTicket("Parterre F 12", "7.0.42.1", "K7F-2M9"),
        SummaryTicket("Parterre F 13", "7.0.42.2", "R4A-9XC"),
        SummaryTicket("Parterre F 14", "7.0.42.3", "M3T-KW6"),
        SummaryTicket("", "7.0.42.4", "P9D-4NV"),
    ),
    rest_cents=1000,
    name="Noor Peeters",
)
SLIP = SlipPrint(
    RECEIPT,
    datetime(2026, 11, 11, 18, 0, tzinfo=BRUSSELS),
    5423,
    "Noor Peeters",
    "+++090/9337/55493+++",
    TransferWish(BankAccount("AGB Cultuur Waterdam", "BE68539007547034", ""), 5423, "090933755493"),
)
VOUCHER = VoucherPrint(
    "CC De Sluis", "AGB Cultuur Waterdam", "BE 0123.456.749",
    voucher_number(71_234_567_890_123), 5000,
    datetime(2028, 11, 27, 20, 0, tzinfo=BRUSSELS), "7.0-0043",
)  # fmt: skip
HOUSE_PASS = PassPrint(
    ("CC De Sluis", "GC Het Anker"), "AGB Cultuur Waterdam", "BE 0123.456.749",
    pass_number(471_234_567_890_123), "Vriendenkaart", 2500, 10, 20, 2,
    datetime(2027, 7, 1, tzinfo=BRUSSELS), "7.0-0044",
)  # fmt: skip
DRAW = DrawPrint(
    "CC De Sluis", "King Lear", TICKET.start, 12,
    "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "417",
    ("2.0.11 2 together", "2.0.9 1", "3.0.2 4 together"),
)  # fmt: skip
TILL = TillPrint(
    "Z-12", "CC De Sluis", "AGB Cultuur Waterdam", "BE 0123.456.749", "Kassa 1", "An",
    datetime(2026, 11, 13, 23, 5, tzinfo=BRUSSELS),
    datetime(2026, 11, 13, 18, 30, tzinfo=BRUSSELS),
    datetime(2026, 11, 13, 23, 5, tzinfo=BRUSSELS),
    TillReport(
        HouseId(1), "7.0", 1201, 1388, 0, 0, 42, "7.0-0042", "7.0-0083", 97, 158_400, 2, 3_600,
        (VatTotal(6, "", 152_800, 8_649), VatTotal(0, "art. 44 §2, 9° WBTW", 2_000, 0)),
        (
            MeansTotal("card", 30, 98_300, 1, 1_800),
            MeansTotal("cash", 11, 52_100, 1, 1_800),
            MeansTotal("voucher", 2, 8_000, 0, 0),
        ),
        3,
        (ShiftTotal(1, "An", 0, 15_000, 50_303, 0, 20_000, 1, 45_253, "geteld met twee",
                    "Bert", 15_000),),
        (NamedCount("free", 3), NamedCount("reissued", 1)),
    ),
    hash="5c0f3a7be1d2904f8a6bb23c77d1e0a4",
    previous_hash="91ab44c02d7e5f31c8f06a2be49d7710",
)  # fmt: skip
SEATS = SeatListPrint(
    "CC De Sluis", "King Lear", TICKET.start, "Grote Zaal",
    datetime(2026, 11, 13, 19, 40, tzinfo=BRUSSELS),
    tuple(
        SeatListPlace(f"Parterre {row}", str(seat), "Basistarief", f"K{seat % 7 + 3}F-{row}M9",
                      seat % 3 == 0)
        for row in "EF" for seat in range(9, 15)
    ),
)  # fmt: skip

_SAMPLES: Mapping[str, Callable[[Words, bool], Content]] = {
    "ticket": lambda words, is_training: ticket_content(
        replace(TICKET, is_training=is_training), words
    ),
    "receipt": lambda words, is_training: receipt_content(_receipt(is_training), words),
    "order-summary": lambda words, is_training: summary_content(
        replace(SUMMARY, order=_receipt(is_training)), words
    ),
    "slip": lambda words, is_training: slip_content(
        replace(SLIP, order=_receipt(is_training)), words
    ),
    "voucher": lambda words, is_training: voucher_content(
        replace(VOUCHER, is_training=is_training), words
    ),
    "house-pass": lambda words, is_training: pass_content(
        replace(HOUSE_PASS, is_training=is_training), words
    ),
    "draw-sheet": lambda words, is_training: draw_content(
        replace(DRAW, is_training=is_training), words
    ),
    "till-report": lambda words, is_training: till_content(
        replace(TILL, is_training=is_training), words
    ),
    "seat-list": lambda words, is_training: seat_list_content(
        replace(SEATS, is_training=is_training), words
    ),
}


def sample_content(layout: str, words: Words, is_training: bool = False) -> Content:
    """What a layout of this name is shown with; one for practice says that it counts for nothing.

    `KeyError` for a name that there is not.
    """
    return _SAMPLES[LAYOUTS[layout]](words, is_training)


def _receipt(is_training: bool) -> ReceiptPrint:
    return replace(RECEIPT, is_training=is_training)


def hard_contents(layout: str, words: Words) -> tuple[Content, ...]:
    """What a layout has to stand besides: the longest title, and a reprint for practice."""
    if LAYOUTS[layout] != "ticket":
        return ()
    return tuple(
        ticket_content(replace(ticket, is_training=True, duplicate_number=2), words)
        for ticket in (LONG, FREE_PLACE, GROUP)
    )
