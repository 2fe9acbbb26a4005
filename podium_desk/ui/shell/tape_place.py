"""A simulated printer on a port of this computer, with its window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from hardware.emulators.tcp_server import TcpPrinterServer
from hardware.registry import emulated_printer
from podium_desk.ui.kit.appearance import wear
from podium_desk.ui.kit.tokens import USUAL
from podium_desk.ui.shell.application import the_application
from podium_desk.ui.shell.tape_window import TapeWindow

if TYPE_CHECKING:
    from pathlib import Path

    from podium_desk.i18n.words import Words

PICTURE_MS = 400


def run_simulated_printer(speaks: str, port: int, words: Words, screenshot: Path | None) -> int:
    """Print what comes until the window is closed, or its picture was written.

    Raises `BadDeviceUrl` for a family that there is not, `OSError` for a port that is taken.
    """
    application = the_application()
    wear(application, USUAL)
    with TcpPrinterServer(emulated_printer(speaks), port=port) as server:
        window = TapeWindow(server.paper, server.url, words)
        window.show()

        def picture() -> None:
            window.grab().save(str(screenshot))
            window.close()

        if screenshot is not None:
            QTimer.singleShot(PICTURE_MS, window, picture)
        return application.exec()
