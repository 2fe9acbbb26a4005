"""What a promise of entry is worth, and when it is worth nothing any more; no clock decides it."""

from __future__ import annotations

import pytest

from podium_desk.domain.ids import Origin, PerformanceId, TicketId, origin_of
from podium_desk.replica.claims import Claim, claims_against, claims_of, is_claimed, keep_claim
from podium_desk.replica.projection import PodiumProjector
from sync.store.port import Sql
from sync.store.schema import create_tables
from sync.store.sqlite import SqliteStore

TICKET = TicketId(Origin(77), 3, 0)
TONIGHT = PerformanceId(5)
DOOR, OTHER = origin_of(8, 0), origin_of(9, 0)


@pytest.fixture
def sql() -> Sql:
    sql = SqliteStore(None)
    create_tables(sql)
    PodiumProjector(1).create_tables(sql)
    return sql


def claim(token: str, origin: int = DOOR, seq: int = 4) -> Claim:
    return Claim(1, TONIGHT, TICKET, token, origin, seq)


def heard(sql: Sql, origin: int, seq: int) -> None:
    """The holder has that log up to there."""
    sql.run(
        "INSERT INTO log_head VALUES (1, ?, ?, x'') ON CONFLICT (house, origin)"
        " DO UPDATE SET seq = excluded.seq",
        (origin, seq),
    )


def open_claims(sql: Sql) -> int:
    return len(claims_of(sql, 1, TONIGHT, TICKET))


def test_a_promise_stands_in_everybody_s_way_until_its_door_s_next_fact(sql):
    keep_claim(sql, claim("a"), 1000, "Deur 1")
    heard(sql, DOOR, 4)
    assert open_claims(sql) == 1
    assert len(claims_against(sql, claim("b", OTHER, 9))) == 1
    heard(sql, OTHER, 50)
    assert open_claims(sql) == 1, "what others say decides nothing"
    heard(sql, DOOR, 5)
    assert open_claims(sql) == 0


def test_a_fact_that_cannot_be_read_may_be_the_entry(sql):
    keep_claim(sql, claim("a"), 1000, "Deur 1")
    heard(sql, DOOR, 6)
    sql.run("INSERT INTO unread_fact VALUES (1, ?, 5, 'newer')", (DOOR,))
    assert open_claims(sql) == 1


def test_a_later_life_of_a_door_says_nothing_of_what_its_former_log_stored(sql):
    keep_claim(sql, claim("a"), 1000, "Deur 1")
    later = origin_of(8, 1)
    heard(sql, later, 9)
    assert open_claims(sql) == 1
    assert len(claims_against(sql, claim("b", later, 9))) == 1


def test_a_door_that_asks_again_takes_the_place_of_its_own_promise(sql):
    keep_claim(sql, claim("a"), 1000, "Deur 1")
    again = claim("b", seq=4)
    assert claims_against(sql, again) == []
    keep_claim(sql, again, 2000, "Deur 1")
    assert not is_claimed(sql, claim("a"))
    assert is_claimed(sql, again)
    assert open_claims(sql) == 1


def test_an_ask_that_was_overtaken_by_its_door_s_facts_promises_nothing(sql):
    heard(sql, DOOR, 5)
    keep_claim(sql, claim("late", seq=4), 1000, "Deur 1")
    assert open_claims(sql) == 0


def test_a_promise_belongs_to_the_log_that_asked(sql):
    keep_claim(sql, claim("a"), 1000, "Deur 1")
    assert is_claimed(sql, claim("a"))
    assert not is_claimed(sql, claim("a", OTHER))


def test_a_door_of_an_older_version_keeps_its_promise_until_the_entry_comes(sql):
    keep_claim(sql, claim("a", 0, 0), 1000, "Deur 1")
    keep_claim(sql, claim("b", 0, 0), 1000, "Deur 1")
    assert open_claims(sql) == 2
