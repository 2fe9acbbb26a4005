"""Passes among the codes of a basket: one pass once, and how many places are wanted of it."""

from __future__ import annotations

from podium_desk.domain.house_passes import pass_code, read_pass_code

_PLACES_OF_PASS_MAX = 99


def with_pass(codes: tuple[str, ...], number: str) -> tuple[str, ...]:
    """The codes with this pass for all that it gives."""
    others = (code for code in codes if (read_pass_code(code) or ("", 0))[0] != number)
    return (*others, number)


def with_visits(codes: tuple[str, ...], text: str) -> tuple[str, ...]:
    """The codes with so many places wanted of the pass among them, where a small number is typed;
    none where it is something else."""
    if not (text.isascii() and text.isdecimal() and 0 < int(text) <= _PLACES_OF_PASS_MAX):
        return ()
    passes = [(code, said) for code in codes if (said := read_pass_code(code)) is not None]
    if not passes:
        return ()
    newest, (number, _most) = passes[-1]
    return tuple(pass_code(number, int(text)) if code == newest else code for code in codes)
