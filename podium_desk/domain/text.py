"""A text in several languages as one value: titles, tariff names, hall names."""

from __future__ import annotations

from podium_desk.late_dataclass import dataclass

LANGUAGES = ("nl", "fr", "de", "en")


@dataclass(frozen=True, slots=True)
class Text:
    """Words of one meaning, keyed by language; `main` is the language it was written in."""

    main: str
    words: dict[str, str]

    def in_language(self, language: str) -> str:
        """The words in that language, else in the main one, else in any there is."""
        for wanted in (language, self.main, *LANGUAGES):
            if self.words.get(wanted):
                return self.words[wanted]
        return next(iter(self.words.values()), "")

    @classmethod
    def of(cls, language: str, words: str) -> Text:
        """A text written in one language only."""
        return cls(language, {language: words})
