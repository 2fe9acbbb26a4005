"""The samples of the program, put on paper and read back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import zxingcpp
from PIL import Image

from hardware.printing.port import Raster
from podium_desk.documents.content import Content
from podium_desk.documents.layouts.shelf import bundled_paper
from podium_desk.documents.page import Banner, Block, Columns, Page, Pair, Text
from podium_desk.documents.receipt import ReceiptPrint, receipt_content
from podium_desk.documents.ticket import TicketPrint, ticket_content
from podium_desk.documents.voucher import VoucherPrint, voucher_content
from podium_desk.i18n.words import Words


def ticket_page(ticket: TicketPrint, words: Words) -> Page:
    """The ticket on a roll of 80 mm."""
    return _page("ticket-80mm", ticket_content(ticket, words))


def receipt_page(receipt: ReceiptPrint, words: Words) -> Page:
    """The receipt as it is bundled."""
    return _page("receipt", receipt_content(receipt, words))


def voucher_page(voucher: VoucherPrint, words: Words) -> Page:
    """The voucher as it is bundled."""
    return _page("voucher", voucher_content(voucher, words))


def _page(layout: str, content: Content) -> Page:
    paper = bundled_paper(layout, content)
    assert isinstance(paper, Page)
    return paper


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
