"""The buttons of the counter, made from its table of actions and named in the language now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from podium_desk.ui.kit.buttons import ActionButton
from podium_desk.ui.screens.counter.menu_key import MenuKey
from podium_desk.ui.screens.counter.number_key import NumberKey

if TYPE_CHECKING:
    from podium_desk.i18n.words import Words
    from podium_desk.ui.kit.actions import ActionTable


_KINDS: dict[str, type[ActionButton]] = {"best": NumberKey, "palette": MenuKey}
"""Buttons that look otherwise, by the first word of their action's id."""


class NamedKeys:
    """Makes the button of an action, and names all of them anew in another language."""

    def __init__(self, actions: ActionTable, words: Words) -> None:
        self._actions = actions
        self._words = words
        self._made: list[ActionButton] = []

    def make(self, action_id: str, icon_name: str = "", height: int = 60) -> ActionButton:
        """The button of an action: its id, its icon, its height in pixels."""
        kind = _KINDS.get(action_id.partition("_")[0], ActionButton)
        button = kind(self._actions[action_id], icon_name, height=height)
        self._made.append(button)
        self._name(button)
        return button

    def __getitem__(self, action_id: str) -> ActionButton:
        """The first button that was made of an action."""
        return next(button for button in self._made if button.objectName() == action_id)

    def show_words(self, words: Words) -> None:
        """Name every button in this language, and those that are made later."""
        self._words = words
        for button in self._made:
            self._name(button)

    def show_enabled(self, action_ids: tuple[str, ...], *, is_any: bool = True) -> None:
        """Let the buttons of these actions be pressed where the actions can be done; none of them
        when not `is_any`."""
        for action_id in action_ids:
            self[action_id].setEnabled(is_any and self._actions[action_id].is_enabled())

    def _name(self, button: ActionButton) -> None:
        name, _, count = button.objectName().partition("_")
        number = int(count) if name == "best" else 0
        words_key = self._actions[button.objectName()].words_key
        button.set_words(self._words(words_key, n=number))
