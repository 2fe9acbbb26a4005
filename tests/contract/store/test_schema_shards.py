"""Every key of the store begins with the house, so that the schema shards as it stands (0010)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from podium_desk.central.bootstrap import create_central
from podium_desk.central.cluster import Central
from podium_desk.central.folder import CentralFolder

CHECKOUT = Path(__file__).parents[3]
REFERENCE_TABLES = {
    "setting": "a handful of values of the cluster, read at the start",
    "device": "looked up by its number at every request; hundreds of rows, written at enrolment",
    "enrolment": "looked up by the code alone, for whoever types it does not know the house",
}
"""Small tables of which every machine keeps a copy. Keys may still begin with the house."""
OF_DEVICES = {
    "print_job": "the printer's queue of one device; empty at the store",
    "printer": "the printers of one device and their paper; empty at the store",
    "card_attempt": "payments under way at one device's terminal; empty at the store",
    "terminal_day": "what one device's terminal told of its day; empty at the store",
}
OTHER_INDEXES = {
    "ticket_by_order": "an order may hold tickets of several houses; each shard has its part",
    "payment_by_order": "the same",
    "order_by_number": "the same",
    "order_by_former": "the same, for what it was exchanged for",
    "order_by_communication": "a transfer names the order, not the house",
    "goods_by_order": "goods of several houses may stand in one order",
    "goods_back_by_order": "the same",
    "house_pass_by_order": "the same, for passes",
    "house_pass_by_number": "a pass shows its number and not the house that sold it",
    "house_pass_use_by_number": "the same, for what it was used for in any house",
    "door_visit_by_number": "the same, for the visits that doors of any house took",
    "door_visit_by_performance": "a performance's visits are of cards of any house",
    "house_pass_closed_by_number": "the same, for its end",
}
"""Not unique, so they may stand on shards: a question by order or number asks each of them."""


@pytest.fixture
def central(tmp_path: Path, postgres_url: str) -> Iterator[Central]:
    made = create_central(CentralFolder(tmp_path), "Proef", postgres_url)
    assert isinstance(made, Central)
    yield made
    made.close()


def test_every_key_and_index_begins_with_the_house(central: Central) -> None:
    indexes = central.sql.rows(
        "SELECT t.relname, i.relname, a.attname, x.indisunique FROM pg_index x"
        " JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid"
        " JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = x.indkey[0]"
        " WHERE t.relnamespace = current_schema()::regnamespace"
    )
    wrong = {
        (table, index)
        for table, index, first, is_unique in indexes
        if first != "house"
        and table not in {*REFERENCE_TABLES, *OF_DEVICES}
        and not (index in OTHER_INDEXES and not is_unique)
    }
    assert sorted(wrong) == []
    assert len(indexes) > 25


def test_every_table_has_a_key_and_no_machinery_of_one_server(central: Central) -> None:
    def names(query: str) -> list[str]:
        return [name for (name,) in central.sql.rows(query)]

    here = "= current_schema()::regnamespace"
    assert names(
        f"SELECT relname FROM pg_class t WHERE relkind = 'r' AND relnamespace {here} AND NOT EXISTS"
        " (SELECT 1 FROM pg_index x WHERE x.indrelid = t.oid AND x.indisprimary)"
    ) == []  # fmt: skip
    assert names("SELECT tgname::text FROM pg_trigger") == []
    assert names(f"SELECT relname FROM pg_class WHERE relkind = 'S' AND relnamespace {here}") == []
    assert names(f"SELECT proname FROM pg_proc WHERE pronamespace {here}") == []
    assert names("SELECT conname FROM pg_constraint WHERE contype IN ('f', 'x')") == []


def test_no_statement_uses_what_shards_do_not_have() -> None:
    banned = ("NEXTVAL", "ADVISORY", "LISTEN ", "NOTIFY ", "CREATE TRIGGER", "SERIAL", "DEFERRABLE")
    found = {
        (path.name, word)
        for package in ("sync", "podium_desk")
        for path in (CHECKOUT / package).rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        for word in banned
        if '"' in line and word in line
    }
    assert found == set()
