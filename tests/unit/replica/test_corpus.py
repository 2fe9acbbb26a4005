"""Facts that a release wrote are read by every later program, and mean what they meant."""

from __future__ import annotations

from pathlib import Path

import pytest
from harness.corpus import (
    all_rows,
    batches_of,
    corpora,
    kind_name,
    listener_of,
    made_from,
    main,
    read,
    rows,
)
from harness.full_evening import played

from podium_desk.domain.facts import FactKind
from podium_desk.replica.settled import settlements
from podium_desk.replica.upcasting import UP_CASTERS
from sync.facts.batch import to_wire, unpack_facts
from sync.facts.fact import device_of
from sync.store.replica import Replica
from sync.store.rulings import SET_ASIDE

RELEASES = pytest.mark.parametrize("path", corpora(), ids=lambda path: path.parent.name)
EVERY_KIND = {SET_ASIDE, *FactKind}


def heard(path: Path, backwards: bool = False) -> Replica:
    """A replica that received a corpus; backwards: log after log from the last."""
    corpus = read(path)
    replica = listener_of(corpus)
    batches = batches_of(corpus)
    if backwards:
        batches.sort(key=lambda batch: (-batch.origin, batch.first_seq))
    for batch in batches:
        assert replica.receive(batch) == len(batch.items)
    return replica


def kinds_in(path: Path) -> set[str]:
    return {fact["kind"] for batch in read(path)["batches"] for fact in batch["facts"]}


@RELEASES
@pytest.mark.parametrize("backwards", [False, True])
def test_every_released_fact_is_verified_and_fills_the_tables_it_filled(
    path: Path, backwards: bool
) -> None:
    replica = heard(path, backwards)
    for table, told in read(path)["tables"].items():
        assert rows(replica, table, told["columns"]) == told["rows"], table
    assert replica.sql.rows("SELECT * FROM unread_fact") == []


@RELEASES
def test_what_was_released_is_passed_on_byte_for_byte(path: Path) -> None:
    replica = heard(path)
    for batch in batches_of(read(path)):
        home = replica.home_of(batch.origin)
        assert home is not None
        passed_on = replica.log.batch_after(
            home, batch.origin, batch.first_seq - 1, len(batch.items)
        )
        assert passed_on is not None
        assert to_wire(passed_on) == to_wire(batch)


@RELEASES
def test_every_body_of_a_known_kind_is_read(path: Path) -> None:
    replica = heard(path)
    for batch in batches_of(read(path)):
        device = replica.devices.get(device_of(batch.origin))
        assert device is not None
        for fact in unpack_facts(batch, device.claims.public_key):
            if fact.header.kind not in (SET_ASIDE, FactKind.RIGHTS_MOVED):
                UP_CASTERS.body_of(fact)


@RELEASES
def test_a_note_that_a_release_wrote_in_the_log_is_still_told(path: Path) -> None:
    told = read(path)["tables"]["incident_settled"]
    place = told["columns"].index("note")
    notes = sorted(row[place] for row in told["rows"])
    assert sorted(one.note for one in settlements(heard(path).sql).values()) == notes != []


def test_the_newest_corpus_has_every_kind_of_fact() -> None:
    assert kinds_in(corpora()[-1]) == {kind_name(kind) for kind in EVERY_KIND}


def test_what_the_program_writes_today_makes_a_corpus_of_every_kind_in_its_newest_version() -> None:
    evening = played()
    made = made_from(evening, "today")
    listener = listener_of(made)
    seen = set()
    for batch in batches_of(made):
        device = listener.devices.get(device_of(batch.origin))
        assert device is not None
        for fact in unpack_facts(batch, device.claims.public_key):
            seen.add((fact.header.kind, fact.header.version))
    assert seen == {(kind, UP_CASTERS.newest(kind)) for kind in EVERY_KIND}
    assert made["tables"] == all_rows(evening.cluster.replica)


def test_a_corpus_is_never_written_over(capsys: pytest.CaptureFixture[str]) -> None:
    path = corpora()[0]
    before = path.read_bytes()
    assert main(path.parent.name) == 1
    assert path.read_bytes() == before
    assert "never written again" in capsys.readouterr().err
