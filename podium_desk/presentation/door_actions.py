"""The buttons of the door, each with its key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from podium_desk.presentation.door_view import DoorAction, Intent

if TYPE_CHECKING:
    from podium_desk.i18n.words import Words

KEYS = {
    Intent.UNDO: "Z",
    Intent.ACCEPT: "Enter",
    Intent.TO_COUNTER: "K",
    Intent.LET_IN: "F8",
    Intent.NEXT: "Space",
    Intent.HELP: "F1",
    Intent.BACK: "Esc",
    Intent.FIND: "F3",
    Intent.FEWER: "-",
    Intent.EVENING: "F2",
    Intent.SELL: "F5",
    Intent.MENU: "F10",
}
"""The key on each button (ux.md 5), by its name in English; X and M have no button."""


def action(intent: Intent, words: Words) -> DoorAction:
    """The button of this intent with its key as the volunteer reads it."""
    key = KEYS[intent]
    shown = words(f"door.key_{key.lower()}") if key in ("Enter", "Space") else key
    return DoorAction(intent, words(f"door.do_{intent.value}"), shown)
