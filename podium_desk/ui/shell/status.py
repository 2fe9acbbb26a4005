"""Puts the status page over a window, in the language the window speaks now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from podium_desk.presentation.status_page import StatusPresenter, TellsStatus
from podium_desk.ui.screens.status.look import Theme
from podium_desk.ui.screens.status.page import StatusPage

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from podium_desk.application.jobs import Jobs
    from podium_desk.i18n.words import Words
    from podium_desk.presentation.set_up import DeviceRoom
    from podium_desk.ui.shell.set_up_window import SetUpWindow


class Below(Protocol):
    """The shell of the window that the page lies over."""

    @property
    def words(self) -> Words:
        """The language of the window now."""
        ...

    @property
    def clerk(self) -> str:
        """Who works here, as the settings say; empty when they do not."""
        ...

    def failed(self, error: BaseException, /) -> None:
        """Keeps an unexpected error."""


def status_page(
    window: QWidget, desk: TellsStatus, jobs: Jobs, below: Below, theme: Theme | None = None
) -> StatusPage:
    """A status page over `window`, closed; `toggle` opens it."""
    presenter = StatusPresenter(desk, jobs, lambda: below.words, below.failed)
    return StatusPage(window, presenter, below.clerk, theme, _texts_on)


def offer_set_up(page: StatusPage, room: Callable[[], DeviceRoom], below: Below) -> None:
    """Let devices be set up from the page, in a window of their own over it."""
    opened: list[SetUpWindow] = []

    def open_window() -> None:
        # Loaded by whoever sets something up.
        from podium_desk.ui.shell.set_up_window import SetUpWindow

        for window in opened:
            window.close()
        opened[:] = [SetUpWindow(room(), below.words, below.failed, page.window())]
        opened[0].open()

    page.devices_button.show()
    page.devices_wanted.connect(open_window)


def _texts_on(picture: Path) -> list[str]:
    """The codes on a picture; one that cannot be read has none."""
    # OpenCV loads slowly, and is needed by whoever chooses pictures only.
    from hardware.scanning.decoding import decode_picture
    from hardware.scanning.port import PictureFault

    try:
        return [code.text for code in decode_picture(picture)]
    except PictureFault:
        return []
