"""The small key in the basket's head: what this customer's tickets speak."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from podium_desk.ui.kit.buttons import look
from podium_desk.ui.kit.sizes import fix_size

if TYPE_CHECKING:
    from podium_desk.i18n.words import Words
    from podium_desk.ui.kit.actions import Action

_WIDTH_PIXELS, _HEIGHT_PIXELS = 40, 32


class LanguageKey(QPushButton):
    """Shows the language as two letters; each click takes the next of the four."""

    def __init__(self, action: Action) -> None:
        super().__init__()
        self._action = action
        self.setObjectName(action.id)
        look(self, "bare")
        fix_size(self, _WIDTH_PIXELS, _HEIGHT_PIXELS)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(action.run)

    def show_language(self, code: str, words: Words) -> None:
        """Show the language of this code, named in full for a screen reader and as a tip."""
        self.setText(code.upper())
        named = f"{words(self._action.words_key)}: {words(f'counter.language_{code}')}"
        self.setAccessibleName(f"{named} ({self._action.key_text})")
        self.setToolTip(self.accessibleName())
