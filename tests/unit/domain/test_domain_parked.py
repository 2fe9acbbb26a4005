"""Who may take up a basket that was put aside: the rows of docs/rules/parked-baskets.md."""

from __future__ import annotations

import pytest
from harness.rule_tables import rows_under

from podium_desk.domain.ids import origin_of
from podium_desk.domain.parked import ParkedState, why_not_taken

_MINUTE_MS = 60_000
_HAS_IT = {"nobody yet": None, "let go": 0}


def minute(text: str) -> int:
    hours, minutes = text.split(":")
    return (int(hours) * 60 + int(minutes)) * _MINUTE_MS


@pytest.mark.parametrize(
    ("has_it", "asks", "at", "outcome"),
    rows_under("parked-baskets.md", "## Who may take it up"),
)
def test_who_may_take_a_basket_up(has_it: str, asks: str, at: str, outcome: str) -> None:
    taken_by = _HAS_IT[has_it] if has_it in _HAS_IT else int(has_it.removeprefix("counter "))
    state = ParkedState(origin_of(1, 0), minute("20:45"), taken_by)
    refusal = why_not_taken(state, int(asks), minute(at))
    assert outcome == ("has it" if refusal is None else refusal.reason.value)
