"""Sold places are counted once, and again only where a right moved."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from podium_desk.domain.ids import PerformanceId
from podium_desk.proving.measures.evening_facts import evening_batches, evening_replica
from podium_desk.replica.queries import sold_counts
from podium_desk.replica.sold_counts import SoldCounts
from sync.store.replica import Replica


@pytest.fixture
def replica(tmp_path: Path) -> Iterator[Replica]:
    """A counter that has heard what the store gave."""
    made = evening_replica(tmp_path / "replica.sqlite")
    yield made
    made.sql.close()


def test_counts_follow_every_sale_that_is_heard(replica: Replica):
    counts, batches = SoldCounts(replica), evening_batches()
    assert counts.all() == {}
    for _ in range(3):
        replica.receive(next(batches))
        counted = {pool: sold for pool, sold in counts.all().items() if sold}
        assert counted == sold_counts(replica.sql)
    assert counts.all()[PerformanceId(1)] > 0


def test_a_second_look_asks_only_where_rights_moved(replica: Replica, monkeypatch):
    counts, batches = SoldCounts(replica), evening_batches()
    replica.receive(next(batches))
    counts.all()
    asked = []
    monkeypatch.setattr(
        "podium_desk.replica.sold_counts.sold_count", lambda _sql, _house, pool: asked.append(pool)
    )
    counts.all()
    assert asked == []
