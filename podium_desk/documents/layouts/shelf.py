"""Which layout a paper gets: the house's own where it is good, else the bundled one.

A house's layouts lie in ``layouts/`` of its data folder, with the pictures they show, and
``texts.toml`` for what all papers of it say. A bad one never stops a sale: the bundled layout is
used, and `faults` tells the screen why. Files are looked at again when they have changed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from podium_desk.config import replace_file
from podium_desk.documents.content import Content
from podium_desk.documents.layouts.entry import Entry
from podium_desk.documents.layouts.faults import LayoutFault
from podium_desk.documents.layouts.file import (
    PaperLayout,
    parsed,
    plain_phrase,
    read_layout,
    read_text,
    read_texts,
)
from podium_desk.documents.layouts.lines import lines_of
from podium_desk.documents.layouts.phrase import Phrase
from podium_desk.documents.page import Paper
from podium_desk.late_dataclass import dataclass
from podium_desk.resources import resource_path

TEXTS = "texts.toml"
CONDITIONS = "conditions"
"""The text of `TEXTS` that is a ticket's field: where the house's conditions stand."""
TICKET_80MM = "ticket-80mm"
TICKET_58MM = "ticket-58mm"
TICKET_A4 = "ticket-a4"
BOCA, WRISTBAND = "boca", "wristband"
TICKET_PAPERS = ("80mm", "58mm", BOCA, WRISTBAND, "a4")
"""What tickets are printed on; each is the end of a layout's name."""
_NARROW_MM = 60.0
_SPEAKS = re.compile(r"^sim:.*[?&]speaks=(\w+)")
LAYOUTS: Mapping[str, str] = {
    TICKET_80MM: "ticket",
    TICKET_58MM: "ticket",
    "ticket-boca": "ticket",
    "ticket-wristband": "ticket",
    TICKET_A4: "ticket",
    "receipt": "receipt",
    "order-summary": "order-summary",
    "slip": "slip",
    "voucher": "voucher",
    "house-pass": "house-pass",
    "till-report": "till-report",
    "draw-sheet": "draw-sheet",
    "seat-list": "seat-list",
}
"""The document of each layout."""


@dataclass(frozen=True, slots=True)
class HeadSize:
    """What a printer's head prints in a row, and how finely."""

    width_dots: int
    dpi: int
    paper: str = ""
    """The one of `TICKET_PAPERS` that such a printer is made for, where that is known."""

    @property
    def width_mm(self) -> float:
        """The same in millimetres."""
        return self.width_dots / self.dpi * 25.4


ROLL_DOTS = (576, 203)
ROLL = HeadSize(*ROLL_DOTS)
"""Of a roll of 80 mm."""


@dataclass(frozen=True, slots=True)
class _Found:
    layout: PaperLayout
    fault: LayoutFault | None


