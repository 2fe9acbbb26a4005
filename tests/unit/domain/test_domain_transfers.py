"""Which order a transfer pays: the table of docs/rules/paying.md, row by row."""

from __future__ import annotations

from datetime import date

import pytest

from podium_desk.domain.communication import communication_of, printed_communication
from podium_desk.domain.ids import OrderId, Origin
from podium_desk.domain.transfers import Fit, Movement, Owed, communication_in, match

FIRST, SECOND, PAID = (OrderId(Origin(2 << 16), number) for number in (14, 15, 16))
OWED = [Owed(FIRST, communication_of(FIRST), 4400), Owed(SECOND, communication_of(SECOND), 2200)]
KNOWN = {communication_of(one): one for one in (FIRST, SECOND, PAID)}
WRONG = "000200001460"


def moved(cents: int, communication: str = "", text: str = "") -> Movement:
    return Movement("BE68539007547034/2026-11-28/012/0001.0000", date(2026, 11, 28), cents,
                    communication, text)  # fmt: skip


@pytest.mark.parametrize(
    ("movement", "fit", "orders"),
    [
        (moved(4400, communication_of(FIRST)), Fit.EXACT, (FIRST,)),
        (moved(4400, text=f"tickets {printed_communication(communication_of(FIRST))}"), Fit.EXACT,
         (FIRST,)),
        (moved(4000, communication_of(FIRST)), Fit.LESS, (FIRST,)),
        (moved(4500, communication_of(FIRST)), Fit.MORE, (FIRST,)),
        (moved(2200, communication_of(PAID)), Fit.NOT_OPEN, (PAID,)),
        (moved(4400, text="tickets Van den Bos"), Fit.NEAR, (FIRST,)),
        (moved(1000, text=WRONG), Fit.NEAR, (FIRST,)),
        (moved(1000, text="huur zaal"), Fit.UNKNOWN, ()),
    ],
)  # fmt: skip
def test_a_transfer_fits_by_its_communication_and_nearly_by_its_amount(
    movement: Movement, fit: Fit, orders: tuple[OrderId, ...]
) -> None:
    found = match(movement, OWED, KNOWN, is_booked=False)
    assert (found.fit, found.orders) == (fit, orders)


def test_a_line_that_was_booked_is_nobodys_any_more() -> None:
    found = match(moved(4400, communication_of(FIRST)), OWED, KNOWN, is_booked=True)
    assert found.fit is Fit.BOOKED


def test_a_communication_with_a_wrong_check_is_none() -> None:
    assert communication_in(f"+++{WRONG[:3]}/{WRONG[3:7]}/{WRONG[7:]}+++") == ""
