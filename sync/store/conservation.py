"""Whether rights are conserved: nothing was made, nothing lost, nothing is in two hands.

For `doctor` and for simulations: a report of what is wrong, empty when all is well.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sync.rights.rules import epoch_of
from sync.store.port import Sql


@dataclass(frozen=True, slots=True)
class Conserved:
    """How the units of one pool are spread: together they are its size."""

    house: int
    pool: int
    size: int
    unmoved: int
    held: int
    spent: int
    taken_back: int
    """Of these, how many were taken back from a lost log at least once."""

    @property
    def total(self) -> int:
        """All units that are somewhere."""
        return self.unmoved + self.held + self.spent


def pools_of(sql: Sql) -> list[Conserved]:
    """How the units of every pool are spread, as this replica knows it."""
    found = []
    for house, pool, size in sql.rows("SELECT house, pool, size FROM pool ORDER BY house, pool"):
        rows = sql.rows(
            "SELECT spent, hop FROM unit_right WHERE house = ? AND pool = ?", (house, pool)
        )
        spent = sum(1 for row in rows if row[0])
        taken = sum(1 for row in rows if epoch_of(row[1]))
        unmoved = max(0, size - len(rows))
        found.append(Conserved(house, pool, size, unmoved, len(rows) - spent, spent, taken))
    return found


def breaches(sql: Sql) -> list[str]:
    """What is wrong with the rights of one replica, in words for an expert."""
    return [*_wrong_units(sql), *_wrong_epochs(sql), *_wrong_amounts(sql)]


def in_two_hands(owned: Iterable[tuple[Sql, Iterable[int]]]) -> list[str]:
    """Units that two replicas both believe to be theirs; each comes with the logs it writes."""
    hands: dict[tuple[int, int, int], int] = defaultdict(int)
    for sql, logs in owned:
        for log in logs:
            for house, pool, unit in sql.rows(
                "SELECT house, pool, unit FROM unit_right WHERE holder = ?", (log,)
            ):
                hands[house, pool, unit] += 1
    return [
        f"unit {unit} of pool {pool} in house {house} is in {count} hands"
        for (house, pool, unit), count in sorted(hands.items())
        if count > 1
    ]


def _wrong_units(sql: Sql) -> Iterator[str]:
    rows = sql.rows(
        "SELECT r.house, r.pool, r.unit FROM unit_right r LEFT JOIN pool p"
        " ON p.house = r.house AND p.pool = r.pool"
        " WHERE p.size IS NULL OR r.unit < 0 OR r.unit >= p.size OR r.holder <= 0 OR r.hop <= 0"
    )
    for house, pool, unit in rows:
        yield f"unit {unit} of pool {pool} in house {house} does not exist, or nobody holds it"
    for one in pools_of(sql):
        if one.total != one.size:
            yield f"pool {one.pool} of house {one.house}: {one.total} units of {one.size}"


def _wrong_epochs(sql: Sql) -> Iterator[str]:
    """Each epoch but the last of a unit has its row: none was left out or is there twice."""
    ended = {
        (house, pool, unit): count
        for house, pool, unit, count in sql.rows(
            "SELECT house, pool, unit, COUNT(*) FROM former_right GROUP BY house, pool, unit"
        )
    }
    for house, pool, unit, hop in sql.rows("SELECT house, pool, unit, hop FROM unit_right"):
        count = ended.pop((house, pool, unit), 0)
        if count != epoch_of(hop):
            yield f"unit {unit} of pool {pool} in house {house}: {count} ended epochs at hop {hop}"
    for house, pool, unit in ended:
        yield f"unit {unit} of pool {pool} in house {house} has an ended epoch and no right"


def _wrong_amounts(sql: Sql) -> Iterator[str]:
    rows = sql.rows(
        "SELECT p.house, p.pool, p.total, COALESCE(SUM(a.balance + a.spent), 0)"
        " FROM amount_pool p LEFT JOIN amount a ON a.house = p.house AND a.pool = p.pool"
        " GROUP BY p.house, p.pool, p.total"
    )
    for house, pool, total, found in rows:
        if total != found:
            yield f"amount {pool} of house {house}: {found} of {total}"
    for house, pool, holder in sql.rows(
        "SELECT house, pool, holder FROM amount WHERE is_lost = 0 AND (balance < 0 OR spent < 0)"
    ):
        yield f"log {holder} has less than nothing of amount {pool} in house {house}"
