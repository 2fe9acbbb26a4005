"""Arabic and Hebrew on paper: letters in the form that joins their neighbours, and in the order
in which they are drawn from the left.

A line reads from the left as a whole, as our papers do, and what is written from the right is
turned round within it; numbers stay as they are. That is less than the whole Unicode algorithm
(no embedding, no marks of direction) and enough for a name or a title.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

_FORMS = range(0xFE70, 0xFEFD)
"""Arabic Presentation Forms-B; what Persian and Urdu add stands in Forms-A."""
_MORE_FORMS = range(0xFB50, 0xFBE0)
_LAM = "\u0644"
_NUMBER = re.compile(r"[0-9\u0660-\u0669](?:[.,:/]?[0-9\u0660-\u0669])*")
_PAIRS = {")": "(", "]": "[", "»": "«"}
_MIRRORED = str.maketrans("()[]{}<>«»‹›", ")(][}{><»«›‹")


def drawn_from_left(line: str) -> str:
    """The line in the order of drawing; a line without such letters is returned as it is."""
    if line.isascii() or not any(map(_is_from_right, line)):
        return line
    return "".join(_turned(part) if is_turned else part for part, is_turned in _parts(line))


def joined(words: str) -> str:
    """The Arabic letters of the words in their forms, still in the order of reading."""
    if words.isascii() or not any(_forms().get(letter) for letter in words):
        return words
    return "".join(_letters_joined(words))


def _letters_joined(words: str) -> Iterator[str]:
    is_held, place = False, 0
    while place < len(words):
        letter, following = words[place], words[place + 1 : place + 2]
        pair = _forms().get(letter + following) if letter == _LAM and following else None
        forms, width = (pair, 2) if pair else (_forms().get(letter), 1)
        place += width
        if not forms:
            is_held = False
            yield letter
            continue
        holds = "initial" in forms and _joins_before(words[place : place + 1])
        yield forms.get(_FORM_NAMES[is_held, holds]) or letter
        is_held = holds


_FORM_NAMES = {
    (False, False): "isolated",
    (False, True): "initial",
    (True, False): "final",
    (True, True): "medial",
}


def _joins_before(letter: str) -> bool:
    """Whether this letter takes the hand of the one before it."""
    return "final" in _forms().get(letter, {})


@lru_cache(maxsize=1)
def _forms() -> dict[str, dict[str, str]]:
    """The forms of each letter, as Unicode's own tables name them: ``<initial> 0628``."""
    forms: dict[str, dict[str, str]] = {}
    for number in (*_FORMS, *_MORE_FORMS):
        kind, _, letters = unicodedata.decomposition(chr(number)).partition("> ")
        if letters and not letters.startswith("0020"):
            plain = "".join(chr(int(one, 16)) for one in letters.split())
            forms.setdefault(plain, {}).setdefault(kind.lstrip("<"), chr(number))
    return forms


def _parts(line: str) -> Iterator[tuple[str, bool]]:
    """The line cut where its direction changes: from the first to the last letter of each stretch
    that is written from the right; spaces, signs and numbers between such letters belong to it."""
    start = 0
    for begin, end in _stretches(line):
        yield line[start:begin], False
        yield line[begin:end], True
        start = end
    yield line[start:], False


def _stretches(line: str) -> Iterator[tuple[int, int]]:
    begin, end = -1, -1
    for place, letter in enumerate(line):
        if _is_from_right(letter):
            begin = place if begin < 0 else begin
            end = place + 1
        elif begin >= 0 and letter in _PAIRS and _PAIRS[letter] in line[begin:end]:
            end = place + 1
        elif begin >= 0 and unicodedata.bidirectional(letter) == "L":
            yield begin, end
            begin = -1
    if begin >= 0:
        yield begin, end


def _turned(part: str) -> str:
    backwards = part[::-1].translate(_MIRRORED)
    return _NUMBER.sub(lambda number: number[0][::-1], backwards)


def _is_from_right(letter: str) -> bool:
    return unicodedata.bidirectional(letter) in ("R", "AL")
