"""A layout file: its paper, its lists of lines, and that it says what the document must say."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

from podium_desk.documents.content import Content
from podium_desk.documents.layouts.entry import Entry
from podium_desk.documents.layouts.faults import LayoutFault
from podium_desk.documents.layouts.lines import Places, lines_of
from podium_desk.documents.layouts.phrase import Phrase
from podium_desk.documents.layouts.slots import Reading, Slot, blocks_of, read_slot
from podium_desk.documents.page import Page, Panel, Paper, Sheet
from podium_desk.documents.terms import TERMS, Terms
from podium_desk.late_dataclass import dataclass

MAIN = "main"
_AT = re.compile(r"\(at line (\d+)")
_PICTURE_NAME = re.compile(r"[\w-]+\.(png|jpg|jpeg|bmp)", re.IGNORECASE)
_PICTURE_BYTES_MAX = 5_000_000
_FILE_BYTES_MAX = 100_000
_MOST_MM = 1200


@dataclass(frozen=True, slots=True)
class PanelPlace:
    """Where a list stands on a sheet; the measures are those of `page.Panel`."""

    list_name: str
    x_mm: float
    y_mm: float
    width_mm: float
    height_mm: float
    scale: float
    frame_mm: float
    is_turned: bool


@dataclass(frozen=True, slots=True)
class PaperLayout:
    """A layout that may be used. Without a `height_mm` it is a page, as long as it needs."""

    file: Path
    document: str
    width_mm: float
    height_mm: float | None
    is_folded_in_four: bool
    panels: tuple[PanelPlace, ...]
    lists: Mapping[str, tuple[Slot, ...]]
    texts: Mapping[str, Phrase]

    def filled(self, content: Content) -> Paper:
        """The paper that says this."""
        language = content.language
        own = {name: text.told({}, language) for name, text in self.texts.items()}
        said = Content(language, {**content.fields, **own}, content.parts)
        if self.height_mm is None:
            return Page(blocks_of(self.lists[MAIN], said, self.lists))
        panels = tuple(
            Panel(
                Page(blocks_of(self.lists[panel.list_name], said, self.lists)),
                panel.x_mm, panel.y_mm, panel.width_mm, panel.height_mm,
                panel.scale, panel.frame_mm, panel.is_turned,
            )
            for panel in self.panels
        )  # fmt: skip
        return Sheet(panels, self.width_mm, self.height_mm, self.is_folded_in_four)


def read_layout(
    file: Path, document: str, pictures: Path | None, texts: Mapping[str, Phrase]
) -> PaperLayout:
    """The layout in this file, of that document. `pictures` is the folder of a house, in which
    pictures lie; `texts` are the house's own. Raises `LayoutFault`."""
    toml = read_text(file)
    values, lines = parsed(file, toml), lines_of(toml)
    top = Entry(values, file, 0)
    if (said := top.word("document")) != document:
        raise LayoutFault(
            file, lines.get(("document", -1), 0), "wrong_document", value=said, known=document
        )
    own = {**texts, **read_texts(file, _table(file, values, "texts", lines), lines)}
    blocks = _table(file, values, "blocks", lines)
    reading = Reading(
        TERMS[document], frozenset(own), frozenset(blocks), _Pictures(file, pictures).content
    )
    lists = {name: _slots(file, name, blocks, lines, reading) for name in blocks}
    _check_no_circle(file, lists)
    width, height, is_folded = _paper(file, values, lines)
    panels = () if height is None else tuple(_panels(file, values, lines, lists, (width, height)))
    starts = [panel.list_name for panel in panels] if height is not None else [MAIN]
    _check_top(file, values)
    _check_starts(file, starts, lists)
    _check_told(file, document, TERMS[document], _placed(starts, lists))
    return PaperLayout(file, document, width, height, is_folded, panels, lists, own)


