"""The one application of a process with a window, and what hears its errors."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from podium_desk.ui.kit.messages import hear_qt
from podium_desk.ui.kit.own_import import give_import_back
from podium_desk.ui.kit.theme import dress

if TYPE_CHECKING:
    from types import TracebackType

    Hook = Callable[[type[BaseException], BaseException, TracebackType | None], None]

EXIT_WELL, EXIT_AFTER_FAULT = 0, 1


TURN_S = 0.0003
"""Python's own 5 ms made windows stand still up to three times as long (`bench printing`)."""


def the_application() -> QApplication:
    """The process's application in the style of the house, made when there is none yet."""
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    hear_qt()
    # What a lane loads later is loaded while the window waits.
    give_import_back()
    # While a thread draws tickets a window waits so long for each of its turns; a paint has dozens.
    sys.setswitchinterval(TURN_S)
    dress(application)
    return application


def hook_to(failed: Callable[[BaseException], None]) -> Hook:
    """An exception in a slot reaches nobody but this hook (style.md section 6.7)."""

    def hook(_: type[BaseException], error: BaseException, __: TracebackType | None) -> None:
        failed(error)

    return hook
