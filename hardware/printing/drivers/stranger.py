"""Which other family answers where the expected one is silent: found before anything is printed.

Every question is harmless to the printers it may meet: what a family does not know is passed over
or stays in a buffer that is cleared. A Boca is never sent an ESC unasked, which begins a download.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from hardware.printing.drivers.talk import Answer, Talk
from hardware.printing.port import WrongPrinter

ASK_S = 0.2


class Family(Enum):
    """A family of printers, as it is told to people."""

    ESCPOS = "ESC/POS"
    STAR = "Star"
    FGL = "Boca FGL"
    ZPL = "Zebra ZPL"


@dataclass(frozen=True, slots=True)
class _Question:
    """What a family answers at once, how its answer looks, and what clears the question again."""

    text: bytes
    is_answer: Callable[[bytes], bool]
    clearing: bytes = b""


_QUESTIONS = {
    # ESC @ also drops the letters of the other questions, which a receipt printer takes for text.
    Family.ESCPOS: _Question(
        b"\x10\x04\x01", lambda said: len(said) == 1 and said[0] & 0x93 == 0x12, b"\x1b@"
    ),
    Family.ZPL: _Question(b"~HS", lambda said: said[:1] == b"\x02" and said.count(b",") > 8),
    Family.FGL: _Question(b"<S1>", lambda said: len(said) == 1 and 0 < said[0] < 0x20, b"<CB>"),
    Family.STAR: _Question(
        b"\x1b\x06\x01", lambda said: len(said) >= 7 and said[0] & 0x91 == 0x01, b"\x18"
    ),
}
_ASKED = {
    Family.ESCPOS: (Family.ZPL, Family.FGL, Family.STAR),
    Family.ZPL: (Family.ESCPOS, Family.FGL, Family.STAR),
    Family.FGL: (Family.ESCPOS, Family.ZPL),
    Family.STAR: (Family.ESCPOS, Family.ZPL),
}
"""Who is looked for, in order, where a family was expected."""


def refuse_strangers(talk: Talk[Answer], expected: Family) -> None:
    """Raise `WrongPrinter` when a printer of another family answers; silence proves nothing."""
    for family in _ASKED[expected]:
        question = _QUESTIONS[family]
        if question.is_answer(talk.raw_answer(question.text, ASK_S)):
            talk.send(question.clearing)
            raise WrongPrinter(expected.value, family.value)
    # A silent one of the expected family took the questions for text: enough of it is a line.
    talk.send(_QUESTIONS[expected].clearing)
