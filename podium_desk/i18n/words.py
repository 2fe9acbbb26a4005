"""The sentences of one language. A screen and a ticket may speak different ones at once.

A catalogue is the TOML files of `resources/i18n/<language>/`; a file's name leads its keys:
`total` in `counter.toml` is ``counter.total``. A message is a string with named places in
`str.format` form, or a table ``{one = "...", other = "..."}`` chosen by the argument `n`.
"""

from __future__ import annotations

from functools import lru_cache

from podium_desk.resources import resource_path
from podium_desk.worked_out import worked_out

FALLBACK_LANGUAGE = "nl"
_Message = str | dict[str, str]


class Words:
    """The words of one language, called with a key and the values of its named places."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, key: str, /, **values: str | int) -> str:
        """The sentence of this key; `KeyError` names a key that no catalogue has."""
        area = key.partition(".")[0]
        message = _area(self.language, area).get(key)
        if message is None:
            message = _area(FALLBACK_LANGUAGE, area)[key]
        if isinstance(message, dict):
            message = message[self._plural(int(values["n"]))]
        return message.format(**values)

    def __contains__(self, key: str) -> bool:
        """Whether this language has the key itself, without falling back."""
        return key in _area(self.language, key.partition(".")[0])

    def _plural(self, n: int) -> str:
        """CLDR's cardinal rule of the four languages: French counts 0 as one."""
        is_one = n in (0, 1) if self.language == "fr" else n == 1
        return "one" if is_one else "other"


@lru_cache(maxsize=64)
def _area(language: str, area: str) -> dict[str, _Message]:
    """One file of a language, read when its first word is needed; empty when there is none."""
    path = resource_path("i18n", language) / f"{area}.toml"
    if not path.exists():
        return {}
    toml = path.read_bytes()
    tables = worked_out(f"words-{language}-{area}", toml, lambda: _read(toml))
    return {f"{area}.{key}": message for key, message in tables.items()}


def _read(toml: bytes) -> dict[str, _Message]:
    # What reads TOML is loaded by who has to.
    import tomllib

    return tomllib.loads(toml.decode())
