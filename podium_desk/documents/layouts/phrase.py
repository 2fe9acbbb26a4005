"""Words of a layout, with places for fields: ``{hall} · {door}``, the same in all languages or
one for each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from string import Formatter

from podium_desk.late_dataclass import dataclass

_SEPARATOR = " · "
_FIELD = re.compile(r"[a-z_][a-z0-9_]*")


class BadPhrase(ValueError):
    """A brace that opens or closes no field."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """`languages` by code; ``""`` holds for those that are not given."""

    languages: Mapping[str, str]

    @property
    def fields(self) -> frozenset[str]:
        """The names of all fields that it places. Raises `BadPhrase`."""
        return frozenset(name for words in self.languages.values() for name in _fields(words))

    def told(self, fields: Mapping[str, str], language: str) -> str:
        """The words with their fields.

        Whatever stands between two ``·`` or on one line and has none but empty fields is left
        out with them, so that a ticket without a door has no lonely point.
        """
        words = self.languages.get(language) or next(iter(self.languages.values()))
        lines = (_line(line, fields) for line in words.split("\n"))
        return "\n".join(line for line in lines if line)


def _line(line: str, fields: Mapping[str, str]) -> str:
    pieces = line.split(_SEPARATOR)
    return _SEPARATOR.join(piece.format_map(fields) for piece in pieces if _says(piece, fields))


def _says(piece: str, fields: Mapping[str, str]) -> bool:
    places = _fields(piece)
    return not places or any(fields[name] for name in places)


def _fields(words: str) -> list[str]:
    try:
        parsed = [
            (name, spec, how) for _, name, spec, how in Formatter().parse(words) if name is not None
        ]
    except ValueError as error:
        raise BadPhrase(str(error)) from error
    for name, spec, how in parsed:
        if spec or how or not _FIELD.fullmatch(name):
            raise BadPhrase("{" + name + "}")
    return [name for name, _, _ in parsed]
