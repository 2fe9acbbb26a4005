"""The kinds of lines that a layout is made of, each with what it places and what it becomes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from podium_desk.documents import styles
from podium_desk.documents.content import Content
from podium_desk.documents.layouts.entry import Entry
from podium_desk.documents.layouts.phrase import Phrase
from podium_desk.documents.page import (
    Align,
    Banner,
    Block,
    Column,
    Columns,
    Gap,
    Image,
    Pair,
    QrCode,
    Rule,
    Style,
    Text,
    VerticalAlign,
)
from podium_desk.documents.terms import Terms
from podium_desk.late_dataclass import dataclass

Lists = Mapping[str, "tuple[Slot, ...]"]
Fill = Callable[[Content, Lists], Iterator[Block]]
"""Makes the blocks of one slot; none when there is nothing to say."""

_CODE_MM = 44.0
_MODULE_MM = 0.75


@dataclass(frozen=True, slots=True)
class Slot:
    """One line of a layout. `places` are the fields and parts it shows, `lists` its columns."""

    line: int
    places: frozenset[str]
    fill: Fill
    lists: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What a line may refer to."""

    terms: Terms
    texts: frozenset[str]
    """The house's own texts."""
    list_names: frozenset[str]
    picture: Callable[[Entry, str], bytes | None]
    """The content of a picture beside the layout. Raises `LayoutFault`."""


def blocks_of(slots: tuple[Slot, ...], content: Content, lists: Lists) -> tuple[Block, ...]:
    """The slots filled with what is said."""
    return tuple(block for slot in slots for block in slot.fill(content, lists))


def read_slot(entry: Entry, reading: Reading) -> Slot:
    """One line of a layout. Raises `LayoutFault`."""
    for kind, reader in _KINDS.items():
        if entry.has(kind):
            slot = reader(entry, reading)
            above, below = (entry.number(f"{side}_mm", 0, 0, 60) for side in ("above", "below"))
            entry.end()
            return replace(slot, fill=_with_gaps(slot.fill, above, below))
    raise entry.fault("unknown_kind", known=", ".join(_KINDS))


def _text(entry: Entry, reading: Reading) -> Slot:
    phrase, style = _phrase(entry, "text", reading), _style(entry, "body")

    def fill(content: Content, _lists: Lists) -> Iterator[Block]:
        if words := phrase.told(content.fields, content.language):
            yield Text(words, style)

    return Slot(entry.line, phrase.fields, fill)


def _pair(entry: Entry, reading: Reading) -> Slot:
    left, right = _phrase(entry, "left", reading), _phrase(entry, "right", reading)
    style = _style(entry, "body")

    def fill(content: Content, _lists: Lists) -> Iterator[Block]:
        amount = right.told(content.fields, content.language)
        if amount:
            yield Pair(left.told(content.fields, content.language), amount, style)

    return Slot(entry.line, left.fields | right.fields, fill)


def _banner(entry: Entry, reading: Reading) -> Slot:
    phrase, style = _phrase(entry, "banner", reading), _style(entry, "banner")

    def fill(content: Content, _lists: Lists) -> Iterator[Block]:
        if words := phrase.told(content.fields, content.language):
            yield Banner(words, style)

    return Slot(entry.line, phrase.fields, fill)


def _rule(entry: Entry, _reading: Reading) -> Slot:
    rule = Rule(entry.number("rule", 0.25, 0.05, 5), entry.flag("dashed"))
    return Slot(entry.line, frozenset(), lambda _content, _lists: iter((rule,)))


def _gap(entry: Entry, _reading: Reading) -> Slot:
    gap = Gap(entry.number("gap", 1, 0, 100))
    return Slot(entry.line, frozenset(), lambda _content, _lists: iter((gap,)))


def _code(entry: Entry, reading: Reading) -> Slot:
    phrase = _phrase(entry, "code", reading)
    size = entry.number("size_mm", _CODE_MM, 8, 120)
    module = entry.number("module_mm_min", _MODULE_MM, 0.3, 3)

    def fill(content: Content, _lists: Lists) -> Iterator[Block]:
        if words := phrase.told(content.fields, content.language):
            yield QrCode(words, size, module)

    return Slot(entry.line, phrase.fields, fill)


def _image(entry: Entry, reading: Reading) -> Slot:
    content = reading.picture(entry, entry.word("image"))
    height = entry.number("height_mm", 12, 2, 150)
    width = entry.number_if_given("width_mm", 2, 250)
    align = _align(entry) or Align.LEFT
    image = content and Image(content, height, width, align)
    return Slot(entry.line, frozenset(), lambda _content, _lists: iter((image,) if image else ()))


def _part(entry: Entry, reading: Reading) -> Slot:
    name = entry.word("part")
    entry.check_known("unknown_part", name, reading.terms.parts)
    return Slot(entry.line, frozenset((name,)), lambda content, _lists: iter(content.parts[name]))


def _columns(entry: Entry, reading: Reading) -> Slot:
    names = entry.names("columns")
    for name in names:
        entry.check_known("unknown_list", name, reading.list_names)
    shares = entry.numbers("shares", len(names))
    gap, least = entry.number("gap_mm", 2, 0, 50), entry.number("column_mm_min", 0, 0, 100)
    align = VerticalAlign(entry.choice("align", "top", [one.value for one in VerticalAlign]))

    def fill(content: Content, lists: Lists) -> Iterator[Block]:
        filled = [blocks_of(lists[name], content, lists) for name in names]
        columns = tuple(
            Column(blocks, share) for blocks, share in zip(filled, shares, strict=True) if blocks
        )
        if columns:
            yield Columns(columns, gap, align, least)

    return Slot(entry.line, frozenset(), fill, names)


_KINDS: dict[str, Callable[[Entry, Reading], Slot]] = {
    "text": _text,
    "left": _pair,
    "banner": _banner,
    "rule": _rule,
    "gap": _gap,
    "code": _code,
    "image": _image,
    "part": _part,
    "columns": _columns,
}
"""By the key that tells a line's kind."""


def _phrase(entry: Entry, key: str, reading: Reading) -> Phrase:
    phrase = entry.phrase(key)
    for name in sorted(phrase.fields):
        entry.check_known("unknown_field", name, reading.terms.fields | reading.texts)
    return phrase


def _style(entry: Entry, default: str) -> Style:
    style = styles.NAMED[entry.choice("style", default, styles.NAMED)]
    size = entry.number_if_given("size_pt", 4, 72)
    if size is not None:
        least = style.min_size_pt and min(style.min_size_pt, size)
        style = replace(style, size_pt=size, min_size_pt=least)
    align = _align(entry)
    return replace(style, align=align) if align else style


def _align(entry: Entry) -> Align | None:
    given = entry.choice("align", "", ["", *(one.value for one in Align)])
    return Align(given) if given else None


def _with_gaps(fill: Fill, above_mm: float, below_mm: float) -> Fill:
    """White above and below, only where the slot says something."""
    if not above_mm and not below_mm:
        return fill

    def spaced(content: Content, lists: Lists) -> Iterator[Block]:
        blocks = tuple(fill(content, lists))
        if blocks:
            yield from (Gap(above_mm),) if above_mm else ()
            yield from blocks
            yield from (Gap(below_mm),) if below_mm else ()

    return spaced
