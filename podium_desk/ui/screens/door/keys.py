"""Which key means what at the door (ux.md 5)."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt

from podium_desk.presentation.door_view import Intent

KEYS: Mapping[Qt.Key, Intent] = {
    Qt.Key.Key_Z: Intent.UNDO,
    Qt.Key.Key_X: Intent.DIRECTION,
    Qt.Key.Key_M: Intent.MUTE,
    Qt.Key.Key_Return: Intent.ACCEPT,
    Qt.Key.Key_Enter: Intent.ACCEPT,
    Qt.Key.Key_K: Intent.TO_COUNTER,
    Qt.Key.Key_F8: Intent.LET_IN,
    Qt.Key.Key_Space: Intent.NEXT,
    Qt.Key.Key_F1: Intent.HELP,
    Qt.Key.Key_F3: Intent.FIND,
    Qt.Key.Key_Minus: Intent.FEWER,
    Qt.Key.Key_F2: Intent.EVENING,
    Qt.Key.Key_F5: Intent.SELL,
    Qt.Key.Key_F10: Intent.MENU,
    Qt.Key.Key_Escape: Intent.BACK,
}
STEPS: Mapping[Qt.Key, int] = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
}
LANGUAGE_KEYS: Mapping[Qt.Key, str] = {
    Qt.Key.Key_1: "nl",
    Qt.Key.Key_Ampersand: "nl",
    Qt.Key.Key_2: "fr",
    Qt.Key.Key_Eacute: "fr",
    Qt.Key.Key_3: "de",
    Qt.Key.Key_QuoteDbl: "de",
    Qt.Key.Key_4: "en",
    Qt.Key.Key_Apostrophe: "en",
}
"""With Ctrl; the top row of an AZERTY keyboard gives signs where others give digits."""
TEXT_KEYS: Mapping[Qt.Key, int] = {
    Qt.Key.Key_Plus: 1,
    Qt.Key.Key_Equal: 1,
    Qt.Key.Key_Minus: -1,
    Qt.Key.Key_0: 0,
    Qt.Key.Key_Agrave: 0,
}
"""With Ctrl: larger, smaller and usual text."""
