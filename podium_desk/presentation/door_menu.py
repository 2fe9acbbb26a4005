"""The menu of the door: all that can be asked of it, for a finger (F10)."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from podium_desk.presentation.door_actions import action
from podium_desk.presentation.door_page import Answers, Choice, TilePage, page_panel
from podium_desk.presentation.door_view import DoorKind, Intent

if TYPE_CHECKING:
    from collections.abc import Callable

    from podium_desk.i18n.words import Words
    from podium_desk.presentation.door_view import Panel, Tile


class ShellWish(StrEnum):
    """What the volunteer asks that is the window's to do."""

    STATUS = "status"
    HOLDER = "holder"
    THEME = "theme"
    LARGER = "larger"
    SELL = "sell"
    LEAVE = "leave"
    DUTCH = "nl"
    FRENCH = "fr"
    GERMAN = "de"
    ENGLISH = "en"


LANGUAGES = (ShellWish.DUTCH, ShellWish.FRENCH, ShellWish.GERMAN, ShellWish.ENGLISH)
MENU: tuple[Intent | ShellWish, ...] = (
    Intent.FIND, Intent.EVENING, Intent.HELP, Intent.SELL, Intent.MUTE, Intent.DIRECTION,
    ShellWish.THEME, ShellWish.LARGER, *LANGUAGES, ShellWish.STATUS, ShellWish.HOLDER,
    Intent.LEAVE,
)  # fmt: skip
"""All that can be asked of the door, for a finger; each has a key too (ux.md 5)."""


def menu_page(picked: Callable[[Intent | ShellWish], None]) -> TilePage:
    """The menu (F10)."""

    def labels(words: Words) -> tuple[tuple[str, str], ...]:
        return tuple((words(f"door_pages.menu_{one.value}"), _key_of(one)) for one in MENU)

    def draw(words: Words, tiles: tuple[Tile, ...]) -> Panel:
        texts = (words("door_pages.menu_word"), "")
        back = (action(Intent.BACK, words),)
        return page_panel(DoorKind.MENU, "list", texts, back, Answers(tiles))

    return TilePage(labels, draw, lambda index: picked(MENU[index]), Choice(len(MENU)))


_KEYS: dict[Intent | ShellWish, str] = {
    Intent.FIND: "F3", Intent.EVENING: "F2", Intent.HELP: "F1", Intent.SELL: "F5",
    Intent.MUTE: "M", Intent.DIRECTION: "X", ShellWish.THEME: "Ctrl T",
    ShellWish.LARGER: "Ctrl +", ShellWish.DUTCH: "Ctrl 1", ShellWish.FRENCH: "Ctrl 2",
    ShellWish.GERMAN: "Ctrl 3", ShellWish.ENGLISH: "Ctrl 4", ShellWish.STATUS: "F9",
    ShellWish.HOLDER: "F4", Intent.LEAVE: "Alt F4",
}  # fmt: skip


def _key_of(one: Intent | ShellWish) -> str:
    return _KEYS[one]
