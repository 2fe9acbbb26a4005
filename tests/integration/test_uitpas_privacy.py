"""What must be nowhere: the house's secret outside the store, a pass's number once it is needed no
more, and any word of why somebody pays less.

Canaries: the bytes themselves are looked for, on wires, in replicas and in files.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from harness.uitpas_evening import UitpasEvening, UitpasPlaceAtWork, uitpas_evening
from harness.uitpas_server import CLIENT

from podium_desk.application.uitpas_messages import (
    CANCEL,
    OFFERS,
    OffersAsked,
    OffersTold,
    TokensAsked,
    TokensTold,
)
from podium_desk.central.overview import StoreWatch
from podium_desk.central.page import status_page
from podium_desk.central.refusals import UitpasFileUnsafe, UitpasFileUnusable
from podium_desk.central.uitpas.check import check_house
from podium_desk.central.uitpas.settings import forget_house, read_house
from podium_desk.domain.uitpas import OfflinePolicy, PassNo
from podium_desk.i18n.words import Words
from podium_desk.integrations.uitpas.simulator.published import PERMISSIONS
from sync.exchange.line import StoreRefused
from sync.store.port import Sql
from sync.store.sqlite import SqliteStore

GENT = "0900000067513"
WHY = (b"kansentarief", b"Kansentarief", b"SOCIALTARIFF", b"armoede")


@pytest.fixture
def evening(tmp_path: Path) -> Iterator[UitpasEvening]:
    with uitpas_evening(tmp_path / "central", OfflinePolicy.PROVISIONAL) as evening:
        yield evening


@pytest.fixture
def counter(evening: UitpasEvening, tmp_path: Path) -> UitpasPlaceAtWork:
    return evening.counter("Kassa 1", tmp_path / "kassa1.sqlite")


def everything_in(sql: Sql) -> bytes:
    """All values of all tables, as bytes."""
    tables = [row[0] for row in sql.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
    found = []
    for table in tables:
        for row in sql.rows(f"SELECT * FROM {table}"):
            found += [value if isinstance(value, bytes) else str(value).encode() for value in row]
    return b"\n".join(found)


def facts_and_records(sql: Sql) -> bytes:
    """What is replicated: runs of facts, and the catalogue."""
    tables = [
        row[0]
        for row in sql.rows("SELECT name FROM sqlite_master WHERE type = 'table'")
        if not row[0].startswith(("uitpas_place", "uitpas_static", "uitpas_sale"))
    ]
    return b"\n".join(
        value if isinstance(value, bytes) else str(value).encode()
        for table in tables
        for row in sql.rows(f"SELECT * FROM {table}")
        for value in row
    )


def online_and_offline_sales(evening: UitpasEvening, counter: UitpasPlaceAtWork) -> None:
    counter.errands.once()
    places = counter.hold(1)
    counter.sold(places, counter.reduced(GENT, places))
    counter.lose_the_line()
    places = counter.hold(1)
    counter.sold(places, counter.reduced(GENT, places))
    counter.find_the_line()
    evening.catch_up()
    counter.place.sync()


def test_the_secret_is_in_no_replica_and_on_no_wire(
    evening: UitpasEvening, counter: UitpasPlaceAtWork
) -> None:
    online_and_offline_sales(evening, counter)
    secret = CLIENT[1].encode()
    assert secret not in everything_in(evening.cluster.sql)
    assert secret not in everything_in(counter.place.work.replica.sql)
    assert counter.place.path is not None
    assert secret not in counter.place.path.read_bytes()
    assert not any(secret in seen for seen in counter.place.wire.bytes_seen)
    assert not any(token.encode() in everything_in(evening.cluster.sql)
                   for token in evening.served.simulator.tokens)  # fmt: skip


def test_the_secret_is_in_one_file_that_only_its_user_may_read(evening: UitpasEvening) -> None:
    path = evening.folder.uitpas(evening.house)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    holding = [
        file
        for file in evening.folder.path.rglob("*")
        if file.is_file() and CLIENT[1].encode() in file.read_bytes()
    ]
    assert holding == [path]
    assert CLIENT[1] not in repr(read_house(path))


def test_a_file_that_others_may_read_is_not_used(
    evening: UitpasEvening, counter: UitpasPlaceAtWork
) -> None:
    path = evening.folder.uitpas(evening.house)
    os.chmod(path, 0o644)
    with pytest.raises(UitpasFileUnsafe):
        read_house(path)
    assert counter.no(GENT, counter.hold(1)) is PassNo.NOT_SET_UP
    assert evening.house in evening.lines.unusable
    os.chmod(path, 0o600)
    assert counter.offers(GENT, counter.hold(1)).offers


def test_a_damaged_file_is_told_and_a_forgotten_one_is_gone(evening: UitpasEvening) -> None:
    path = evening.folder.uitpas(evening.house)
    path.write_text("client_id = ", encoding="utf-8")
    with pytest.raises(UitpasFileUnusable):
        read_house(path)
    forget_house(path)
    assert not path.exists()
    assert evening.lines.of(evening.house) is None


def test_no_fact_or_record_ever_holds_a_number_or_why(
    evening: UitpasEvening, counter: UitpasPlaceAtWork
) -> None:
    other = evening.counter("Kassa 2")
    online_and_offline_sales(evening, counter)
    other.place.sync()
    for sql in (evening.cluster.sql, counter.place.work.replica.sql, other.place.work.replica.sql):
        replicated = facts_and_records(sql)
        assert GENT.encode() not in replicated
        assert not any(why in replicated for why in WHY)
    assert not any(GENT.encode() in seen for seen in other.place.wire.bytes_seen)


def test_a_number_is_wiped_as_soon_as_it_is_needed_no_more(
    evening: UitpasEvening, counter: UitpasPlaceAtWork
) -> None:
    online_and_offline_sales(evening, counter)
    assert GENT.encode() not in everything_in(counter.place.work.replica.sql)
    assert GENT.encode() not in everything_in(evening.cluster.sql)


def test_a_counter_keeps_a_number_only_until_the_store_has_it(
    evening: UitpasEvening, counter: UitpasPlaceAtWork
) -> None:
    counter.errands.once()
    counter.lose_the_line()
    places = counter.hold(1)
    counter.sold(places, counter.reduced(GENT, places))
    assert GENT.encode() in everything_in(counter.place.work.replica.sql)
    counter.find_the_line()
    assert GENT.encode() not in everything_in(counter.place.work.replica.sql)


def test_the_operators_page_tells_what_waits_and_never_whose_it_is(
    evening: UitpasEvening, counter: UitpasPlaceAtWork
) -> None:
    counter.errands.once()
    counter.lose_the_line()
    places = counter.hold(1)
    counter.sold(places, counter.reduced(GENT, places))
    evening.weather.is_out = True
    counter.find_the_line()
    evening.catch_up()
    overview = StoreWatch(evening.central).overview()
    (matter,) = overview.uitpas
    assert (matter.state, matter.why, matter.tries) == ("provisional", "away", 1)
    for language in ("nl", "en"):
        page = status_page(overview, Words(language))
        assert Words(language)("store_page.uitpas_provisional") in page
        assert GENT not in page
        assert "ansentarief" not in page


def test_a_registration_that_is_never_heard_to_be_paid_is_shown_and_left_alone(
    evening: UitpasEvening, counter: UitpasPlaceAtWork
) -> None:
    counter.reduced(GENT, counter.hold(1))
    assert StoreWatch(evening.central).overview().uitpas == ()
    evening.catch_up(minutes=16)
    (matter,) = StoreWatch(evening.central).overview().uitpas
    assert matter.state == "pending_payment"
    assert evening.registered() == [GENT]


def test_a_door_may_ask_nothing_about_passes(evening: UitpasEvening) -> None:
    door = evening.cluster.device(evening.house, "door", "Deur 1")
    asked = UitpasPlaceAtWork(door, evening)
    with pytest.raises(StoreRefused) as refused:
        asked.store.request(OFFERS, OffersAsked(1, GENT, (1,), b"n"), OffersTold, 1.0)
    assert refused.value.code == "role_may_not"


def test_a_counter_speaks_for_its_own_places_only(
    evening: UitpasEvening, counter: UitpasPlaceAtWork
) -> None:
    counter.reduced(GENT, counter.hold(1))
    (row,) = evening.cluster.sql.rows("SELECT token FROM uitpas_sale")
    other = evening.counter("Kassa 2")
    asked = TokensAsked(evening.house, (row[0],), b"n")
    other.store.request(CANCEL, asked, TokensTold, 1.0)
    evening.catch_up()
    assert evening.registered() == [GENT]


@pytest.mark.parametrize(
    ("given", "is_well"),
    [
        (PERMISSIONS, True),
        (PERMISSIONS[:4], True),
        (PERMISSIONS[1:], False),
        ((*PERMISSIONS, "SOCIALTARIFF_EXPORT"), True),
    ],
)
def test_each_permission_is_green_or_red(
    evening: UitpasEvening, given: tuple[str, ...], is_well: bool
) -> None:
    evening.served.simulator.requests.permissions = given
    line = evening.lines.of(evening.house)
    assert line is not None
    checked = check_house(line)
    assert checked.is_well is is_well
    rows = {row.name: row for row in checked.rows}
    assert all(rows[name].is_given for name in given if name in rows)
    assert ("SOCIALTARIFF_EXPORT" in rows) == ("SOCIALTARIFF_EXPORT" in given)
    if "SOCIALTARIFF_EXPORT" in rows:
        assert not rows["SOCIALTARIFF_EXPORT"].is_well


def test_a_database_on_disk_keeps_no_number_after_it_is_tidied(
    evening: UitpasEvening, counter: UitpasPlaceAtWork
) -> None:
    online_and_offline_sales(evening, counter)
    path = counter.place.path
    assert path is not None
    assert isinstance(counter.place.sql, SqliteStore)
    counter.place.sql.scrub(("uitpas_place",))
    counter.place.sql.close()
    assert GENT.encode() not in path.read_bytes()
