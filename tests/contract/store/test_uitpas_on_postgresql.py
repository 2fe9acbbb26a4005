"""An evening with passes once more, with the store in PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from harness.uitpas_evening import UitpasEvening, uitpas_evening

from podium_desk.application.settling import Settling
from podium_desk.central.overview import StoreWatch
from podium_desk.domain.facts import PaymentMeans
from podium_desk.domain.incidents import IncidentKind
from podium_desk.domain.uitpas import OfflinePolicy
from sync.store.postgresql import PostgresqlStore

GENT, GENTBRUGGE, ELSEWHERE = "0900000067513", "0900010959113", "0900000093204"


@pytest.fixture
def evening(tmp_path: Path, postgres_url: str) -> Iterator[UitpasEvening]:
    with (
        closing(PostgresqlStore(postgres_url)) as sql,
        uitpas_evening(tmp_path / "central", OfflinePolicy.PROVISIONAL, sql) as evening,
    ):
        yield evening


def test_passes_online_offline_refunded_and_disputed_come_out_the_same(
    evening: UitpasEvening,
) -> None:
    counter = evening.counter("Kassa 1")
    counter.errands.once()
    online = counter.hold(1)
    done = counter.sold(online, counter.reduced(GENT, online))
    counter.lose_the_line()
    for number in (GENTBRUGGE, ELSEWHERE):
        places = counter.hold(1)
        counter.sold(places, counter.reduced(number, places))
    counter.find_the_line()
    assert evening.catch_up() == 2
    assert sorted(evening.registered()) == sorted([GENT, GENTBRUGGE])
    counter.place.desk.after_sales.refund((done.tickets[0].id,), PaymentMeans.CASH, "ziek")
    counter.place.sync()
    evening.catch_up()
    assert evening.registered() == [GENTBRUGGE]
    kinds = [incident.kind for incident in Settling(counter.place.work).open_all()]
    assert kinds == [IncidentKind.UITPAS_NOT_GRANTED]
    assert StoreWatch(evening.central).overview().uitpas == ()
    rows = evening.cluster.sql.rows("SELECT state, number FROM uitpas_sale ORDER BY state")
    assert rows == [("cancelled", ""), ("confirmed", ""), ("exception", "")]
