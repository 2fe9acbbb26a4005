"""Where a person wants a file that the program made; the dialogs of the system."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


def keep_file(window: QWidget, name: str, content: bytes) -> str:
    """Ask where it should be kept, by this name, and keep it: what it is called there, empty for
    nowhere. Raises `OSError`."""
    # The dialog is loaded when it is first wanted.
    from PySide6.QtWidgets import QFileDialog

    ending = Path(name).suffix
    kind = f"{ending.removeprefix('.').upper()} (*{ending})"
    chosen, _kind = QFileDialog.getSaveFileName(window, "", name, kind)
    if chosen:
        Path(chosen).write_bytes(content)
    return Path(chosen).name
