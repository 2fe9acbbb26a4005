"""Passes of the house at a counter: looked at by whoever shows one."""

from __future__ import annotations

from podium_desk.application.pass_rights import fetch_pass
from podium_desk.application.workplace import Workplace
from podium_desk.domain.house_passes import HousePass, read_pass_number
from podium_desk.domain.ids import OrderId
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.replica.house_passes import find_pass, passes_of_order


def open_passes_of(work: Workplace, order: OrderId) -> list[str]:
    """The numbers of the passes that an order bought and that were not paid back."""
    numbers = passes_of_order(work.replica.sql, order)
    found = [find_pass(work.replica.sql, work.catalogue, number) for number in numbers]
    return [one.number for one in found if one is not None and not one.is_closed]


def look_at_pass(work: Workplace, text: str) -> HousePass | Refusal:
    """The pass with this number, typed or scanned, with what this desk has heard of it once the
    store was asked for it. Refuses a number that nobody sold."""
    number = read_pass_number(text)
    found = None if number is None else find_pass(work.replica.sql, work.catalogue, number)
    if number is None or found is None:
        return Refusal(RefusalReason.UNKNOWN_PASS, {"number": text})
    fetch_pass(work, found)
    return find_pass(work.replica.sql, work.catalogue, number) or found
