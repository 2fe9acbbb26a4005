"""From a sold ticket to its dots, against drawing the same words and code with nothing placed."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from pathlib import Path

from podium_desk.documents.items import Layout, Run
from podium_desk.documents.layouts.shelf import bundled_paper
from podium_desk.documents.samples import LETTERS, TICKET
from podium_desk.documents.ticket import TicketPrint, ticket_content
from podium_desk.i18n.words import Words
from podium_desk.proving.figures import Figure, quantile
from podium_desk.proving.measures.cpu import Work, cpu_figures
from podium_desk.proving.measures.window import run_program
from podium_desk.proving.pairs import Pair

NAME = "bare_words_and_code"
ROUNDS = 60
STARTS = 7
_MANY, _CPU_ROUNDS = 100, 5
_WIDTH, _DPI = 576, 203
_STARTED = """
import json, time
from podium_desk.proving.measures import paper
print(json.dumps(paper.first_and_next_ms()))
"""


def ticket_dots(_folder: Path, _say: Callable[[str], None]) -> Pair:
    """Every ticket has another code, as tickets have; a code takes most of the time."""
    numbers, bare_numbers = count(1), count(1)

    def ours() -> None:
        _dots(_ticket(next(numbers)))

    layout = _layout(_ticket(0))

    def bare() -> None:
        _draw_bare(layout, _ticket(next(bare_numbers)).code)

    return Pair("paper_ticket", NAME, ours, bare, ROUNDS)


def ticket_dots_cpu(_folder: Path, _say: Callable[[str], None]) -> list[Figure]:
    """The CPU of a hundred tickets: steadier than the wall's time where others are at work too."""
    numbers, bare_numbers = count(1), count(1)
    layout = _layout(_ticket(0))

    def ours() -> None:
        for _ in range(_MANY):
            _dots(_ticket(next(numbers)))

    def bare() -> None:
        for _ in range(_MANY):
            _draw_bare(layout, _ticket(next(bare_numbers)).code)

    return cpu_figures(
        Work(f"paper_{_MANY}_tickets", _nothing, ours, _nothing),
        Work(f"{NAME}_{_MANY}", _nothing, bare, _nothing),
        _CPU_ROUNDS,
    )


def _nothing() -> None:
    """Nothing is to be made ready or put away."""


def first_ticket_dots(_folder: Path, say: Callable[[str], None]) -> list[Figure]:
    """The first ticket of a program that has warmed up, against its second, in new processes."""
    firsts, seconds = [], []
    for start in range(STARTS):
        say(f"start {start + 1} of {STARTS}…")
        first, second = json.loads(run_program("-c", _STARTED))
        firsts.append(first)
        seconds.append(second)
    value, base = quantile(firsts, 0.5), quantile(seconds, 0.5)
    return [
        Figure("paper_first_ticket_p50", value, "ms", STARTS, "paper_second_ticket", value / base),
        Figure("paper_second_ticket_p50", base, "ms", STARTS, is_baseline=True),
    ]


def first_and_next_ms() -> tuple[float, float]:
    """How long a new program's first and second ticket take, once its printer's lane is ready and
    its windows have shown a date and a price."""
    from podium_desk.documents.raster import warm_up
    from podium_desk.proving.pairs import spent_ms

    ticket_content(_ticket(0), Words("nl"))
    list(warm_up(_WIDTH, _DPI))
    return spent_ms(lambda: _dots(_ticket(1))), spent_ms(lambda: _dots(_ticket(2)))


def _ticket(number: int) -> TicketPrint:
    tail = "".join(LETTERS[number >> shift & 15] for shift in (0, 4, 8, 12))
    return replace(
        TICKET, number=str(number), ticket_number=f"7.0.{number}.1", code=TICKET.code[:-4] + tail
    )


def _dots(ticket: TicketPrint) -> None:
    from podium_desk.documents.raster import paper_raster

    paper_raster(bundled_paper("ticket-80mm", ticket_content(ticket, Words("nl"))), _WIDTH, _DPI)


def _layout(ticket: TicketPrint) -> Layout:
    from podium_desk.documents.sheet_layout import lay_out_paper

    paper = bundled_paper("ticket-80mm", ticket_content(ticket, Words("nl")))
    return lay_out_paper(paper, _WIDTH, _DPI)


def _draw_bare(layout: Layout, code: str) -> None:
    """The least that draws these words and this code: no wrapping, no measuring, no checks."""
    import segno
    from PIL import Image, ImageDraw

    from podium_desk.documents.typeface import font

    picture = Image.new("L", (layout.width_dots, layout.height_dots), 0)
    pen = ImageDraw.Draw(picture)
    for item in layout.items:
        if isinstance(item, Run):
            face = font(item.weight, item.size_px, item.face)
            pen.text((item.x, item.baseline), item.words, 255, face, anchor="ls")
    modules = segno.make(code, error="m", micro=False, boost_error=False).matrix
    side = len(modules)
    square = Image.frombytes("L", (side, side), b"".join(bytes(row) for row in modules))
    picture.paste(square.resize((side * 6, side * 6), Image.Resampling.NEAREST), (24, 400))
    picture.convert("1").tobytes()
