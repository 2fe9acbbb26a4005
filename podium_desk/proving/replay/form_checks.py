"""What the types of a scenario cannot say: nulls, names that point at nothing, shapes that depend
on each other. Every fault is a `BadForm` that tells where it is."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from msgspec import UNSET

from podium_desk.proving.replay.form import (
    TIME,
    TIME_OF_DAY,
    BadForm,
    Check,
    CheckExpect,
    Code,
    Cut,
    Gate,
    Heal,
    Restart,
    Scan,
    Scenario,
    Sell,
    StaffAct,
    Step,
    Tick,
)
from podium_desk.proving.replay.times import instant, zone_of
from sync.decoding import decode_json

_MAY_BE_NULL = {
    "gates": frozenset(
        {"products", "sections", "opens_min_before_start", "closes_min_after_start", "rule",
         "media_kinds", "checkout_all_at"}
    ),
    "expect": frozenset({"reason", "ticket", "name", "first_entry"}),
}  # fmt: skip
_EXACT_UNTIL = 1 << 53
_TIMES = frozenset({"start", "end", "doors_open", "at", "valid_from", "valid_until"})
_COUNTS = frozenset(
    {"entries_lt", "entries_today_lt", "entry_days_lt", "minutes_since_last_entry_gt",
     "minutes_since_first_entry_lt", "tolerance_min"}
)  # fmt: skip


def read_scenario(data: bytes) -> Scenario:
    """The scenario in a file's bytes; raises `BadForm`."""
    try:
        raw = _whole_numbers(msgspec.json.decode(data))
        scenario = decode_json(msgspec.json.encode(raw), Scenario)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise BadForm(str(error)) from error
    _check_nulls(raw, "$", "")
    zone = zone_of(scenario.timezone)
    _check_times(raw, "$", zone)
    _Names(scenario).check()
    return scenario


def _whole_numbers(raw: Any) -> Any:
    """The same with 45 for 45.0, which to JSON is one number."""
    if isinstance(raw, dict):
        return {key: _whole_numbers(value) for key, value in raw.items()}
    if isinstance(raw, list):
        return [_whole_numbers(value) for value in raw]
    is_whole = isinstance(raw, float) and raw.is_integer() and abs(raw) < _EXACT_UNTIL
    return int(raw) if is_whole else raw


def _check_nulls(raw: Any, where: str, group: str) -> None:
    """A null says "no restriction" at a gate and "nobody" in an answer, and nothing elsewhere."""
    for key, value, at in _children(raw, where):
        if value is None and key not in _MAY_BE_NULL.get(group, ()):
            raise BadForm(f"{at}: null means nothing here")
        inner = key if key in _MAY_BE_NULL else "" if isinstance(raw, dict) else group
        if key == "rule" and group == "gates":
            continue
        _check_nulls(value, at, inner)


def _check_times(raw: Any, where: str, zone: ZoneInfo) -> None:
    for key, value, at in _children(raw, where):
        if key in _TIMES and isinstance(value, str):
            try:
                instant(value, zone)
            except BadForm as fault:
                raise BadForm(f"{at}: {fault}") from fault
        else:
            _check_times(value, at, zone)


def _children(raw: Any, where: str) -> Iterator[tuple[str, Any, str]]:
    if isinstance(raw, dict):
        yield from ((key, value, f"{where}.{key}") for key, value in raw.items())
    elif isinstance(raw, list):
        yield from (("", value, f"{where}[{place}]") for place, value in enumerate(raw))


