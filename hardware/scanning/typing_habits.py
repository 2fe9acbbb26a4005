"""How one scanner types: what each key of it means, and what it puts around a code.

Most scanners type a US layout, and `hardware.scanning.wedge` reads those by the position of the
keys. One that was set to another layout types other keys; what it then means by them is learnt
once, by a code that has every letter (`hardware.scanning.scanner_setup`), and kept as one line of
text in the settings.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

QUIET_MIN_MS, QUIET_MAX_MS = 20, 100


class BadHabits(Exception):
    """This text says of no scanner how it types."""


@dataclass(frozen=True, slots=True)
class TypingHabits:
    """`letters` has, by the position of a key and whether Shift is held, the letters that are not
    those of a US layout; `before` and `after` are what a scanner puts around a code. `quiet_ms` is
    the silence behind a code of one that sends no Enter; 0 where that is not known."""

    letters: Mapping[tuple[int, bool], str] = field(default_factory=dict)
    before: str = ""
    after: str = ""
    quiet_ms: int = 0

    def whole(self, typed: str) -> str:
        """The code in what was typed."""
        return typed.removeprefix(self.before).removesuffix(self.after) if self.after else (
            typed.removeprefix(self.before)
        )  # fmt: skip

    def to_text(self) -> str:
        """One line for the settings, of letters that stand there safely."""
        keys = sorted(self.letters.items())
        letters = ".".join(
            f"{'s' * is_shifted}{position}-{ord(letter):x}"
            for (position, is_shifted), letter in keys
        )
        parts = [letters, _hex(self.before), _hex(self.after)]
        return "/".join(parts if not self.quiet_ms else [*parts, str(self.quiet_ms)])

    @classmethod
    def from_text(cls, text: str) -> TypingHabits:
        """Read it; an empty text is a scanner that types a US layout. Raises `BadHabits`."""
        if not text:
            return cls()
        try:
            letters, before, after, *quiet = text.split("/")
            keys = dict(_key(one) for one in letters.split(".") if one)
            around = bytes.fromhex(before).decode(), bytes.fromhex(after).decode()
            return cls(keys, *around, _quiet(quiet))
        except ValueError as error:
            raise BadHabits(text) from error


def _key(text: str) -> tuple[tuple[int, bool], str]:
    place, letter = text.split("-")
    return (int(place.removeprefix("s")), place.startswith("s")), chr(int(letter, 16))


def _quiet(parts: list[str]) -> int:
    """The silence that was learnt; raises ``ValueError`` for one that nobody learnt."""
    quiet_ms = int("".join(parts) or "0")
    if len(parts) > 1 or (quiet_ms and not QUIET_MIN_MS <= quiet_ms < QUIET_MAX_MS):
        raise ValueError(quiet_ms)
    return quiet_ms


def _hex(text: str) -> str:
    return text.encode().hex()
