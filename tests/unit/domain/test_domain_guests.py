"""Guests as they are read from a file, and their tariff: the rows of docs/rules/guest-list.md."""

from __future__ import annotations

import pytest
from harness.rule_tables import rows_under

from podium_desk.application.guest_file import guests_in
from podium_desk.domain.guests import GuestWish, free_tariff, same_guest, units_named
from podium_desk.domain.ids import PerformanceId, TariffId
from podium_desk.domain.programme import Tariff
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.tariff_terms import TariffTerms
from podium_desk.domain.text import Text
from podium_desk.domain.venue import Category, HallPlan, Seat

PAGE = "guest-list.md"
_TERMS = {
    "with a reason": TariffTerms(needs_remark=True),
    "for each other ticket": TariffTerms(each_needs=1),
    "with a pass": TariffTerms(needs_pass=True),
}


def told(outcome: GuestWish | Refusal) -> str:
    if isinstance(outcome, Refusal):
        return outcome.reason.value
    parts = [outcome.name, str(outcome.count), outcome.reason, f"by {outcome.granted_by}"]
    return ", ".join([*parts, outcome.seats] if outcome.seats else parts)


def test_each_line_of_a_file_is_a_guest_or_says_why_not() -> None:
    rows = rows_under(PAGE, "## A file")
    text = "\n".join(["naam;aantal;reden;van;stoelen", *(row[0].strip("`") for row in rows)])
    lines = guests_in(text, "An")
    assert [told(line.outcome) for line in lines] == [row[1] for row in rows]
    assert [line.number for line in lines] == list(range(2, 2 + len(rows)))


def test_a_file_of_a_spreadsheet_in_another_language_is_read_alike() -> None:
    (line,) = guests_in("\ufeffNom\tNombre\tMotif\r\nÈve\t2\tpresse\r\n\r\n", "An")
    assert line.outcome == GuestWish("Ève", 2, "presse", "An")


@pytest.mark.parametrize("text", ["", "Ada;2;pers"])
def test_a_file_without_heads_is_none(text: str) -> None:
    outcomes = [line.outcome for line in guests_in(text, "An")]
    assert outcomes in ([], [Refusal(RefusalReason.NO_GUEST_COLUMNS)])


def test_a_guest_is_the_same_however_the_name_is_written() -> None:
    assert same_guest(GuestWish("Ève  Claes", 1, "pers"), GuestWish("eve claes", 3, "Pers"))
    assert not same_guest(GuestWish("Eve Claes", 1, "pers"), GuestWish("Eve Claes", 1, "partner"))


def tariff(number: int, text: str) -> Tariff:
    name, price, *terms = text.split(" ", 2)
    cents = 0 if price == "0" else int(price.replace(",", ""))
    chosen = _TERMS[terms[0]] if terms else TariffTerms()
    return Tariff(
        TariffId(number), PerformanceId(1), name, Text.of("nl", name), {"": cents}, False,
        terms=chosen,
    )  # fmt: skip


@pytest.mark.parametrize(("listed", "chosen"), rows_under(PAGE, "## Which tariff is a guest's"))
def test_the_free_tariff_of_a_guest(listed: str, chosen: str) -> None:
    tariffs = [tariff(number, text) for number, text in enumerate(listed.split("; "), 1)]
    found = free_tariff(tariffs, "Rang 1")
    assert (found.code if found else "none") == chosen


def test_seats_are_named_by_row_and_number() -> None:
    seats = tuple(
        Seat(n, f"A-{n}", "Zaal", "A", str(n), "Rang 1", 0, 0, 90, "A", 0) for n in range(3)
    )
    plan = HallPlan("Zaal", 10, 10, (Category("Rang 1", "#fff"),), seats)
    assert units_named(plan, "a-2, A-1") == (2, 1)
    assert units_named(plan, "B-1") == Refusal(RefusalReason.UNKNOWN_SEAT, {"seat": "B-1"})