class _Names:
    """Every name of a scenario, and whether it points at something."""

    def __init__(self, scenario: Scenario) -> None:
        self._scenario = scenario
        self._events = _ids("events", scenario.events)
        self._gates = _ids("gates", scenario.gates)
        self._devices = _ids("devices", scenario.devices)
        self._tickets = _ids("tickets", scenario.tickets)
        self._media = _ids("media", scenario.media)
        self._questions = _ids("questions", scenario.questions)

    def check(self) -> None:
        """Raises `BadForm`."""
        for gate in self._scenario.gates:
            self._check_gate(gate)
        self._check_devices()
        self._check_tickets()
        for question in self._scenario.questions:
            where = f"question {question.id}"
            _check_once(f"{where}, products", question.products)
            if (question.kind == "choice") != (question.choices is not None):
                raise BadForm(f"{where}: choices belong to a choice, and to nothing else")
            _check_once(f"{where}, choices", question.choices or ())
        for number, step in enumerate(self._scenario.steps):
            self._check_step(step, f"$.steps[{number}]")

    def _check_gate(self, gate: Gate) -> None:
        where = f"gate {gate.id}"
        _check_known(where, "event", gate.events, self._events)
        for names in (gate.events, gate.products, gate.sections, gate.media_kinds):
            _check_once(where, names or ())
        if gate.rule is not None:
            _check_rule(gate.rule, f"{where}, rule")

    def _check_devices(self) -> None:
        for device in self._scenario.devices:
            where = f"device {device.id}"
            if device.gate is None and device.kind == "door":
                raise BadForm(f"{where}: a door stands at a gate")
            _check_known(where, "gate", [device.gate] if device.gate else [], self._gates)
            _check_once(f"{where}, home_sections", device.home_sections or ())

    def _check_tickets(self) -> None:
        for ticket in self._scenario.tickets:
            where = f"ticket {ticket.id}"
            _check_known(where, "event", [ticket.event], self._events)
            _check_known(where, "ticket", [ticket.addon_of] if ticket.addon_of else [],
                         self._tickets)  # fmt: skip
            self._check_parents(ticket.id)
        for medium in self._scenario.media:
            _check_known(f"medium {medium.id}", "ticket", medium.tickets, self._tickets)
            _check_once(f"medium {medium.id}", medium.tickets)

    def _check_parents(self, ticket: str) -> None:
        parents = {one.id: one.addon_of for one in self._scenario.tickets}
        seen, at = {ticket}, parents[ticket]
        while at is not None:
            if at in seen:
                raise BadForm(f"ticket {ticket}: it is an add-on of itself")
            seen.add(at)
            at = parents.get(at)

    def _check_step(self, step: Step, where: str) -> None:
        match step:
            case Scan():
                self._check_scan(step, where)
            case Tick():
                pass
            case Check():
                self._check_check(step.expect, where)
            case Cut() | Heal():
                devices = [] if step.device == "*" else [step.device]
                _check_known(where, "device", devices, self._devices)
            case _:
                _check_known(where, "device", [step.device], self._devices)
                if not isinstance(step, Restart) and isinstance(step, StaffAct):
                    self._check_staff(step, where)

    def _check_staff(self, step: StaffAct, where: str) -> None:
        _check_known(where, "ticket", [step.ticket], self._tickets)
        if isinstance(step, Sell) and self._tickets[step.ticket].state != "unsold":
            raise BadForm(f"{where}: {step.ticket} is sold from the beginning")

    def _check_scan(self, step: Scan, where: str) -> None:
        _check_known(where, "device", [step.device], self._devices)
        if self._devices[step.device].gate is None:
            raise BadForm(f"{where}: {step.device} stands at no gate")
        self._check_code(step.code, f"{where}.code")
        expect, where = step.expect, f"{where}.expect"
        if isinstance(expect.ticket, str):
            _check_known(where, "ticket", [expect.ticket], self._tickets)
        if expect.questions is not UNSET:
            _check_known(where, "question", expect.questions, self._questions)
            _check_once(f"{where}, questions", expect.questions)
        if expect.first_entry is not UNSET and expect.first_entry is not None:
            _check_known(where, "device", [expect.first_entry.device], self._devices)

    def _check_code(self, code: str | Code, where: str) -> None:
        if isinstance(code, str):
            return _check_known(where, "ticket", [code], self._tickets)
        more = (code.generation, code.forge, code.prefix)
        kinds = [one for one in (code.ticket, code.medium, code.raw) if one is not None]
        if len(kinds) != 1 or (code.ticket is None) != all(one is None for one in more):
            raise BadForm(
                f"{where}: a ticket with generation, forge or prefix, or a medium, or a raw text"
            )
        _check_known(where, "ticket", [code.ticket] if code.ticket else [], self._tickets)
        _check_known(where, "medium", [code.medium] if code.medium else [], self._media)
        return None

    def _check_check(self, expect: CheckExpect, where: str) -> None:
        counts = (expect.inside, expect.admitted, expect.attempts, expect.refused)
        if expect.event is not UNSET:
            _check_known(where, "event", [expect.event], self._events)
        elif len(self._events) > 1 and any(one is not UNSET for one in counts):
            raise BadForm(f"{where}: of several events, say which one is counted")
        if expect == CheckExpect():
            raise BadForm(f"{where}: nothing is expected")
        incidents = expect.incidents or ()
        _check_once(f"{where}, incidents", [str(one) for one in incidents])
        for one in incidents:
            named = (one.device, one.ticket) if one.kind == "clock_skew" else (
                one.ticket, one.device
            )  # fmt: skip
            if named[0] is None or named[1] is not None:
                raise BadForm(f"{where}: {one.kind} is about a device or about a ticket")
            _check_known(where, "device", [one.device] if one.device else [], self._devices)
            _check_known(where, "ticket", [one.ticket] if one.ticket else [], self._tickets)


