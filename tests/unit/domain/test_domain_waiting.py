"""Turns, draws, parties and offers of a waiting list: the rows of docs/rules/waiting-list.md."""

from __future__ import annotations

import hashlib
import re

import pytest
from harness.rule_tables import RULES, rows_under

from podium_desk.domain.ids import FactId, PerformanceId
from podium_desk.domain.refusals import RefusalReason
from podium_desk.domain.waiting_list import (
    Apart,
    Entry,
    drawn,
    list_digest,
    offer_ends,
    parts_of,
    turns,
    waiting_problem,
)

PAGE = "waiting-list.md"
TONIGHT = PerformanceId(100_001)
_UNITS_MS = {"days": 86_400_000, "h": 3_600_000, "min": 60_000}


def entry(line: str, at_ms: int) -> Entry:
    number, count, apart = line.split()
    return Entry(FactId.parse(number), int(count), Apart(apart), at_ms)


def listed() -> list[Entry]:
    text = (RULES / PAGE).read_text("utf-8")
    lines = re.findall(r"`(\d+\.\d+\.\d+ \d+ \w+)`", text.split("Four wait for", 1)[1])
    return [entry(line, at_ms) for at_ms, line in enumerate(lines[:4])]


def test_the_digest_of_a_closed_list_is_what_the_page_says_and_a_stranger_makes_it_alike() -> None:
    entries = listed()
    digest = list_digest(TONIGHT, reversed(entries))
    assert f"`{digest}`" in (RULES / PAGE).read_text("utf-8")
    lines = ["podium-desk waiting list 1", "100001", *sorted(one.line for one in entries)]
    assert digest == hashlib.sha256("\n".join(lines).encode()).hexdigest()


@pytest.mark.parametrize(("said", "order"), rows_under(PAGE, "## The draw by lot"))
def test_a_draw_gives_the_same_order_everywhere(said: str, order: str) -> None:
    entries = listed()
    digest = list_digest(TONIGHT, entries)
    assert [str(one.id) for one in drawn(digest, said, entries)] == order.split(", ")
    assert drawn(digest, said, entries) == drawn(digest, said, entries[::-1])


def test_who_is_in_the_list_changes_the_digest_and_so_the_draw() -> None:
    entries = listed()
    assert list_digest(TONIGHT, entries[:3]) != list_digest(TONIGHT, entries)
    assert list_digest(PerformanceId(2), entries) != list_digest(TONIGHT, entries)


@pytest.mark.parametrize(("closed", "said", "order"), rows_under(PAGE, "## Whose turn"))
def test_whose_turn_it_is(closed: str, said: str, order: str) -> None:
    named = dict(zip("abcd", listed(), strict=True))
    names = {one.id: name for name, one in named.items()}
    inside = [] if closed == "none" else [named[name] for name in closed.split(", ")]
    digest = list_digest(TONIGHT, inside)
    found = turns(list(named.values()), frozenset(one.id for one in inside), digest, said)
    assert [names[one.id] for one in found] == order.split(", ")


@pytest.mark.parametrize(("places", "apart", "ways"), rows_under(PAGE, "## How a party may sit"))
def test_how_a_party_may_sit(places: str, apart: str, ways: str) -> None:
    found = parts_of(int(places), Apart(apart))
    assert " / ".join("+".join(map(str, parts)) for parts in found) == ways


def span_ms(text: str) -> int:
    number, unit = text.split()
    return int(number) * _UNITS_MS[unit]


@pytest.mark.parametrize(("before", "stands"), rows_under(PAGE, "## Until when an offer stands"))
def test_until_when_an_offer_stands(before: str, stands: str) -> None:
    now_ms = 10**12
    assert offer_ends(now_ms, now_ms + span_ms(before)) - now_ms == span_ms(stands)


@pytest.mark.parametrize(
    ("name", "contact", "count", "reason"),
    [
        (" ", "0475", 2, RefusalReason.NAME_NEEDED),
        ("Ada", "", 2, RefusalReason.CONTACT_NEEDED),
        ("Ada", "0475", 0, RefusalReason.WRONG_GUEST_COUNT),
        ("Ada", "0475", 21, RefusalReason.WRONG_GUEST_COUNT),
        ("Ada", "0475", 20, None),
    ],
)
def test_what_somebody_who_waits_leaves(
    name: str, contact: str, count: int, reason: RefusalReason | None
) -> None:
    problem = waiting_problem(name, contact, count)
    assert (problem.reason if problem else None) == reason
