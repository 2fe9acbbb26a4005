"""What people settled: the incidents that are off the list, and who said so."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from podium_desk.late_dataclass import dataclass
from sync.records.personal import unseal
from sync.store.port import Sql


@dataclass(frozen=True, slots=True)
class Settlement:
    """How an incident was settled. Settled twice, the first by corrected time counts.

    `note` is empty where it is not kept (any more), `person` is what it is erased by.
    """

    incident: str
    house: int
    at_ms: int
    outcome: str
    by: str
    note: str
    amount_cents: int
    origin: int
    person: str = ""


def settlements(sql: Sql, house: int | None = None) -> dict[str, Settlement]:
    """Every settled incident by name, the newest first; of one house or of all."""
    of_house = "" if house is None else " WHERE s.house = ?"
    rows = sql.rows(
        "SELECT s.incident, s.house, s.at_ms, s.outcome, s.settled_by, s.note, s.amount_cents,"
        " s.origin, b.person, b.sealed, k.key FROM incident_settled s"
        " LEFT JOIN personal_body b"
        " ON b.house = s.house AND b.origin = s.origin AND b.seq = s.seq"
        " LEFT JOIN person_key k ON k.house = b.house AND k.person = b.person"
        f"{of_house} ORDER BY s.at_ms DESC, s.origin DESC, s.seq DESC",
        () if house is None else (house,),
    )
    # Of two about one incident the earlier comes later here, and stays.
    found = {row[0]: _settlement(row) for row in rows}
    return dict(sorted(found.items(), key=lambda item: (-item[1].at_ms, item[0])))


def _settlement(row: tuple[Any, ...]) -> Settlement:
    settlement, (person, sealed, key) = Settlement(*row[:8]), row[8:]
    plain = None if key is None else unseal(bytes(key), person, bytes(sealed))
    return settlement if plain is None else replace(settlement, note=plain.decode(), person=person)