def read_text(file: Path) -> str:
    """The file as text. Raises `LayoutFault`."""
    try:
        if file.stat().st_size > _FILE_BYTES_MAX:
            raise LayoutFault(file, 0, "file_large", most=str(_FILE_BYTES_MAX // 1000))
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise LayoutFault(file, 0, "unreadable", why=str(error)) from error


def parsed(file: Path, toml: str) -> dict[str, object]:
    """What the TOML says. Raises `LayoutFault`, with the line that the library names."""
    try:
        return tomllib.loads(toml)
    except tomllib.TOMLDecodeError as error:
        line = int(found[1]) if (found := _AT.search(str(error))) else 0
        raise LayoutFault(file, line, "no_toml", why=str(error)) from error


def read_texts(file: Path, values: Mapping[str, object], lines: Places) -> dict[str, Phrase]:
    """A house's own texts, by name. Raises `LayoutFault`, also for the name of a field."""
    taken = {name for terms in TERMS.values() for name in (*terms.fields, *terms.parts)}
    texts = {}
    for name in values:
        entry = Entry(values, file, lines.get((name, -1), 0))
        if name in taken:
            raise entry.fault("text_of_field", value=name)
        texts[name] = plain_phrase(entry, name)
    return texts


def plain_phrase(entry: Entry, name: str) -> Phrase:
    """A text that places no fields. Raises `LayoutFault`."""
    phrase = entry.phrase(name)
    for field in sorted(phrase.fields):
        entry.check_known("unknown_field", field, ())
    return phrase


class _Pictures:
    """The pictures beside a layout: none is believed before it was looked at."""

    def __init__(self, file: Path, folder: Path | None) -> None:
        self._file = file
        self._folder = folder

    def content(self, entry: Entry, name: str) -> bytes | None:
        """What the file holds; None where it may be absent and is. Raises `LayoutFault`."""
        is_optional = entry.flag("optional")
        if not _PICTURE_NAME.fullmatch(name):
            raise entry.fault("picture_name", value=name)
        path = self._folder and self._folder / name
        if path is None or not path.exists():
            if is_optional:
                return None
            raise entry.fault("picture_missing", value=name)
        return checked_picture(entry, path)


def checked_picture(entry: Entry, path: Path) -> bytes:
    """The picture, once it was read as one. Raises `LayoutFault`."""
    # Pillow is heavy, and most layouts have no picture.
    from podium_desk.documents.pictures import PIXELS_MAX, PictureUnreadable, check_picture

    size = path.stat().st_size
    if size > _PICTURE_BYTES_MAX:
        raise entry.fault("picture_heavy", value=path.name, megabytes=f"{size / 1e6:.0f}")
    content = path.read_bytes()
    try:
        check_picture(content)
    except PictureUnreadable as error:
        raise entry.fault(
            f"picture_{error.why}", value=path.name,
            megapixels=f"{error.pixels / 1e6:.0f}", most=f"{PIXELS_MAX / 1e6:.0f}",
        ) from error  # fmt: skip
    return content


def _table(file: Path, values: Mapping[str, object], name: str, lines: Places) -> dict[str, object]:
    return _as_table(file, lines.get((name, -1), 0), name, values.get(name, {}))


def _as_table(file: Path, line: int, name: str, value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        told = str(value)[:40]
        raise LayoutFault(file, line, "wrong_value", key=name, value=told, wanted=f"[{name}]")
    return value


def _check_top(file: Path, values: Mapping[str, object]) -> None:
    known = ("document", "paper", "blocks", "panel", "texts")
    for name in values:
        if name not in known:
            raise LayoutFault(file, 0, "unknown_key", key=name, known=", ".join(known))


def _paper(
    file: Path, values: Mapping[str, object], lines: Places
) -> tuple[float, float | None, bool]:
    entry = Entry(_table(file, values, "paper", lines), file, lines.get(("paper", -1), 0))
    width = entry.number("width_mm", 72, 15, _MOST_MM)
    height = entry.number_if_given("height_mm", 10, _MOST_MM)
    is_folded = entry.flag("folded")
    entry.end()
    return width, height, is_folded


def _panels(
    file: Path,
    values: Mapping[str, object],
    lines: Places,
    lists: Mapping[str, tuple[Slot, ...]],
    size_mm: tuple[float, float],
) -> Iterator[PanelPlace]:
    tables = values.get("panel", [])
    for number, table in enumerate(tables if isinstance(tables, list) else [tables]):
        line = lines.get(("panel", number), lines.get(("panel", -1), 0))
        entry = Entry(_as_table(file, line, "panel", table), file, line)
        name = entry.word("blocks")
        entry.check_known("unknown_list", name, lists)
        x, y = (entry.number(f"{side}_mm", 0, 0, _MOST_MM) for side in "xy")
        panel = PanelPlace(
            name, x, y,
            entry.number("width_mm", size_mm[0] - x, 3, _MOST_MM),
            entry.number("height_mm", size_mm[1] - y, 3, _MOST_MM),
            entry.number("scale", 1, 0.4, 4),
            entry.number("frame_mm", 0, 0, 20),
            entry.flag("turned"),
        )  # fmt: skip
        entry.end()
        if x + panel.width_mm > size_mm[0] + 0.01 or y + panel.height_mm > size_mm[1] + 0.01:
            raise entry.fault("panel_outside", width=f"{size_mm[0]:g}", height=f"{size_mm[1]:g}")
        yield panel


def _slots(
    file: Path, name: str, blocks: Mapping[str, object], lines: Places, reading: Reading
) -> tuple[Slot, ...]:
    entries = blocks[name]
    if not isinstance(entries, list):
        line = lines.get((name, -1), 0)
        raise LayoutFault(file, line, "wrong_value", key=name, value="", wanted="[ { … } ]")
    return tuple(
        read_slot(Entry(entry, file, lines.get((name, place), 0)), reading)
        for place, entry in enumerate(entries)
        if _is_table(file, lines.get((name, place), 0), name, entry)
    )


def _is_table(file: Path, line: int, name: str, entry: object) -> bool:
    if not isinstance(entry, dict):
        raise LayoutFault(
            file, line, "wrong_value", key=name, value=str(entry)[:40], wanted="{ … }"
        )
    return True


def _check_no_circle(file: Path, lists: Mapping[str, tuple[Slot, ...]]) -> None:
    """Columns of a list that has those columns would never end."""

    def walk(name: str, above: tuple[str, ...]) -> None:
        for slot in lists[name]:
            for inner in slot.lists:
                if inner in (*above, name):
                    raise LayoutFault(file, slot.line, "list_in_itself", value=inner)
                walk(inner, (*above, name))

    for name in lists:
        walk(name, ())


def _check_starts(file: Path, starts: list[str], lists: Mapping[str, tuple[Slot, ...]]) -> None:
    if not starts:
        raise LayoutFault(file, 0, "no_panel")
    if MAIN in starts and MAIN not in lists:
        raise LayoutFault(file, 0, "no_main")


def _check_told(file: Path, document: str, terms: Terms, placed: frozenset[str]) -> None:
    missing = terms.missing(placed)
    if missing:
        raise LayoutFault(file, 0, "not_told", document=document, missing=", ".join(missing))


def _placed(starts: list[str], lists: Mapping[str, tuple[Slot, ...]]) -> frozenset[str]:
    """The fields and parts that come on the paper: those of lists that nothing shows do not."""
    return frozenset(
        name
        for start in starts
        for slot in lists[start]
        for name in (*slot.places, *_placed(list(slot.lists), lists))
    )
