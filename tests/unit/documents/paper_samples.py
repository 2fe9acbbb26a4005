"""Tickets and receipts as a house really prints them, also the awkward ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import zxingcpp
from PIL import Image

from hardware.printing.port import Raster
from podium_desk.documents.page import Banner, Block, Columns, Pair, Text
from podium_desk.documents.receipt import (
    ReceiptGroup,
    ReceiptLine,
    ReceiptPayment,
    ReceiptPrint,
)
from podium_desk.documents.ticket import TicketPrint
from podium_desk.domain.facts import PaymentMeans
from podium_desk.domain.group_tickets import RowOfPlaces
from podium_desk.domain.vat import VatTotal

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


def said(blocks: Iterable[Block]) -> Iterator[str]:
    """All words of the blocks in reading order, with the printers' no-break spaces made plain."""
    for block in blocks:
        match block:
            case Text() | Banner():
                yield _plain(block.words)
            case Pair():
                yield _plain(f"{block.left} {block.right}")
            case Columns():
                for column in block.columns:
                    yield from said(column.blocks)


def picture_of(raster: Raster) -> Image.Image:
    """The raster as a decoder's camera would like it: black on white, and nothing around it."""
    size = (raster.width_dots, raster.height_dots)
    return Image.frombytes("1", size, bytes(byte ^ 0xFF for byte in raster.rows)).convert("L")


def codes_in(picture: Image.Image) -> list[str]:
    """What a decoder reads in the picture."""
    return [code.text for code in zxingcpp.read_barcodes(picture)]


def _plain(words: str) -> str:
    return words.replace("\u00a0", " ").replace("\u202f", " ")
