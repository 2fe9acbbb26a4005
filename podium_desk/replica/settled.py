"""What people settled: the incidents that are off the list, and who said so."""

from __future__ import annotations

from dataclasses import dataclass

from sync.store.port import Sql


@dataclass(frozen=True, slots=True)
class Settlement:
    """How an incident was settled. Settled twice, the first by corrected time counts."""

    incident: str
    house: int
    at_ms: int
    outcome: str
    by: str
    note: str
    amount_cents: int
    origin: int


def settlements(sql: Sql, house: int | None = None) -> dict[str, Settlement]:
    """Every settled incident by name, the newest first; of one house or of all."""
    of_house = "" if house is None else " WHERE house = ?"
    rows = sql.rows(
        "SELECT incident, house, at_ms, outcome, settled_by, note, amount_cents, origin"
        f" FROM incident_settled{of_house} ORDER BY at_ms DESC, origin DESC, seq DESC",
        () if house is None else (house,),
    )
    # Of two about one incident the earlier comes later here, and stays.
    found = {row[0]: Settlement(*row) for row in rows}
    return dict(sorted(found.items(), key=lambda item: (-item[1].at_ms, item[0])))
