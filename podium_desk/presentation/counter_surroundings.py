"""What a counter screen needs of the world besides its desk."""

from __future__ import annotations

from dataclasses import field
from functools import cache
from typing import TYPE_CHECKING

from podium_desk.application.jobs import ImmediateJobs
from podium_desk.late_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from hardware.terminals.port import Terminal
    from podium_desk.application.jobs import Jobs


def terminal_at(url: str) -> Callable[[], Terminal]:
    """Opens the terminal at a device address, once, when it is first asked; one that is not
    connected when the address is empty."""

    @cache
    def opened() -> Terminal:
        # Loaded with the first card payment, after the first window.
        from hardware.registry import open_terminal

        return open_terminal(url or "standalone://")

    return opened


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The clock, the tokens, the book of faults and the card terminal of one counter screen."""

    clock: Callable[[], datetime]
    """The time now, aware, in any time zone."""
    new_token: Callable[[], str]
    """A token that no other sale has."""
    report_fault: Callable[[Exception], None]
    """Keeps an unexpected error for whoever repairs it; the screen goes on."""
    terminal: Callable[[], Terminal] = field(default_factory=lambda: terminal_at(""))
    """The card terminal, opened with the first payment."""
    terminal_jobs: Jobs = field(default_factory=ImmediateJobs)
    """Runs what the terminal is asked: apart from the replica's lane, since it may be slow."""
    qr_terminal: Callable[[], Terminal] | None = None
    """Bancontact Pay, through the store; None for a counter that speaks with none."""
    has_terminal: bool = False
    """Whether that terminal is connected, as the status strip says."""
    keep_file: Callable[[str, bytes], str] = lambda _name, _content: ""
    """Keeps a file of this name where a person wants it: what it is called there, empty when they
    want none."""
    ask_manager: Callable[[Callable[[], None]], None] | None = None
    """Asks a manager's PIN, above a clerk's limit, and then goes on; None where nobody logs in."""
    scan_opened_nothing: Callable[[], None] = lambda: None
    """Whoever scanned may look at the ticket, and has to hear it."""
