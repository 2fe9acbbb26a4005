"""One evening at a store in SQLite and once more at one in PostgreSQL: the tables are equal."""

from __future__ import annotations

from pathlib import Path

from harness.cluster import Cluster, Place

from podium_desk.application.counter import BasketLine, Held, Payment, SaleDone
from podium_desk.domain.facts import PaymentMeans
from podium_desk.domain.ids import TariffId
from podium_desk.domain.refusals import Refusal
from podium_desk.replica.queries import totals
from sync.store.port import Row, Sql
from sync.store.postgresql import PostgresqlStore
from sync.store.replica import Replica
from sync.store.sqlite import SqliteStore, memory_store

FROM_FACTS = ["order_sold", "ticket_sold", "payment", "ticket_refunded", "scan", "unread_fact"]


def evening(sql: Sql, folder: Path) -> Cluster:
    """Two counters sell and refund, a door scans, one line is cut for a while."""
    folder.mkdir()
    cluster = Cluster(sql)
    house = cluster.house(1, "GC Het Anker")
    plan = cluster.plan(house, "gc-het-anker-theaterzaal.json")
    tonight = cluster.performance(house, 100_001, plan)
    first, second = (
        cluster.device(house, "counter", f"Kassa {n}", folder / f"{n}.sqlite") for n in (1, 2)
    )
    door = cluster.device(house, "door", "Deur", folder / "deur.sqlite")

    def sell(place: Place, count: int) -> SaleDone:
        held = place.desk.hold_best(tonight, count, None, 0)
        assert isinstance(held, Held)
        lines = tuple(BasketLine(tonight, unit, TariffId(1)) for unit in held.units)
        payment = Payment(PaymentMeans.CARD, 2203 * count, 0)
        done = place.desk.sell(lines, (payment,), place.work.new_token(), "nl")
        assert isinstance(done, SaleDone)
        return done

    sold = [sell(first, 2), sell(second, 40)]
    second.wire.is_cut = True
    sold.append(sell(second, 2))
    back = first.desk.after_sales.refund((sold[0].tickets[0].id,), None, "ziek")
    assert not isinstance(back, Refusal)
    for place in (first, second, door):
        place.sync()
    second.wire.is_cut = False
    for place in (second, first, door):
        place.sync()
    codes = second.desk.selling.codes(sold[2].order)
    for code in (*codes.values(), *codes.values()):
        door.door.scan(code)
    door.sync()
    return cluster


def everything(sql: Sql, tables: list[str]) -> dict[str, list[Row]]:
    """All rows of all tables."""
    return {table: sorted(sql.rows(f"SELECT * FROM {table}"), key=repr) for table in tables}


def tables_of(sql: Sql) -> list[str]:
    rows = sql.rows(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%stat_'"
    )
    # The rows of this one are made where they are locked, and mean nothing else.
    return sorted({name for (name,) in rows} - {"house_lock"})


def test_the_same_evening_leaves_the_same_tables(
    tmp_path: Path, postgres_store: PostgresqlStore
) -> None:
    one = evening(SqliteStore(tmp_path / "store.sqlite"), tmp_path / "one")
    two = evening(postgres_store, tmp_path / "two")
    tables = tables_of(one.sql)
    assert {"log_head", "unit_right", "record", "ticket_sold", "payment", "scan"} <= set(tables)
    assert everything(two.sql, tables) == everything(one.sql, tables)
    assert totals(two.sql) == totals(one.sql)
    assert totals(one.sql).tickets == 44


def test_facts_carried_from_one_engine_into_the_other_leave_the_same_tables(
    tmp_path: Path, postgres_store: PostgresqlStore
) -> None:
    source = evening(memory_store(), tmp_path / "one").replica
    replica = Replica(postgres_store, source.charter, source.projector, source.clock)
    for device in source.devices.all():
        replica.devices.put(device.certificate)
    for house in source.records.revisions():
        replica.take_records(source.records.since(house, 0, 1000))
    for origin, head in source.log.heads().items():
        while (known := replica.log.heads().get(origin, 0)) < head:
            batch = source.batch_after(origin, known, None)
            assert batch is not None
            replica.receive(batch)
    tables = [*FROM_FACTS, "unit_right", "pool", "record", "house_head", "log_head"]
    assert everything(postgres_store, tables) == everything(source.sql, tables)
