"""From starting the program to the counter's first show, against a bare PySide6 window."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from podium_desk.proving.pairs import Pair
from podium_desk.proving.stage import build_stage

NAME = "bare_pyside_window"
ROUNDS = 11
_WINDOW = """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QVBoxLayout, QWidget
app = QApplication([])
window = QWidget()
layout = QVBoxLayout(window)
layout.addWidget(QLabel("Podium Desk"))
layout.addWidget(QPushButton("Kaart"))
window.resize(1366, 768)
window.show()
"""
_CLOSED = """
QTimer.singleShot(0, app.quit)
app.exec()
"""
_PAINTED = """
import json
import sys
import time
def painted():
    told = {"ns": time.monotonic_ns(), "cpu_ms": time.process_time() * 1000}
    sys.stdout.write(json.dumps(told))
    app.quit()
QTimer.singleShot(0, lambda: QTimer.singleShot(0, painted))
app.exec()
"""
"""The same, and when it was painted, as `ui.shell.measured_start.Moment`."""


def window_start(folder: Path, say: Callable[[str], None]) -> Pair:
    """Each start is a process of its own that ends at its first show."""
    stage = build_stage(folder, "nl", say)
    stage.close()

    def ours() -> None:
        run_program("-m", "podium_desk", "desk", str(folder / "kassa1"), "--first-show")

    return Pair("window_start", NAME, ours, bare_window, ROUNDS, warm_up=2)


def bare_window() -> None:
    """The baseline: the least that a program of Qt does to show a window."""
    run_program("-c", _WINDOW + _CLOSED)


def bare_window_painted() -> str:
    """The baseline of a start that is told by the window itself, without its end."""
    return run_program("-c", _WINDOW + _PAINTED)


def run_program(*arguments: str) -> str:
    """Run Python with these arguments, offscreen, until it ends; what it printed."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    # An installed program has its bytecode; the warm-up rounds write it, where the shell forbids.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    done = subprocess.run(
        [sys.executable, *arguments], env=environment, check=True, capture_output=True, text=True
    )
    return done.stdout
