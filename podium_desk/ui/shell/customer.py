"""Puts the customer's display on the second screen and keeps it as the counter is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from podium_desk.i18n.words import Words
from podium_desk.ui.screens.counter.customer import CustomerWindow

if TYPE_CHECKING:
    from podium_desk.presentation.counter import CounterPresenter
    from podium_desk.presentation.counter_view import CounterView


def open_display(presenter: CounterPresenter, language: str) -> CustomerWindow:
    """The display in its own language: all of the second screen, a window where there is none."""
    words = Words(language)
    window = CustomerWindow(f"Podium Desk · {words('display.title')}")

    def show(_: CounterView | None) -> None:
        window.show_view(presenter.customer_view(words))

    presenter.listen(show)
    show(None)
    screens = QGuiApplication.screens()
    if len(screens) > 1:
        window.setGeometry(screens[1].geometry())
        window.showFullScreen()
    else:
        window.show()
    return window
