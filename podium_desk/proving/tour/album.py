"""The pictures of the tour, small enough to be kept in the repository, and their page."""

from __future__ import annotations

from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING

from hardware.emulators.paper_picture import PaperPicture
from podium_desk.late_dataclass import dataclass
from podium_desk.ui.shell.tour import picture

if TYPE_CHECKING:
    from podium_desk.ui.shell.tour import Window

COLOURS = 32
PAGE = "README.md"


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: its file, and what one sees on it."""

    file: str
    caption: str


@dataclass(slots=True)
class Chapter:
    """A part of the evening: a title, a sentence, its pictures and its deeds."""

    title: str
    about: str
    shots: list[Shot] = field(default_factory=list)
    deeds: list[str] = field(default_factory=list)


class Album:
    """Takes pictures into a folder, chapter after chapter; `write` makes the page."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.chapters: list[Chapter] = []
        self._names: set[str] = set()

    @property
    def files(self) -> list[str]:
        """The names of all pictures, in the order in which they were taken."""
        return [shot.file for chapter in self.chapters for shot in chapter.shots]

    @property
    def deeds(self) -> list[str]:
        """All that was done."""
        return [deed for chapter in self.chapters for deed in chapter.deeds]

    def begin(self, title: str, about: str) -> None:
        """What follows belongs to a new chapter."""
        self.chapters.append(Chapter(title, about))

    def note(self, deed: str) -> None:
        """Something is done now."""
        self.chapters[-1].deeds.append(deed)

    def window(self, window: Window, name: str, caption: str) -> None:
        """A picture of a window; one of a name is enough."""
        if name not in self._names:
            path = self._next(name, caption)
            picture(window, path)
            _shrink(path)

    def paper(self, paper: PaperPicture, name: str, caption: str) -> None:
        """What came out of the printer."""
        path = self._next(name, caption)
        paper.image().convert("L").reduce(2).quantize(4).save(path, optimize=True)

    def write(self, sums: list[tuple[str, str]]) -> None:
        """The page of all chapters; `sums` are what the evening came to, in words."""
        lines = [_HEAD]
        for chapter in self.chapters:
            lines += [f"## {chapter.title}", "", chapter.about, ""]
            for shot in chapter.shots:
                lines += [f"![{shot.caption}]({shot.file})", "", f"*{shot.caption}*", ""]
        lines += ["## What the evening came to", "", _SUMS, "", "| on the Z | |", "|---|--:|"]
        lines += [f"| {word} | {amount} |" for word, amount in sums]
        lines += ["", "## All that happened", ""]
        number = 0
        for chapter in self.chapters:
            if chapter.deeds:
                lines += [f"**{chapter.title}**", ""]
            for deed in chapter.deeds:
                number += 1
                lines.append(f"{number}. {deed}")
            if chapter.deeds:
                lines.append("")
        (self.folder / PAGE).write_text("\n".join(lines), encoding="utf-8")

    def _next(self, name: str, caption: str) -> Path:
        self._names.add(name)
        shot = Shot(f"{len(self._names):02d}-{name}.png", caption)
        self.chapters[-1].shots.append(shot)
        return self.folder / shot.file


def empty(folder: Path) -> None:
    """Take away what an earlier tour left in a folder."""
    for path in (*folder.glob("[0-9][0-9]-*.png"), folder / PAGE):
        path.unlink(missing_ok=True)


_HEAD = """# An evening at the counter

CC De Sluis, a Sunday in November: *Ritme / Rust* at eight, and An at the till. Everything below
was done by keys and clicks in the real windows, over a real data folder, a store that is served and
a line that is really cut, with a simulated printer and card terminal. Nothing was drawn by hand:
the pictures are what the clerk saw at that moment. `podium-desk tour --output docs/tour` plays it
again and writes this page; `tests/ui/test_tour.py` plays the same evening and compares every cent.
"""
_SUMS = (
    "Somebody stood beside the counter and added up on paper what each sale should cost. The Z, the"
    " daybook of the counter and of the store, the store's totals and the tables of every counter"
    " say the same, to the cent."
)


def _shrink(path: Path) -> None:
    """Few colours, as the windows have them: the picture stays sharp and becomes small."""
    from PIL import Image

    with Image.open(path) as taken:
        small = taken.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    small.save(path, optimize=True)
