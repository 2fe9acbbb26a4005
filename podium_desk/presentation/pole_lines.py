"""What a customer's pole display shows: two lines of twenty letters, of the same view as the large
display.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from podium_desk.presentation.customer_display import CustomerView

LETTERS = 20


def pole_lines(view: CustomerView) -> tuple[str, str]:
    """What is to be paid, the sum at the right of the second line; else the greeting."""
    amount = _plain(view.amount)
    if not amount:
        return _plain(view.heading)[:LETTERS], _plain(view.house)[:LETTERS]
    first = _plain(view.notes[0]) if view.notes else _last_line(view)
    room = LETTERS - len(amount) - 1
    return first[:LETTERS], f"{_plain(view.heading)[:room].ljust(room)} {amount}"


def _last_line(view: CustomerView) -> str:
    """What was put in the basket last, with its price."""
    if not view.lines:
        return ""
    newest = view.lines[-1]
    price = _plain(newest.price)
    room = LETTERS - len(price) - 1
    return f"{_plain(newest.place or newest.title)[:room].ljust(room)} {price}"


def _plain(text: str) -> str:
    """With the spaces that such a display has."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")