class LayoutShelf:
    """The layouts of one device; without a folder the bundled ones."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._stamp: tuple[tuple[str, int, int], ...] | None = None
        self._found: dict[str, _Found] = {}
        self._faults: tuple[LayoutFault, ...] | None = None
        self._own_texts: tuple[dict[str, Phrase], LayoutFault | None] = ({}, None)

    def paper(self, name: str, content: Content) -> Paper:
        """The paper of this layout that says this."""
        return self.layout(name).filled(content)

    def layout(self, name: str) -> PaperLayout:
        """The layout to use: always a good one. `KeyError` for a name that there is not."""
        return self._looked_up(name).layout

    def conditions(self, language: str) -> str:
        """Where the house's conditions stand; empty where it has not said so."""
        self._look_again()
        text = self._own_texts[0].get(CONDITIONS)
        return text.told({}, language) if text else ""

    def faults(self) -> tuple[LayoutFault, ...]:
        """What is wrong in the house's folder, each fault of a file once."""
        self._look_again()
        if self._faults is None:
            self._faults = self._all_faults() if self._stamp else ()
        return self._faults

    def _all_faults(self) -> tuple[LayoutFault, ...]:
        found = [self._own_texts[1], *(self._looked_up(name).fault for name in LAYOUTS)]
        found += [
            LayoutFault(path, 0, "unknown_layout", known=", ".join(LAYOUTS))
            for path in self._files(".toml")
            if path.name != TEXTS and path.stem not in LAYOUTS
        ]
        told = {str(fault): fault for fault in found if fault is not None}
        return tuple(told.values())

    @property
    def is_anything(self) -> bool:
        """Whether the house has a layout, a picture or texts of its own."""
        self._look_again()
        return bool(self._stamp)

    def own(self) -> tuple[str, ...]:
        """The names of the layouts that the house has of its own, good or bad."""
        return tuple(path.stem for path in self._files(".toml") if path.stem in LAYOUTS)

    def _looked_up(self, name: str) -> _Found:
        self._look_again()
        if name not in self._found:
            self._found[name] = self._read(name)
        return self._found[name]

    def _read(self, name: str) -> _Found:
        fault = None
        texts = {key: text for key, text in self._own_texts[0].items() if key != CONDITIONS}
        own = self._folder and self._folder / f"{name}.toml"
        files = [own] if own and own.exists() else []
        for file in (*files, bundled_file(name)):
            try:
                return _Found(read_layout(file, LAYOUTS[name], self._folder, texts), fault)
            except LayoutFault as error:
                # The first is the one that its maker has to know.
                fault = fault or error
        return _Found(bundled_layout(name), fault)

    def _look_again(self) -> None:
        stamp = tuple(map(_stamp, self._files("")))
        if stamp == self._stamp:
            return
        self._stamp, self._found, self._faults = stamp, {}, None
        self._own_texts = self._read_texts()

    def _read_texts(self) -> tuple[dict[str, Phrase], LayoutFault | None]:
        file = self._folder and self._folder / TEXTS
        if not file or not file.exists():
            return {}, None
        try:
            return _house_texts(file), None
        except LayoutFault as fault:
            return {}, fault

    def _files(self, ending: str) -> list[Path]:
        if self._folder is None or not self._folder.is_dir():
            return []
        return sorted(path for path in self._folder.iterdir() if path.name.endswith(ending))


def _stamp(path: Path) -> tuple[str, int, int]:
    """What changes when a file does; one that went a moment ago is as one that was emptied."""
    try:
        told = path.stat()
    except FileNotFoundError:
        return (path.name, 0, 0)
    return (path.name, told.st_mtime_ns, told.st_size)


def paper_of_printer(url: str) -> str:
    """What a printer of that family is made for; empty for a roll."""
    spoken = _SPEAKS.search(url)
    family = spoken[1] if spoken else url.partition("+")[0]
    return {"fgl": BOCA, "zpl": WRISTBAND}.get(family, "")


def ticket_layout(paper: str, size: HeadSize) -> str:
    """The layout of tickets on that one of `TICKET_PAPERS`, else on what the printer has."""
    if paper or size.paper:
        return f"ticket-{paper or size.paper}"
    return TICKET_58MM if size.width_mm < _NARROW_MM else TICKET_80MM


def bundled_file(name: str) -> Path:
    """The file of a bundled layout. `KeyError` for a name that there is not."""
    if name not in LAYOUTS:
        raise KeyError(name)
    return resource_path("layouts", f"{name}.toml")


def own_file(folder: Path, name: str) -> Path:
    """The house's own file of a layout; begun as a copy of the bundled one. Raises `OSError`."""
    file = folder / f"{name}.toml"
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        replace_file(file, bundled_file(name).read_bytes())
    return file


@cache
def bundled_layout(name: str) -> PaperLayout:
    """A bundled layout without anything of a house."""
    return read_layout(bundled_file(name), LAYOUTS[name], None, {})


def bundled_paper(name: str, content: Content) -> Paper:
    """A paper with nothing of a house's: what is left when its layout cannot be drawn."""
    return bundled_layout(name).filled(content)


def _house_texts(file: Path) -> dict[str, Phrase]:
    toml = read_text(file)
    values, lines = parsed(file, toml), lines_of(toml)
    others = {name: value for name, value in values.items() if name != CONDITIONS}
    texts = read_texts(file, others, lines)
    if CONDITIONS in values:
        texts[CONDITIONS] = plain_phrase(
            Entry(values, file, lines.get((CONDITIONS, -1), 0)), CONDITIONS
        )
    return texts
