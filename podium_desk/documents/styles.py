"""The few looks that all papers share: sizes in points, tried on 80 mm paper at 203 dpi."""

from __future__ import annotations

from dataclasses import replace

from podium_desk.documents.page import Align, Style, Weight

SMALL = Style(7.5, leading=1.25)
"""Facts that are looked up, not read: numbers, conditions."""
LABEL = Style(7.5, Weight.SEMIBOLD, leading=1.2)
BODY = Style(9.5, leading=1.25)
STRONG = Style(9.5, Weight.BOLD, leading=1.25)
HOUSE = Style(11, Weight.BOLD, leading=1.2, max_lines=2, min_size_pt=9)
TITLE = Style(19, Weight.BOLD, leading=1.1, max_lines=3, min_size_pt=12, is_balanced=True)
WHEN = Style(12.5, Weight.BOLD, leading=1.2, max_lines=1, min_size_pt=9)
SEAT = Style(30, Weight.BOLD, leading=1.05, max_lines=1, min_size_pt=10)
ZONE = Style(17, Weight.BOLD, leading=1.1, max_lines=2, min_size_pt=10)
PRICE = Style(19, Weight.BOLD, leading=1.1, max_lines=1, min_size_pt=12)
SHORT_CODE = Style(15, Weight.BOLD, leading=1.15, max_lines=1, min_size_pt=9)
BANNER = Style(13, Weight.BOLD, Align.CENTRE, leading=1.1, max_lines=2, min_size_pt=9)
RECEIPT_HOUSE = Style(
    15, Weight.BOLD, Align.CENTRE, leading=1.2, max_lines=2, min_size_pt=10, is_balanced=True
)
ENTRY = Style(10.5, Weight.BOLD, leading=1.15, max_lines=2, min_size_pt=9)
TOTAL = Style(16, Weight.BOLD, leading=1.15)
HEADING = Style(13, Weight.BOLD, leading=1.2)


def centred(style: Style) -> Style:
    """The style with its lines in the middle."""
    return replace(style, align=Align.CENTRE)


def to_the_right(style: Style) -> Style:
    """The style with its lines against the right edge."""
    return replace(style, align=Align.RIGHT)


NAMED = {
    "small": SMALL,
    "label": LABEL,
    "body": BODY,
    "strong": STRONG,
    "house": HOUSE,
    "title": TITLE,
    "when": WHEN,
    "seat": SEAT,
    "zone": ZONE,
    "price": PRICE,
    "short_code": SHORT_CODE,
    "banner": BANNER,
    "receipt_house": RECEIPT_HOUSE,
    "entry": ENTRY,
    "total": TOTAL,
    "heading": HEADING,
}
"""As a layout's ``style`` names them."""
