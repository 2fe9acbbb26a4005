"""The structured communication of a Belgian transfer: ten digits and a check of two.

The check is the ten digits modulo 97, with 97 for 0 (domain.md 6.5; Febelfin, "Gestructureerde
mededeling"). It is made from the order's own number, so that no two orders share one.
"""

from __future__ import annotations

from podium_desk.domain.ids import OrderId, device_of, incarnation_of

_DEVICES, _LIVES, _NUMBERS = 10_000, 10, 100_000


def communication_of(order: OrderId) -> str:
    """Twelve digits that name this order; empty where its numbers are too large to fit."""
    device, life = device_of(order.origin), incarnation_of(order.origin)
    if device >= _DEVICES or life >= _LIVES or order.number >= _NUMBERS:
        return ""
    base = (device * _LIVES + life) * _NUMBERS + order.number
    return f"{base:010d}{_check(base):02d}"


def parse_communication(text: str) -> str | None:
    """Twelve digits from ``+++090/9337/55493+++`` or the same typed plainly; None when wrong."""
    digits = "".join(letter for letter in text if letter not in "+*/ .-")
    if len(digits) != 12 or not (digits.isascii() and digits.isdigit()):
        return None
    return digits if _check(int(digits[:10])) == int(digits[10:]) else None


def printed_communication(digits: str) -> str:
    """As it stands on paper: ``+++090/9337/55493+++``."""
    return f"+++{digits[:3]}/{digits[3:7]}/{digits[7:]}+++"


def _check(base: int) -> int:
    return base % 97 or 97
