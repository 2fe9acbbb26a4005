"""What happened at a till: the bodies of its facts, stored for ever as those of `domain.facts`."""

from __future__ import annotations

from podium_desk.domain.till_report import Pieces, TillReport
from podium_desk.late_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class ShiftOpened:
    """A drawer was opened with a float. `shift` counts the shifts of this log, from 1.

    `is_shared`: everybody who sells on this register works on this drawer; else it is this
    clerk's own. `pieces` is empty where the float was given as one number.
    """

    shift: int
    clerk: str
    at_ms: int
    float_cents: int
    is_shared: bool
    pieces: Pieces = ()


@dataclass(frozen=True, slots=True)
class CashMoved:
    """Money was put in a drawer, or taken out where `amount_cents` is negative, for a reason."""

    shift: int
    clerk: str
    at_ms: int
    amount_cents: int
    reason: str


@dataclass(frozen=True, slots=True)
class DrawerCounted:
    """A drawer was counted when this much was expected, which the clerk had not seen.

    `reason` explains a difference, `approved_by` is the manager whose PIN a large one took.
    """

    shift: int
    clerk: str
    at_ms: int
    counted_cents: int
    expected_cents: int
    pieces: Pieces = ()
    reason: str = ""
    approved_by: str = ""


@dataclass(frozen=True, slots=True)
class ShiftClosed:
    """A shift is over. `left_cents` of what was counted stays in the drawer."""

    shift: int
    clerk: str
    at_ms: int
    left_cents: int


@dataclass(frozen=True, slots=True)
class XTaken:
    """Somebody took an interim report of all since the last Z, up to the fact before this one."""

    number: int
    clerk: str
    at_ms: int


@dataclass(frozen=True, slots=True)
class ZClosed:
    """The register's books are closed up to the fact before this one.

    Numbers go up by one in a log and `previous_hash` is the hash of the Z before
    (`domain.till_reading`), empty for the first, so that none can be left out.
    """

    number: int
    previous_hash: bytes
    clerk: str
    at_ms: int
    report: TillReport


@dataclass(frozen=True, slots=True)
class DrawerOpened:
    """The drawer was opened without a sale."""

    clerk: str
    at_ms: int
    reason: str
