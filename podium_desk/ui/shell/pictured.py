"""A picture of a counter's window, taken when its hall stands; then the window closes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

if TYPE_CHECKING:
    from pathlib import Path

    from podium_desk.presentation.counter_view import CounterView
    from podium_desk.ui.shell.counter import CounterShell
    from podium_desk.ui.shell.counter_setting import CounterSetting

SETTLE_MS = 300
"""So long after the hall has come everything has found its place."""


def picture_when_ready(shell: CounterShell, setting: CounterSetting, path: Path) -> None:
    """Write a picture of the window to `path` once the hall stands, then close."""
    is_pictured: list[bool] = []

    def take() -> None:
        shell.window.grab().save(str(path))
        shell.window.close()

    def look(view: CounterView) -> None:
        if view.hall is None or is_pictured:
            return
        is_pictured.append(True)
        if setting.shows_status:
            shell.show_status()
        if setting.shows_till:
            shell.show_till()
        QTimer.singleShot(2 * SETTLE_MS, shell, take)

    shell.presenter.listen(look)
