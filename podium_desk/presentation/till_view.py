"""What the till's page shows, as frozen values: one step at a time, from the float to the Z."""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum

from podium_desk.late_dataclass import dataclass
from podium_desk.presentation.bank_list import BankView


class Step(StrEnum):
    """Where somebody is on the till's page."""

    FLOAT = "float"
    """No shift is open for this clerk: open one."""
    SHIFT = "shift"
    """A shift is open: what can be done with it."""
    MOVE = "move"
    DRAWER = "drawer"
    COUNT = "count"
    CLOSE = "close"
    """The drawer was counted: difference, terminal, what stays."""
    DONE = "done"
    BANK = "bank"
    """A bank's statement is looked at."""


@dataclass(frozen=True, slots=True)
class Figure:
    """An amount with its word. `tone` is ``good``, ``bad`` or empty."""

    word: str
    amount: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A report that can be printed again."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class TillView:
    """The page. `float_typed` and `left_typed` are what stands in a field at first.

    `asks_reason`: the difference needs one. `asks_terminal`: the day closes, so the terminal's own
    day total is asked; `terminal_typed` is what it told itself.
    """

    step: Step = Step.SHIFT
    title: str = ""
    subtitle: str = ""
    notice: str = ""
    is_busy: bool = False
    has_clerk: bool = False
    can_lock: bool = False
    is_taking_out: bool = False
    float_typed: str = ""
    float_hint: str = ""
    figures: tuple[Figure, ...] = ()
    left_typed: str = ""
    asks_reason: bool = False
    asks_terminal: bool = False
    terminal_typed: str = ""
    reports: tuple[ReportLine, ...] = ()
    close_word: str = ""
    bank: BankView = field(default_factory=BankView)
    can_z: bool = False
    """Money came in while no shift was open: the day can be closed without one."""
