"""Which of several tickets a code or a card stands for: a card's, a ticket and its add-ons."""

from __future__ import annotations

from collections.abc import Sequence

from podium_desk.domain.facts import Direction
from podium_desk.domain.objections import (
    Case,
    is_admitted_here,
    objection_to_ticket,
    valid_here_ms,
)


def chosen_case(cases: Sequence[Case]) -> Case | None:
    """The one that is judged, of tickets whose performances the gate admits (at least one).

    None when several fit: the code is ambiguous.
    """
    meant = cases if len(cases) == 1 else _those_inside(cases)
    if len(meant) == 1:
        return meant[0]
    fitting = [case for case in meant if objection_to_ticket(case) is None]
    if len(fitting) > 1:
        return None
    return fitting[0] if fitting else min(meant, key=_how_far_off)


def _those_inside(cases: Sequence[Case]) -> Sequence[Case]:
    """On an exit those who are inside, if any are."""
    is_exit = cases[0].request.direction is Direction.EXIT
    inside = [case for case in cases if is_exit and case.candidate.stay.is_inside]
    return inside or cases


def _how_far_off(case: Case) -> tuple[bool, int, bool, float, float]:
    """Rather one that is admitted here, that comes furthest in the order, that is valid here next,
    that was valid here last; of those alike the first listed."""
    objection = objection_to_ticket(case)
    assert objection is not None, "one that fits is taken before any is compared"
    begins, ends = valid_here_ms(case)
    is_still_to_come = begins is not None and begins > case.request.at_ms
    return (
        not is_admitted_here(case),
        -objection.order,
        not is_still_to_come,
        begins if is_still_to_come and begins is not None else 0,
        0 if is_still_to_come else -(float("inf") if ends is None else ends),
    )
