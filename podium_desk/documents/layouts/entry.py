"""One table of a layout, taken out key by key; what is left at its end is nothing we know."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from podium_desk.config import LANGUAGES
from podium_desk.documents.layouts.faults import LayoutFault
from podium_desk.documents.layouts.phrase import BadPhrase, Phrase

OWN_WORDS_MAX = 400
"""Letters of one text of a house: its conditions, say, and not its regulations."""


class Entry:
    """A table at a line of a file; every method raises `LayoutFault`."""

    def __init__(self, values: Mapping[str, object], file: Path, line: int) -> None:
        self._values = values
        self.file = file
        self.line = line
        self._known: list[str] = []

    def has(self, key: str) -> bool:
        """Whether the table has this key."""
        return key in self._values

    def number(self, key: str, default: float, least: float, most: float) -> float:
        """A number from `least` to `most`."""
        value = self._taken(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self._wrong(key, value, f"{least:g}…{most:g}")
        if not least <= value <= most:
            raise self._wrong(key, value, f"{least:g}…{most:g}")
        return float(value)

    def number_if_given(self, key: str, least: float, most: float) -> float | None:
        """As `number`, None when it is not given."""
        self._known.append(key)
        return self.number(key, 0, least, most) if self.has(key) else None

    def flag(self, key: str) -> bool:
        """True or false; false when it is not given."""
        value = self._taken(key, False)
        if not isinstance(value, bool):
            raise self._wrong(key, value, "true, false")
        return value

    def choice(self, key: str, default: str, known: Iterable[str]) -> str:
        """One of the known words."""
        value, names = self._taken(key, default), tuple(known)
        if value not in names:
            raise self._wrong(key, value, ", ".join(names))
        return str(value)

    def word(self, key: str) -> str:
        """A text that has to be there."""
        value = self._taken(key, "")
        if not isinstance(value, str) or not value:
            raise self._wrong(key, value, '"…"')
        return value

    def phrase(self, key: str) -> Phrase:
        """A text, or a table of one for each language."""
        value = self._taken(key, "")
        table = {"": value} if isinstance(value, str) else value
        if not isinstance(table, dict) or not table:
            raise self._wrong(key, value, '"…"')
        for language, words in table.items():
            if language and language not in LANGUAGES:
                raise self.fault("unknown_language", value=language, known=", ".join(LANGUAGES))
            if not isinstance(words, str):
                raise self._wrong(key, words, '"…"')
            if len(words) > OWN_WORDS_MAX:
                raise self.fault(
                    "text_long", key=key, letters=str(len(words)), most=str(OWN_WORDS_MAX)
                )
        phrase = Phrase(table)
        try:
            _ = phrase.fields
        except BadPhrase as error:
            raise self.fault("bad_phrase", key=key, why=str(error)) from error
        return phrase

    def names(self, key: str) -> tuple[str, ...]:
        """A list of at least one word."""
        value = self._taken(key, [])
        if not isinstance(value, list) or not value or not all(isinstance(x, str) for x in value):
            raise self._wrong(key, value, '["…", "…"]')
        return tuple(value)

    def numbers(self, key: str, count: int) -> tuple[float, ...]:
        """A list of so many numbers above 0, all 1 when it is not given."""
        value = self._taken(key, [1] * count)
        if (
            not isinstance(value, list)
            or len(value) != count
            or not all(isinstance(x, int | float) and x > 0 for x in value)
        ):
            raise self._wrong(key, value, str([1] * count))
        return tuple(float(x) for x in value)

    def end(self) -> None:
        """Refuse what nobody took."""
        known = tuple(dict.fromkeys(self._known))
        for key in self._values:
            if key not in known:
                raise self.fault("unknown_key", key=key, known=", ".join(known))

    def check_known(self, code: str, name: str, known: Collection[str]) -> None:
        """Refuse a name that is none of the known ones."""
        if name not in known:
            raise self.fault(code, value=name, known=", ".join(sorted(known)))

    def fault(self, code: str, **details: str) -> LayoutFault:
        """A fault at this table."""
        return LayoutFault(self.file, self.line, code, **details)

    def _taken(self, key: str, default: object) -> object:
        self._known.append(key)
        return self._values.get(key, default)

    def _wrong(self, key: str, value: object, wanted: str) -> LayoutFault:
        return self.fault("wrong_value", key=key, value=str(value)[:40], wanted=wanted)
