"""What the till's page remembers between two views."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from podium_desk.late_dataclass import dataclass
from podium_desk.presentation.terminal_day import TerminalAsk
from podium_desk.presentation.till_view import Step

if TYPE_CHECKING:
    from podium_desk.application.till import Closed, TillState, Weighed
    from podium_desk.domain.till import Money
    from podium_desk.replica.till_log import StandingReport


@dataclass(slots=True)
class TillMemory:
    """Changed only by the presenter, on the screen's thread."""

    step: Step = Step.SHIFT
    state: TillState | None = None
    reports: list[StandingReport] = field(default_factory=list)
    money: Money | None = None
    weighed: Weighed | None = None
    closed: Closed | None = None
    is_taking_out: bool = False
    notice: str = ""
    is_busy: bool = False
    terminal: TerminalAsk = TerminalAsk.NOT
    """How far the card terminal's own day is."""
