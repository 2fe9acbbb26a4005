"""Text as an ESC/POS printer sets it: fixed cells, code pages, bold, double sizes, alignment."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFont import FreeTypeFont, ImageFont

CELL_WIDTH, CELL_HEIGHT, LINE_ROWS = 12, 24, 30
CODE_PAGES = {0: "cp437", 2: "cp850", 3: "cp860", 5: "cp865", 16: "cp1252", 19: "cp858"}
LEFT, CENTRE, RIGHT = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Style:
    """How the letters that follow look; the initial values are those after ESC @."""

    code_page: str = "cp437"
    align: int = LEFT
    is_bold: bool = False
    times_wide: int = 1
    times_high: int = 1


@dataclass(slots=True)
class TextLines:
    """Gathers letters into a line and gives back its rows of dots when it is full or fed."""

    width_dots: int
    _style: Style = field(default_factory=Style)
    _line: list[tuple[str, Style]] = field(default_factory=list)

    def add(self, data: bytes) -> list[bytes]:
        """Add letters; return the rows of the lines that became full."""
        rows: list[bytes] = []
        for letter in data.decode(self._style.code_page, errors="replace"):
            if self._used_dots() + CELL_WIDTH * self._style.times_wide > self.width_dots:
                rows += self._end_line()
            self._line.append((letter, self._style))
        return rows

    def style(self, name: bytes, body: bytes) -> None:
        """Obey a command that changes how the next letters look."""
        n = body[0]
        match name:
            case b"\x1bt":
                self._style = replace(self._style, code_page=CODE_PAGES.get(n, "cp437"))
            case b"\x1ba":
                self._style = replace(self._style, align=n & 3)
            case b"\x1bE":
                self._style = replace(self._style, is_bold=bool(n & 1))
            case b"\x1d!":
                self._style = replace(
                    self._style, times_wide=(n >> 4 & 7) + 1, times_high=(n & 7) + 1
                )
            case b"\x1b!":
                wide, high = 1 + (n >> 5 & 1), 1 + (n >> 4 & 1)
                self._style = replace(
                    self._style, is_bold=bool(n & 8), times_wide=wide, times_high=high
                )
            case _:
                raise AssertionError(f"no style command: {name!r}")

    def feed(self, name: bytes, body: bytes) -> list[bytes]:
        """Obey LF, ESC d n (lines) or ESC J n (dots): the waiting line, then white rows."""
        rows = self._end_line() if self._line or name == b"\n" else []
        if name == b"\x1bd":
            rows += self._white(body[0] * LINE_ROWS)
        elif name == b"\x1bJ":
            rows += self._white(body[0])
        return rows

    def align_row(self, row: bytes) -> bytes:
        """Return a picture's row as wide as the paper, where the alignment puts it."""
        row_bytes = (self.width_dots + 7) // 8
        spare_bits = max(0, row_bytes - len(row)) * 8
        shift = {LEFT: spare_bits, CENTRE: spare_bits // 2, RIGHT: 0}.get(self._style.align, 0)
        dots = int.from_bytes(row[:row_bytes], "big") << shift
        return dots.to_bytes(row_bytes, "big")

    def _used_dots(self) -> int:
        return sum(CELL_WIDTH * style.times_wide for _, style in self._line)

    def _end_line(self) -> list[bytes]:
        from PIL import Image

        high = max([style.times_high for _, style in self._line], default=1)
        height = max(LINE_ROWS, high * CELL_HEIGHT)
        picture = Image.new("1", (self.width_dots, height), 0)
        spare = self.width_dots - self._used_dots()
        x = {CENTRE: spare // 2, RIGHT: spare}.get(self._style.align, 0)
        for letter, style in self._line:
            cell = _draw(letter, style)
            picture.paste(cell, (x, high * CELL_HEIGHT - cell.height))
            x += cell.width
        self._line.clear()
        dots, row_bytes = picture.tobytes(), (self.width_dots + 7) // 8
        return [dots[top : top + row_bytes] for top in range(0, len(dots), row_bytes)]

    def _white(self, rows: int) -> list[bytes]:
        return [bytes((self.width_dots + 7) // 8)] * rows


@lru_cache(maxsize=512)
def _draw(letter: str, style: Style) -> Image:
    """Return one cell, drawn once at its own size and blown up as a printer does."""
    from PIL import Image, ImageDraw

    cell = Image.new("1", (CELL_WIDTH, CELL_HEIGHT), 0)
    pen = ImageDraw.Draw(cell)
    font = _font()
    for offset in (0, 1) if style.is_bold else (0,):
        pen.text((CELL_WIDTH / 2 + offset, 18), letter, font=font, fill=1, anchor="ms")
    return cell.resize((CELL_WIDTH * style.times_wide, CELL_HEIGHT * style.times_high))


@lru_cache(maxsize=1)
def _font() -> FreeTypeFont | ImageFont:
    """Return a face with accents: reportlab's Vera, as Pillow's own has none beyond ASCII."""
    from PIL import ImageFont

    with resources.as_file(resources.files("reportlab") / "fonts" / "Vera.ttf") as path:
        return ImageFont.truetype(path, 16)
