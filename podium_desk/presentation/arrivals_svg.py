"""The arrivals as a picture in a file: SVG, with the sentence that a reader says of it."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from podium_desk.presentation.lists_view import ArrivalsPicture

_WIDTH, _HEIGHT = 900, 320
_LEFT, _TOP, _BOTTOM = 20, 60, 40
_WIDEST = 48
_CLOCK_WIDTH = 70
_INK, _BAR = "#1d2433", "#1f4e9c"


def arrivals_svg(picture: ArrivalsPicture, heading: str) -> str:
    """The picture, `heading` above it."""
    step = min((_WIDTH - 2 * _LEFT) / len(picture.persons), _WIDEST)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img"'
        f' aria-labelledby="t d" font-family="Atkinson Hyperlegible, sans-serif" font-size="16"'
        f' fill="{_INK}">',
        f'<title id="t">{escape(heading)}</title><desc id="d">{escape(picture.spoken)}</desc>',
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#ffffff"/>',
        _text(_LEFT, 24, heading),
        _text(_LEFT, 46, picture.title),
        *_bars(picture, step),
        *_clocks(picture, step),
        *_start(picture, step),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _bars(picture: ArrivalsPicture, step: float) -> Iterator[str]:
    room, most = _HEIGHT - _TOP - _BOTTOM, max(picture.persons)
    for at, persons in enumerate(picture.persons):
        height = room * persons / most
        top = _HEIGHT - _BOTTOM - height
        yield (
            f'<rect x="{_LEFT + at * step:.1f}" y="{top:.1f}" width="{step * 0.9:.1f}"'
            f' height="{height:.1f}" fill="{_BAR}"/>'
        )
        if persons == most:
            yield _text(_LEFT + at * step, top - 4, str(persons))


def _clocks(picture: ArrivalsPicture, step: float) -> Iterator[str]:
    each = max(1, -(-_CLOCK_WIDTH // int(step or 1)))
    for at in range(0, len(picture.clocks), each):
        yield _text(_LEFT + at * step, _HEIGHT - 16, picture.clocks[at])


def _start(picture: ArrivalsPicture, step: float) -> Iterator[str]:
    if 0 <= picture.start_step <= len(picture.persons):
        x = _LEFT + picture.start_step * step
        yield (
            f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{_TOP}" y2="{_HEIGHT - _BOTTOM}"'
            f' stroke="{_INK}" stroke-dasharray="6 4" stroke-width="2"/>'
        )
    said = f"┆ {picture.start_text}"
    yield f'<text x="{_WIDTH - _LEFT}" y="46" text-anchor="end">{escape(said)}</text>'


def _text(x: float, y: float, text: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}">{escape(text)}</text>'
