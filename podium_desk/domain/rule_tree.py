"""A gate's own rule: a tree of all, any and not over leaves, as the house wrote it in JSON.

A leaf that this program does not know refuses wherever it stands in the tree: what a newer program
would have forbidden is never let in by an older one. The leaves: docs/rules/admission.md.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from podium_desk.domain.venue_time import day_at, moment_ms, read_time_of_day, to_ms
from podium_desk.late_dataclass import dataclass

MINUTE_MS = 60_000
DEPTH_MAX = 60
"""A tree that is deeper was not written by a person; it is not known."""


@dataclass(frozen=True, slots=True)
class RuleCase:
    """What a rule may look at. Times are UTC milliseconds; `entries_ms` the oldest first."""

    at_ms: int
    zone: ZoneInfo
    tariff: str
    gate: str
    entries_ms: tuple[int, ...]
    is_inside: bool
    doors_open_ms: int
    start_ms: int
    end_ms: int


Holds = Callable[[RuleCase], bool]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as it was read; with `is_known` false it holds for nobody."""

    holds: Holds
    is_known: bool = True


class _UnknownLeaf(Exception):
    """Somewhere in the tree stands what this program does not know."""


UNKNOWN = Rule(lambda _case: False, is_known=False)


def read_rule(tree: object) -> Rule:
    """The rule in a tree as JSON gives it; `UNKNOWN` for one that is not understood."""
    try:
        return Rule(_tree(tree, DEPTH_MAX))
    except (ValueError, _UnknownLeaf):
        return UNKNOWN


def _tree(node: object, depth: int) -> Holds:
    if not isinstance(node, dict) or not node or depth == 0:
        raise _UnknownLeaf
    name, value = next(iter(node.items()))
    if len(node) > 1:
        return _time_leaf(node)
    match name, value:
        case (("all" | "any"), list()):
            parts = [_tree(part, depth - 1) for part in value]
            together = all if name == "all" else any
            return lambda case: together(part(case) for part in parts)
        case "not", _:
            part = _tree(value, depth - 1)
            return lambda case: not part(case)
        case (("after" | "before"), _):
            return _time_leaf(node)
        case "outside", True:
            return lambda case: not case.is_inside
        case (("product_in" | "gate_in"), list()) if all(isinstance(one, str) for one in value):
            return _name_leaf(name, frozenset(value))
        case "weekday_in", list() if all(_is_count(one) and 1 <= one <= 7 for one in value):
            return lambda case: day_at(case.zone, case.at_ms).isoweekday() in value
        case _, int() if _is_count(value) and name in _COUNTING:
            return _counting_leaf(_COUNTING[name], value)
    raise _UnknownLeaf


def _name_leaf(name: str, names: frozenset[str]) -> Holds:
    if name == "product_in":
        return lambda case: case.tariff in names
    return lambda case: case.gate in names


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _counting_leaf(holds: Callable[[RuleCase, int], bool], count: int) -> Holds:
    return lambda case: holds(case, count)


def _entries_today(case: RuleCase) -> int:
    today = day_at(case.zone, case.at_ms)
    return sum(day_at(case.zone, at_ms) == today for at_ms in case.entries_ms)


def _entry_days(case: RuleCase) -> int:
    return len({day_at(case.zone, at_ms) for at_ms in case.entries_ms})


def _is_long_since_last(case: RuleCase, minutes: int) -> bool:
    last = case.entries_ms[-1:]
    return not last or case.at_ms - last[0] > minutes * MINUTE_MS


def _is_short_since_first(case: RuleCase, minutes: int) -> bool:
    first = case.entries_ms[:1]
    return not first or case.at_ms - first[0] < minutes * MINUTE_MS


_COUNTING: dict[str, Callable[[RuleCase, int], bool]] = {
    "entries_lt": lambda case, count: len(case.entries_ms) < count,
    "entries_today_lt": lambda case, count: _entries_today(case) < count,
    "entry_days_lt": lambda case, count: _entry_days(case) < count,
    "minutes_since_last_entry_gt": _is_long_since_last,
    "minutes_since_first_entry_lt": _is_short_since_first,
}
"""Leaves with a number; they see the admitted entries before this scan."""


def _time_leaf(node: dict[str, object]) -> Holds:
    """``after`` or ``before`` a moment, with or without a tolerance; both ends inclusive."""
    tolerance = node.get("tolerance_min", 0)
    (name,) = node.keys() - {"tolerance_min"} if len(node) <= 2 else ("",)
    value = node.get(name)
    if name not in ("after", "before") or not isinstance(value, str) or not _is_count(tolerance):
        raise _UnknownLeaf
    assert isinstance(tolerance, int), "a count is a number"
    when, slack_ms = _moment(value), tolerance * MINUTE_MS
    if name == "after":
        return lambda case: case.at_ms >= when(case) - slack_ms
    return lambda case: case.at_ms <= when(case) + slack_ms


def _moment(text: str) -> Callable[[RuleCase], int]:
    if text == "doors_open":
        return lambda case: case.doors_open_ms
    if text == "start":
        return lambda case: case.start_ms
    if text == "end":
        return lambda case: case.end_ms
    at = read_time_of_day(text)
    if at is not None:
        return lambda case: moment_ms(case.zone, day_at(case.zone, case.at_ms), at)
    written = datetime.fromisoformat(text)
    if "T" not in text or not 1970 < written.year < 2200:
        raise _UnknownLeaf
    if written.tzinfo is not None:
        return lambda _case: to_ms(written)
    return lambda case: to_ms(written.replace(tzinfo=case.zone))
