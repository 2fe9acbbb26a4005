"""Breaking words into lines: the page's only typography that needs thought."""

from __future__ import annotations

from collections.abc import Callable

Measure = Callable[[str], float]
"""The width of words in dots."""


def wrap(words: str, width: float, measure: Measure) -> list[str]:
    """Lines no wider than `width`, broken at plain spaces only; a no-break space holds.

    A single word that is too wide is broken after a hyphen or slash in it, else with a hyphen
    where it ends.
    """
    lines: list[str] = []
    for paragraph in words.split("\n"):
        lines += _wrap_paragraph(paragraph, width, measure)
    return lines


def wrap_balanced(words: str, width: float, measure: Measure) -> list[str]:
    """As `wrap`, in as few lines, and those as equally long as they can be."""
    lines = wrap(words, width, measure)
    narrow, wide = width / max(len(lines), 1), width
    while wide - narrow > 1:
        middle = (narrow + wide) / 2
        attempt = wrap(words, middle, measure)
        if len(attempt) > len(lines) or breaks_a_word(attempt, words):
            narrow = middle
        else:
            wide, lines = middle, attempt
    return lines


def breaks_a_word(lines: list[str], words: str) -> bool:
    """Whether a word had to be divided to make these lines."""
    return " ".join(lines).split() != words.split()


def _wrap_paragraph(paragraph: str, width: float, measure: Measure) -> list[str]:
    lines: list[str] = []
    line = ""
    for word in paragraph.split(" "):
        longer = f"{line} {word}" if line else word
        if measure(longer) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        *full, line = _divide(word, width, measure)
        lines += full
    return [*lines, line]


def _divide(word: str, width: float, measure: Measure) -> list[str]:
    pieces: list[str] = []
    while measure(word) > width and len(word) > 1:
        end = _last_fitting(word, width, measure)
        pieces.append(word[:end] if word[end - 1] in "-/–" else f"{word[:end]}-")
        word = word[end:]
    return [*pieces, word]


def _last_fitting(word: str, width: float, measure: Measure) -> int:
    """How many letters of the word go before the break, at least one."""
    natural = [
        place + 1
        for place, letter in enumerate(word[:-1])
        if letter in "-/–" and measure(word[: place + 1]) <= width
    ]
    if natural:
        return natural[-1]
    end = len(word) - 1
    while end > 1 and measure(f"{word[:end]}-") > width:
        end -= 1
    return end