def _ids(what: str, things: Iterable[Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for thing in things:
        if thing.id in found:
            raise BadForm(f"$.{what}: {thing.id} is there twice")
        found[thing.id] = thing
    return found


def _check_known(where: str, what: str, names: Iterable[str], known: Mapping[str, Any]) -> None:
    for name in names:
        if name not in known:
            raise BadForm(f"{where}: there is no {what} {name}")


def _check_once(where: str, names: Collection[str]) -> None:
    if len(set(names)) != len(names):
        raise BadForm(f"{where}: a name is there twice")


def _check_rule(rule: Any, where: str) -> None:
    """A tree of known leaves with values of their kind; a leaf nobody knows is the door's to
    refuse."""
    if not isinstance(rule, dict) or not rule:
        raise BadForm(f"{where}: a rule is an object with a leaf")
    keys = set(rule) - {"tolerance_min"}
    if len(keys) != 1 or ("tolerance_min" in rule and not keys <= {"after", "before"}):
        raise BadForm(f"{where}: a rule is one leaf; tolerance_min goes with after or before")
    for key, value in rule.items():
        _check_leaf(key, value, f"{where}.{key}")


def _check_leaf(key: str, value: Any, where: str) -> None:
    if key in ("all", "any"):
        if not isinstance(value, list):
            raise BadForm(f"{where}: a list of rules")
        for place, inner in enumerate(value):
            _check_rule(inner, f"{where}[{place}]")
    elif key == "not":
        _check_rule(value, where)
    elif not _is_of_its_kind(key, value):
        raise BadForm(f"{where}: {msgspec.json.encode(value).decode()} is no value for it")


def _is_of_its_kind(key: str, value: Any) -> bool:
    if key in _COUNTS:
        return isinstance(value, int) and not isinstance(value, bool) and value >= 0
    if key in ("product_in", "gate_in"):
        return _is_list_of(value, str) and all(value)
    if key == "weekday_in":
        return _is_list_of(value, int) and all(1 <= day <= 7 for day in value)
    if key == "outside":
        return value is True
    if key in ("after", "before"):
        return _is_when(value)
    return True


def _is_list_of(value: Any, kind: type) -> bool:
    is_list = isinstance(value, list) and all(type(one) is kind for one in value)
    return is_list and len(set(value)) == len(value)


def _is_when(value: Any) -> bool:
    if value in ("doors_open", "start", "end"):
        return True
    return isinstance(value, str) and any(re.match(one, value) for one in (TIME_OF_DAY, TIME))
