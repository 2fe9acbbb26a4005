"""What UiTPAS calls a performance: the id of its event in UiTdatabank."""

from __future__ import annotations

from collections.abc import Mapping

from podium_desk.domain.ids import PerformanceId
from podium_desk.domain.programme import Performance


def event_of(performance: Performance) -> str:
    """The event's id, which an import keeps with the performance's start behind it."""
    event, at, _ = performance.identity.rpartition("@")
    return (event if at else performance.identity).rstrip("/").rpartition("/")[2]


def is_ours(performances: Mapping[PerformanceId, Performance], number: int) -> bool:
    """Whether this is a performance of the cluster."""
    return PerformanceId(number) in performances
