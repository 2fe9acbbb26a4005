"""A picture that is longer than the tickets or labels of a stock goes on the next ones."""

from __future__ import annotations

from hardware.printing.port import Raster

SHORTEST = 8
"""A piece is not shorter than this part of a ticket, even where only white rows stand before."""


def pieces_of(raster: Raster, height_dots: int | None) -> list[Raster]:
    """Return the pieces of `raster`, each no higher than a ticket; None is a roll without an end.

    It is parted in a white row, so that no line and no code is cut in two that fits a ticket.
    """
    if height_dots is None or raster.height_dots <= height_dots:
        return [raster]
    row_bytes, pieces, top = raster.row_bytes, [], 0
    while top < raster.height_dots:
        end = _end(raster, top, height_dots)
        rows = raster.rows[top * row_bytes : end * row_bytes]
        pieces.append(Raster(raster.width_dots, end - top, rows))
        top = end
    return pieces


def _end(raster: Raster, top: int, height_dots: int) -> int:
    """Return the row after the last one of the piece that begins at `top`."""
    furthest = top + height_dots
    if furthest >= raster.height_dots:
        return raster.height_dots
    size = raster.row_bytes
    for row in range(furthest - 1, top + height_dots // SHORTEST, -1):
        if not any(raster.rows[row * size : (row + 1) * size]):
            return row + 1
    return furthest
