"""Why a layout cannot be used, in a form that a screen can say in any language."""

from __future__ import annotations

from pathlib import Path

from podium_desk.i18n.words import Words


class LayoutFault(Exception):
    """A layout that cannot be used. `code` names the sentence (``layouts.<code>``), `line` counts
    from 1 and is 0 where no line is to blame."""

    def __init__(self, file: Path, line: int, code: str, **details: str) -> None:
        super().__init__(f"{file.name}:{line}: {code} {details}")
        self.file = file
        self.line = line
        self.code = code
        self.details = details

    def told(self, words: Words) -> str:
        """The whole sentence, beginning with the file and the line."""
        if self.line:
            at = words("layouts.at_line", file=self.file.name, line=self.line)
        else:
            at = words("layouts.at_file", file=self.file.name)
        return f"{at} {words(f'layouts.{self.code}', **self.details)}"
