"""A store that was put back registers nothing a second time, and takes back what was refunded."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from harness.put_back import Image, image_of, put_back
from harness.uitpas_evening import UitpasEvening, UitpasPlaceAtWork, uitpas_evening

from podium_desk.application.counter import SaleDone
from podium_desk.domain.refusals import Refusal
from podium_desk.domain.uitpas import OfflinePolicy

GENT = "0900000067513"


@pytest.fixture
def evening(tmp_path: Path) -> Iterator[UitpasEvening]:
    with uitpas_evening(tmp_path / "central", OfflinePolicy.PROVISIONAL) as evening:
        yield evening


@pytest.fixture
def counter(evening: UitpasEvening) -> UitpasPlaceAtWork:
    return evening.counter("Kassa 1")


def states(evening: UitpasEvening) -> list[str]:
    return [row[0] for row in evening.cluster.sql.rows("SELECT state FROM uitpas_sale")]


def granted(counter: UitpasPlaceAtWork) -> SaleDone:
    """A place sold at the price of a pass while nobody could ask."""
    counter.errands.once()
    counter.lose_the_line()
    places = counter.hold(1)
    return counter.sold(places, counter.reduced(GENT, places))


def restored(evening: UitpasEvening, image: Image) -> None:
    evening.lines.close()
    put_back(evening.cluster, image)
    evening.__post_init__()


@pytest.mark.parametrize("is_heard", [False, True])
def test_what_was_registered_late_is_not_registered_again(
    evening: UitpasEvening, counter: UitpasPlaceAtWork, is_heard: bool
) -> None:
    """Whether the copy had heard of the sale already or only of the pass."""
    granted(counter)
    counter.find_the_line()
    if is_heard:
        evening.weather.is_out = True
        evening.catch_up()
        evening.weather.is_out = False
    copy = image_of(evening.cluster.sql)
    evening.catch_up(minutes=1)
    counter.place.sync()
    assert evening.registered() == [GENT]
    restored(evening, copy)
    assert states(evening) == ["provisional" if is_heard else "registering"]
    counter.place.sync()
    evening.catch_up()
    assert evening.registered() == [GENT]
    assert states(evening) == ["confirmed"]


def test_a_store_in_doubt_says_nothing_to_uitpas(
    evening: UitpasEvening, counter: UitpasPlaceAtWork
) -> None:
    other = evening.counter("Kassa 2")
    granted(counter)
    counter.find_the_line()
    copy = image_of(evening.cluster.sql)
    evening.catch_up()
    counter.place.sync()
    other.place.wire.is_cut = True
    restored(evening, copy)
    counter.place.sync()
    assert evening.central.replica.is_in_doubt()
    assert evening.catch_up() == 0
    assert evening.registered() == [GENT]


def test_what_was_registered_late_and_then_refunded_is_taken_back(
    evening: UitpasEvening, counter: UitpasPlaceAtWork
) -> None:
    copy = image_of(evening.cluster.sql)
    done = granted(counter)
    counter.find_the_line()
    evening.catch_up()
    counter.place.sync()
    assert evening.registered() == [GENT]
    restored(evening, copy)
    counter.place.sync()
    back = counter.place.desk.after_sales.refund((done.tickets[0].id,), None, "ziek")
    assert not isinstance(back, Refusal)
    counter.place.sync()
    evening.catch_up()
    evening.catch_up()
    assert evening.registered() == []
    assert states(evening) == ["cancelled"]
