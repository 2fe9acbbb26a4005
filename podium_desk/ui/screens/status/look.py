"""The status page looks as every page that lies over a screen."""

from __future__ import annotations

from podium_desk.ui.kit.page_look import Theme as Theme
from podium_desk.ui.kit.page_look import dress_page as dress_page
from podium_desk.ui.kit.page_look import ink as ink

__all__ = ["Theme", "dress_page", "ink"]
