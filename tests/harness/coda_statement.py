"""A CODA statement as a bank would write it, for tests."""

from __future__ import annotations

from collections.abc import Sequence

ACCOUNT = "BE68539007547034"


def statement(movements: Sequence[tuple[int, str, str]], number: int = 12) -> bytes:
    """A statement of 28 November 2026; a movement is its cents, what it says, and who paid.

    Twelve digits are a structured communication, anything else is free text.
    """
    balance = 0
    lines = [
        f"00000281126539050{'':7}{'':10}{'GC HET ANKER':<26}{'GKCCBEBB':<11}{'':11} 00000".ljust(
            127
        )
        + "2",
        f"12{number:03d}{ACCOUNT:<31}{'':3}EUR{_money(0)}271126{'GC HET ANKER':<26}".ljust(125)
        + "012",
    ]
    for place, (cents, said, name) in enumerate(movements, start=1):
        balance += cents
        told = f"1101{said}" if len(said) == 12 and said.isdigit() else f"0{said}"
        told = told.ljust(54 + 53 + 43)
        lines += [
            f"21{place:04d}0000{'REF':<21}{_money(cents)}28112600150000{told[:54]}281126012010",
            f"22{place:04d}0000{told[54:107]}".ljust(125) + "1 0",
            f"23{place:04d}0000{'BE02':<37}{name:<35}{told[107:150]}".ljust(125) + "0 0",
        ]
    lines.append(f"8{number:03d}{ACCOUNT:<31}{'':3}EUR{_money(balance)}281126".ljust(127) + "0")
    count = len(lines) - 1
    out = sum(-cents for cents, _, _ in movements if cents < 0)
    into = sum(cents for cents, _, _ in movements if cents > 0)
    lines.append(f"9{'':15}{count:06d}{out * 10:015d}{into * 10:015d}".ljust(127) + "2")
    return "\r\n".join(line.ljust(128)[:128] for line in lines).encode("cp1252")


def _money(cents: int) -> str:
    return f"{int(cents < 0)}{abs(cents) * 10:015d}"
