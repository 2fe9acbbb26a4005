"""What the customer sees of a sale: a display on the second screen, a pole, or both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication

from podium_desk.i18n.words import Words
from podium_desk.ui.screens.counter.customer import CustomerWindow

if TYPE_CHECKING:
    from podium_desk.presentation.counter import CounterPresenter
    from podium_desk.ui.shell.counter_setting import CounterSetting
    from podium_desk.ui.shell.pole import Pole


def open_displays(
    presenter: CounterPresenter, setting: CounterSetting
) -> tuple[CustomerWindow | None, Pole | None]:
    """Those of a counter's settings, kept as the counter is. Raises `DeviceUrlFault`."""
    window = open_display(presenter, setting.display) if setting.display else None
    if not setting.pole:
        return window, None
    # What drives one is loaded by who has one.
    from hardware.signal_registry import open_pole
    from podium_desk.ui.shell.pole import Pole

    language = setting.display or setting.language
    pole = Pole(open_pole(setting.pole), presenter, language)
    pole.start()
    return window, pole


def open_display(presenter: CounterPresenter, language: str) -> CustomerWindow:
    """The display in its own language: all of the second screen, a window where there is none."""
    words = Words(language)
    window = CustomerWindow(f"Podium Desk · {words('display.title')}")

    def show() -> None:
        window.show_view(presenter.customer_view(words))

    # In a turn of its own: both windows in one are a pause for who works at the first.
    turn = QTimer(window)
    turn.setSingleShot(True)
    turn.timeout.connect(show)
    presenter.listen(lambda _: turn.start(0))
    show()
    screens = QGuiApplication.screens()
    if len(screens) > 1:
        window.setGeometry(screens[1].geometry())
        window.showFullScreen()
    else:
        window.show()
    return window
