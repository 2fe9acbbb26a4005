"""One picture of the door's window, for who knows no Qt."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QBuffer, QByteArray, QCoreApplication, QEvent, QIODevice

from podium_desk.presentation.door import DoorPresenter
from podium_desk.ui.kit.appearance import wear
from podium_desk.ui.kit.tokens import Appearance
from podium_desk.ui.screens.door.window import REFERENCE, DoorWindow
from podium_desk.ui.shell.application import the_application


def door_picture(
    presenter: DoorPresenter, appearance: Appearance, play: Callable[[], None]
) -> bytes:
    """The window as PNG after `play`, looking so."""
    wear(the_application(), appearance)
    window = DoorWindow(presenter)
    window.resize(REFERENCE)
    window.show()
    presenter.tick()
    play()
    QCoreApplication.processEvents()
    kept = QByteArray()
    buffer = QBuffer(kept)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    window.grab().save(buffer, "PNG")
    window.leave()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return bytes(kept.data())
