"""What the store of a scenario tells the doors: the gates with who stands there, the questions."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from podium_desk.domain.door_questions import AnswerKind, QuestionId
from podium_desk.domain.door_questions import Question as HouseQuestion
from podium_desk.domain.gates import Gate as HouseGate
from podium_desk.domain.gates import GateDoor, GateId, IsolatedPolicy, ReEntry
from podium_desk.domain.text import Text
from podium_desk.proving.replay.evening import Evening
from podium_desk.proving.replay.form import Gate
from podium_desk.replica.codec import record_to_bytes
from podium_desk.replica.kinds import GATE, QUESTION


def write_gates(evening: Evening) -> None:
    """Put the gates of a scenario and its questions in the store's catalogue."""
    store = evening.world.store.program.replica
    for place, gate in enumerate(evening.scenario.gates):
        record = _gate(evening, gate, GateId(place + 1))
        store.write_records([(record.house, GATE, str(record.number), record_to_bytes(record))])
    for question in _questions(evening):
        body = record_to_bytes(question)
        store.write_records([(question.house, QUESTION, question.id, body)])


def _gate(evening: Evening, gate: Gate, number: GateId) -> HouseGate:
    programme = evening.programme
    doors = tuple(
        GateDoor(evening.devices[device.id].membership.claims.device, device.home_sections or ())
        for device in evening.scenario.devices
        if device.gate == gate.id
    )
    return HouseGate(
        number,
        programme.house,
        gate.id,
        tuple(programme.performances[event] for event in gate.events),
        gate.products,
        gate.sections,
        ReEntry(gate.re_entry),
        gate.accept_unpaid,
        gate.opens_min_before_start,
        gate.closes_min_after_start,
        "" if gate.rule is None else msgspec.json.encode(gate.rule).decode(),
        gate.addon_matching,
        gate.media_kinds,
        IsolatedPolicy(gate.isolated),
        gate.checkout_all_at,
        doors,
        shows_names=True,
    )


def _questions(evening: Evening) -> Iterator[HouseQuestion]:
    for place, question in enumerate(evening.scenario.questions):
        yield HouseQuestion(
            QuestionId(question.id),
            evening.programme.house,
            Text.of("nl", question.id),
            question.products,
            AnswerKind(question.kind),
            question.choices or (),
            question.required,
            place,
        )
