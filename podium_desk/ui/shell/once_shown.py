"""Waits until a clerk can sell: the list and a hall stand and are painted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from collections.abc import Callable

    from podium_desk.presentation.counter import CounterPresenter
    from podium_desk.presentation.counter_view import CounterView

LATEST_MS = 3000
"""Nothing waits longer than this: there may be no performance to show."""


def once_shown(owner: QObject, presenter: CounterPresenter, then: Callable[[], object]) -> None:
    """Call `then` once, after the paint that shows the first hall, or else at the latest.

    `owner` is who waits: when it is gone nothing is called.
    """
    waits = [True]

    def call() -> None:
        if waits:
            waits.clear()
            then()

    def look(view: CounterView) -> None:
        if waits and view.hall is not None and view.groups:
            # Behind the paint that is now due.
            QTimer.singleShot(0, owner, lambda: QTimer.singleShot(0, owner, call))

    presenter.listen(look)
    QTimer.singleShot(LATEST_MS, owner, call)
