"""The gate at which a device stands, and what holds there now; the device finds it by itself."""

from __future__ import annotations

from dataclasses import replace

from podium_desk.application.hearing import hears_nobody
from podium_desk.application.tonight import Tonight
from podium_desk.application.workplace import Workplace
from podium_desk.domain.admission import Evening, Times
from podium_desk.domain.evening import LENGTH
from podium_desk.domain.gates import NO_GATE, Gate, GateId
from podium_desk.domain.ids import PerformanceId
from podium_desk.domain.programme import Performance, PerformanceStatus
from podium_desk.domain.rule_tree import Rule
from podium_desk.domain.venue_time import to_ms
from podium_desk.replica.gates import rule_of, zone_of


class GateHere:
    """What a device lets in. Without a gate that names it: all of tonight's, once."""

    def __init__(self, work: Workplace) -> None:
        self._work = work
        self._tonight = Tonight(work)
        self._rules: dict[str, Rule | None] = {}
        """The rules of the gates as they were read; the text is the key."""
        self._stood: tuple[object, object, Gate] | None = None
        """The gate, until the house's gates or tonight's performances are others."""
        self._kept: tuple[object, Gate, dict[PerformanceId, Times]] | None = None
        """When the performances of a gate are, until the catalogue or the hour says otherwise."""
        self._evening: tuple[object, object, Evening] | None = None
        """What holds here, likewise."""

    def gate(self) -> Gate:
        """The gate at which this device stands: of several the one that lets in to tonight's."""
        gates = self._work.catalogue.gates(self._work.house)
        tonight = self._tonight.performances()
        stood = self._stood
        if stood is None or stood[0] is not gates or stood[1] is not tonight:
            stood = self._stood = (gates, tonight, self._gate_of(gates, tonight))
        return stood[2]

    def _gate_of(self, gates: tuple[Gate, ...], tonight: tuple[Performance, ...]) -> Gate:
        claims = self._work.claims
        here = [gate for gate in gates if gate.has_door(claims.device)]
        numbers = {performance.id for performance in tonight}
        chosen = [gate for gate in here if _lets_in_to(gate, numbers)] or here
        return chosen[0] if chosen else Gate(NO_GATE, self._work.house, claims.name)

    def of_number(self, number: int) -> Gate:
        """The gate with this number, as another door says it stands at; else tonight's."""
        gates = self._work.catalogue.gates(self._work.house)
        found = (gate for gate in gates if gate.number == number)
        return next(found, Gate(GateId(number), self._work.house, ""))

    def tonight(self) -> tuple[Performance, ...]:
        """Those of tonight that the gate here lets in to, the next one first."""
        admitted = {one.id for one in self.performances()}
        return tuple(one for one in self._tonight.performances() if one.id in admitted)

    def performances(self, gate: Gate | None = None) -> tuple[Performance, ...]:
        """Those that a gate lets in to, the next one first; it may be a whole season."""
        gate = gate or self.gate()
        if gate.performances is None:
            return self._tonight.performances()
        known = self._work.catalogue.performances()
        found = [known[number] for number in gate.performances if number in known]
        return tuple(sorted(found, key=lambda one: (one.start, one.id)))

    def evening(self) -> Evening:
        """All that holds here now. Asked at every scan, so it is made again only where the
        catalogue, the hour or who is heard makes another one of it."""
        known, tonight = self._work.catalogue.performances(), self._tonight.performances()
        kept = self._evening
        if kept is None or kept[0] is not known or kept[1] is not tonight:
            kept = self._evening = (known, tonight, self.evening_at(self.gate()))
        is_alone = hears_nobody(self._work)
        if kept[2].hears_nobody is not is_alone:
            kept = self._evening = (known, tonight, replace(kept[2], hears_nobody=is_alone))
        return kept[2]

    def evening_at(self, gate: Gate) -> Evening:
        """All that holds at a gate now, for who decides there."""
        work = self._work
        return Evening(
            gate=gate,
            times=self._times(gate),
            zone=zone_of(work.catalogue, work.house),
            rule=self._rule(gate),
            questions=work.catalogue.questions(work.house),
            home_sections=gate.home_sections(work.claims.device),
            hears_nobody=hears_nobody(work),
        )

    def _times(self, gate: Gate) -> dict[PerformanceId, Times]:
        known: object = self._tonight.performances()
        if gate.performances is not None:
            known = self._work.catalogue.performances()
        kept = self._kept
        if kept is None or kept[0] is not known or kept[1] is not gate:
            times = {one.id: _times(one) for one in self.performances(gate)}
            kept = self._kept = (known, gate, times)
        return kept[2]

    def _rule(self, gate: Gate) -> Rule | None:
        if gate.rule not in self._rules:
            self._rules = {gate.rule: rule_of(gate)}
        return self._rules[gate.rule]


def _lets_in_to(gate: Gate, tonight: set[PerformanceId]) -> bool:
    return gate.performances is None or not tonight.isdisjoint(gate.performances)


def _times(performance: Performance) -> Times:
    return Times(
        to_ms(performance.start),
        to_ms(performance.end or performance.start + LENGTH),
        to_ms(performance.doors_open or performance.start),
        performance.status is PerformanceStatus.CANCELLED,
    )
