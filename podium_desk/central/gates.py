"""The gates and the questions of a house in its catalogue: a file is the whole of them.

Each gate keeps its number as long as it keeps its name; what a file does not name any more is
withdrawn. With the first gates the house gets the key under which numbers of cards are hashed.
"""

from __future__ import annotations

import itertools
import secrets
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from podium_desk.central.cluster import Central
from podium_desk.central.import_report import ImportReport
from podium_desk.central.programme import HouseProgramme
from podium_desk.central.refusals import CentralReason, CentralRefusal
from podium_desk.central.season import Outcome
from podium_desk.domain.door_questions import Question, QuestionId
from podium_desk.domain.gates import Gate, GateDoor, GateId
from podium_desk.domain.ids import PerformanceId
from podium_desk.domain.programme import House
from podium_desk.domain.text import Text
from podium_desk.i18n.words import Words
from podium_desk.integrations.gates import GateRow, GatesFile, QuestionRow, read_gates
from podium_desk.replica.codec import record_to_bytes
from podium_desk.replica.kinds import CARD_KEY, GATE, QUESTION

_KEY_BYTES = 32


class HouseGates:
    """Reads and writes the gates of one house; writing happens in the caller's block."""

    def __init__(self, central: Central, house: House) -> None:
        self._central = central
        self._house = house
        self._programme = HouseProgramme(central, house)

    def gates(self) -> tuple[Gate, ...]:
        """Every gate, by number."""
        return self._central.catalogue.gates(self._house.id)

    def questions(self) -> tuple[Question, ...]:
        """Every question, in the house's order."""
        return self._central.catalogue.questions(self._house.id)

    def made_of(self, row: GateRow, number: GateId) -> Gate | CentralRefusal:
        """A gate as the store keeps it under this number. Refuses performances and devices that the
        house does not have."""
        performances = None if row.performances is None else self._performances(row)
        doors = self._doors(row)
        if isinstance(performances, CentralRefusal):
            return performances
        if isinstance(doors, CentralRefusal):
            return doors
        return Gate(
            number, self._house.id, row.name, performances, row.tariffs,
            row.sections, row.re_entry, row.accepts_unpaid, row.opens_min_before_start,
            row.closes_min_after_start, row.rule, row.matches_add_ons, row.medium_kinds,
            row.isolated, row.checks_out_at, doors, row.shows_names, row.visits,
        )  # fmt: skip

    def numbers(self, names: Iterable[str]) -> list[GateId]:
        """What gates of these names are called: as before, or a number that never was given."""
        known = {gate.name: gate.number for gate in self.gates()}
        rows = self._central.sql.rows(
            "SELECT key FROM record WHERE house = ? AND kind = ?", (self._house.id, GATE)
        )
        free = itertools.count(1 + max((int(key) for (key,) in rows), default=0))
        return [known.get(name) or GateId(next(free)) for name in names]

    def question_of(self, row: QuestionRow, place: int) -> Question:
        """A question as the store keeps it."""
        words = {language or self._house.language: text for language, text in row.text.items()}
        first, *others = words.items()
        text = Text.of(*first)
        if others:
            text = replace(text, words={**text.words, **dict(others)})
        return Question(
            QuestionId(row.id), self._house.id, text, row.tariffs, row.kind, row.choices,
            row.is_required, place,
        )  # fmt: skip

    def put(self, gates: Iterable[Gate], questions: Iterable[Question]) -> dict[str, Outcome]:
        """Make these the house's, and withdraw all others; what became of each."""
        wanted = {(GATE, str(gate.number)): record_to_bytes(gate) for gate in gates}
        wanted |= {(QUESTION, one.id): record_to_bytes(one) for one in questions}
        outcomes = {key: self._write(kind, key, body) for (kind, key), body in wanted.items()}
        known = [(GATE, str(gate.number)) for gate in self.gates()]
        known += [(QUESTION, question.id) for question in self.questions()]
        for kind, key in known:
            if (kind, key) not in wanted:
                self._write(kind, key, None)
        self._give_key()
        return outcomes

    def open_doors(self, minutes: dict[str, int]) -> CentralRefusal | None:
        """So many minutes before the start the doors of these performances open."""
        for target, before in minutes.items():
            found = self._programme.named(target)
            if not found:
                return self._unknown(target, "doors_open")
            for one in found:
                moment = one.start - timedelta(minutes=before)
                self._programme.write(replace(one, doors_open=moment))
        return None

    def _write(self, kind: str, key: str, body: bytes | None) -> Outcome:
        replica, house = self._central.replica, self._house.id
        known = replica.records.get(house, kind, key)
        is_there = known is not None and known.body is not None
        if not replica.write_records([(house, kind, key, body)]):
            return Outcome.UNCHANGED
        return Outcome.UPDATED if is_there else Outcome.IMPORTED

    def _give_key(self) -> None:
        replica, house = self._central.replica, self._house.id
        if replica.records.get(house, CARD_KEY, CARD_KEY) is None:
            key = secrets.token_bytes(_KEY_BYTES)
            replica.write_records([(house, CARD_KEY, CARD_KEY, key)])

    def _performances(self, row: GateRow) -> tuple[PerformanceId, ...] | CentralRefusal:
        numbers: dict[PerformanceId, None] = {}
        for target in row.performances or ():
            found = self._programme.named(target) if target else []
            if not found:
                return self._unknown(target, row.name)
            numbers |= {one.id: None for one in found}
        return tuple(numbers)

    def _doors(self, row: GateRow) -> tuple[GateDoor, ...] | CentralRefusal:
        devices = self._central.replica.devices.of_house(self._house.id)
        by_name = {device.claims.name: device.claims.device for device in devices}
        by_name |= {str(device.claims.device): device.claims.device for device in devices}
        for door in row.doors:
            if door.device not in by_name:
                details = {"device": door.device, "gate": row.name}
                return CentralRefusal(CentralReason.GATE_UNKNOWN_DEVICE, details)
        return tuple(GateDoor(by_name[door.device], door.home_sections) for door in row.doors)

    def _unknown(self, target: str, gate: str) -> CentralRefusal:
        details = {"performance": target, "gate": gate}
        return CentralRefusal(CentralReason.GATE_UNKNOWN_PERFORMANCE, details)


def import_gates(central: Central, house: House, path: Path, words: Words) -> ImportReport:
    """Take a file of gates whole, or nothing of it: half a set lets the wrong guests in."""
    report, gates = ImportReport(words), HouseGates(central, house)
    try:
        content = path.read_bytes()
    except OSError as error:
        report.refuse_file(path.name, error)
        return report
    file = read_gates(content, path.name)
    for refusal in file.refused:
        report.refuse(refusal)
    if file.refused:
        return report
    with central.sql.transaction():
        central.sql.lock((house.id,))
        _take(gates, file, path.name, report)
    return report


def _take(house: HouseGates, file: GatesFile, name: str, report: ImportReport) -> None:
    numbers = house.numbers(row.name for row in file.gates)
    made = [
        (row, house.made_of(row, number)) for row, number in zip(file.gates, numbers, strict=True)
    ]
    refused = [(row.name, one) for row, one in made if isinstance(one, CentralRefusal)]
    for item, refusal in refused:
        report.refuse_here(name, item, refusal)
    if refused:
        return
    unopened = house.open_doors(dict(file.doors_open_min))
    if unopened is not None:
        report.refuse_here(name, "doors_open", unopened)
    gates = [one for _, one in made if isinstance(one, Gate)]
    questions = [house.question_of(row, place) for place, row in enumerate(file.questions)]
    for outcome in house.put(gates, questions).values():
        report.count(outcome)
