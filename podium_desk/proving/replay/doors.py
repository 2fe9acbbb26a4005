"""Scans and annulments at the doors of a scenario, and what they answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC
from typing import TypeVar

import msgspec
from msgspec import UNSET

from podium_desk.application.door import OverrideReason, ScanOutcome, VolunteerSays
from podium_desk.application.door_post import DoorPost
from podium_desk.domain.door_questions import QuestionId
from podium_desk.domain.facts import Direction
from podium_desk.proving.replay.codes import text_of
from podium_desk.proving.replay.comparing import Different, GivenAnswer, GivenEntry, compare
from podium_desk.proving.replay.counters import Counters, NotPossible
from podium_desk.proving.replay.evening import Evening
from podium_desk.proving.replay.form import Annul, FirstEntry, Scan, ScanExpect
from podium_desk.proving.replay.times import instant

T = TypeVar("T")


class Doors:
    """Every device that scans."""

    def __init__(self, evening: Evening, counters: Counters) -> None:
        self._evening = evening
        self._counters = counters

    def scan(self, step: Scan) -> None:
        """Scan, and compare; raises `Different` or `NotPossible`."""
        text = text_of(step.code, self._counters)
        says = VolunteerSays(
            OverrideReason.RESPONSIBLE_AGREES if step.override else None,
            step.accept_unpaid,
            {QuestionId(key): value for key, value in step.answers.items()},
        )
        outcome = self._run(
            step.device,
            lambda door: door.scan(
                text, Direction(step.direction), says, self._token(step), step.dry_run
            ),
        )
        compare(self._at_instants(step.expect), self._answer(outcome))

    def annul(self, step: Annul) -> None:
        """Annul, and compare."""
        refusal = self._run(step.device, lambda door: door.annul(step.token))
        given = None if refusal is None else refusal.value
        if step.expect.ok != (given is None):
            raise Different("ok", step.expect.ok, given is None)
        if step.expect.reason is not UNSET and step.expect.reason != given:
            raise Different("reason", step.expect.reason, given)

    def _token(self, step: Scan) -> str:
        return step.token or self._evening.world.rng.randbytes(8).hex()

    def _answer(self, outcome: ScanOutcome) -> GivenAnswer:
        names = {sold.id: name for name, sold in self._counters.sold.items()}
        names |= self._counters.never_sold
        first = outcome.first_entry
        return GivenAnswer(
            outcome.verdict.value,
            None if outcome.reason is None else outcome.reason.value,
            None if outcome.ticket is None else names[outcome.ticket],
            outcome.is_overridden,
            outcome.attention,
            outcome.notes,
            outcome.name or None,
            tuple(question.id for question in outcome.questions),
            None if first is None else GivenEntry(first.door, first.at.astimezone(UTC)),
            outcome.stale_s is not None,
        )

    def _at_instants(self, expect: ScanExpect) -> ScanExpect:
        """Times are compared as instants: in UTC, for two zones never agree on the hour that a
        clock change repeats."""
        first = expect.first_entry
        if not isinstance(first, FirstEntry):
            return expect
        moment = instant(first.at, self._evening.zone).astimezone(UTC)
        at = GivenEntry(first.device, moment)
        return msgspec.structs.replace(expect, first_entry=at)

    def _run(self, name: str, work: Callable[[DoorPost], T]) -> T:
        device = self._evening.devices[name]
        outcome = device.machine.run(lambda: (work(device.program.door),))
        if outcome is None:
            raise NotPossible(f"{name} is off")
        return outcome[0]
