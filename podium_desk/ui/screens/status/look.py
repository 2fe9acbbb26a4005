"""The status page looks as every page that lies over a screen."""

from __future__ import annotations

from podium_desk.ui.kit.page_look import Theme as Theme
from podium_desk.ui.kit.page_look import ink as ink
from podium_desk.ui.kit.page_look import page_sheet as status_sheet

__all__ = ["Theme", "ink", "status_sheet"]
