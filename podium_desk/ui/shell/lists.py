"""Puts the page of a performance's lists over a counter's window."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from podium_desk.application.owed_table import owed_csv
from podium_desk.presentation.attendance_list import AttendanceList
from podium_desk.presentation.back_list import BackList
from podium_desk.presentation.guest_list import GuestList
from podium_desk.presentation.lists import ListSide, ListsPresenter, ListTable
from podium_desk.presentation.lists_view import Tab
from podium_desk.presentation.seats_paper import SeatsPaper
from podium_desk.presentation.waiting_list import WaitingList
from podium_desk.ui.screens.lists.page import ListsPage
from podium_desk.ui.shell.kept_files import keep_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from PySide6.QtWidgets import QWidget

    from podium_desk.application.cancelled_performances import OwedBack
    from podium_desk.application.jobs import Jobs
    from podium_desk.application.lists_desk import ListsDesk
    from podium_desk.ui.shell.status import Below


def lists_page(
    window: QWidget,
    desk: Callable[[], ListsDesk],
    jobs: Jobs,
    below: Below,
    ask_manager: Callable[[Callable[[], None]], None] | None = None,
) -> ListsPage:
    """The page over `window`, closed; `open_page` opens it for a performance. `ask_manager` asks a
    manager's PIN above a clerk's limit, and then goes on."""
    table = ListTable(desk, jobs, lambda: below.words, below.failed)
    table.ask_manager = ask_manager

    def write(name: str, text: str) -> None:
        keep(name, text.encode("utf-8"))

    def keep(name: str, content: bytes) -> None:
        kept = keep_file(window, name, content)
        if kept:
            table.say(table.words("lists.written", file=kept))

    def write_owed(name: str, owed: Iterable[OwedBack]) -> None:
        write(name, owed_csv(owed))

    sides: dict[Tab, ListSide] = {
        Tab.BACK: BackList(table, write_owed),
        Tab.WAITING: WaitingList(table),
        Tab.ATTENDANCE: AttendanceList(table, write),
        Tab.SEATS: SeatsPaper(table, keep),
        Tab.GUESTS: GuestList(table, _new_token, lambda: _read_file(window)),
    }
    return ListsPage(window, ListsPresenter(table, sides))


def _new_token() -> str:
    return secrets.token_hex(8)


def _read_file(window: QWidget) -> str | None:
    """The text of a file that a person chooses: UTF-8, or what a spreadsheet writes on Windows."""
    # The dialog is loaded when it is first wanted.
    from PySide6.QtWidgets import QFileDialog

    chosen, _kind = QFileDialog.getOpenFileName(window, "", "", "CSV (*.csv *.txt)")
    if not chosen:
        return None
    data = Path(chosen).read_bytes()
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
