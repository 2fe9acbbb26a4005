"""How a window of this device is made to look: read from its settings, and kept there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from podium_desk.config import DataFolder, Settings

if TYPE_CHECKING:
    from podium_desk.ui.kit.tokens import Appearance


def appearance_of(settings: Settings) -> Appearance:
    """How the settings say that this counter looks; what they do not say, or wrongly, is usual."""
    # Qt belongs to the windows only.
    from podium_desk.ui.kit.tokens import Appearance, Theme

    theme = Theme.DARK if settings.theme == Theme.DARK else Theme.LIGHT
    percent = int(settings.text_percent) if settings.text_percent.isdecimal() else 100
    return Appearance(theme, max(100, min(percent, 200)))


def keep_appearance(data: Path, appearance: Appearance) -> None:
    """Keep in the settings how the window was made to look."""
    path = DataFolder(data).settings
    Settings.read(path).keep(
        path, theme=appearance.theme.value, text_percent=str(appearance.text_percent)
    )
