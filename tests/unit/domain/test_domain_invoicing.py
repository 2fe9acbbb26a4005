"""Who gets an invoice and who may grant it: the tables of docs/rules/paying.md, row by row."""

from __future__ import annotations

import pytest

from podium_desk.domain.customers import Customer
from podium_desk.domain.ids import HouseId
from podium_desk.domain.invoicing import invoice_customer
from podium_desk.domain.refusals import Refusal
from podium_desk.domain.staff import Clerk, StaffRole

SCHOOL, ADDRESS = "School De Brug", "Kerkstraat 1, 2800 Mechelen"


@pytest.mark.parametrize(
    ("name", "number", "address", "outcome"),
    [
        (SCHOOL, "BE 0203.201.340", ADDRESS, ("", "0203201340", ADDRESS)),
        (SCHOOL, "K-117", "", ("K-117", "", "")),
        (SCHOOL, "", ADDRESS, ("", "", ADDRESS)),
        (SCHOOL, "BE 0203.201.341", ADDRESS, "wrong_enterprise_number"),
        (SCHOOL, "BE 0203.201.340", "", "address_needed"),
        ("", "K-117", "", "name_needed"),
        (SCHOOL, "85.07.30-033 28", "", "national_number"),
    ],
)
def test_who_gets_an_invoice_is_asked_in_three_lines(
    name: str, number: str, address: str, outcome: object
) -> None:
    found = invoice_customer(Customer("An", "0475"), name, number, address)
    if isinstance(found, Refusal):
        assert found.reason.value == outcome
    else:
        assert (found.number, found.enterprise, found.address) == outcome
        assert (found.name, found.phone) == (SCHOOL, "0475")


@pytest.mark.parametrize(
    ("role", "small", "large"),
    [
        (StaffRole.VOLUNTEER, False, False),
        (StaffRole.SELLER, True, False),
        (StaffRole.MANAGER, True, True),
    ],
)
def test_who_may_put_so_much_on_an_invoice(role: StaffRole, small: bool, large: bool) -> None:
    clerk = Clerk(1, HouseId(1), "An", role, b"", b"")
    assert (clerk.may_invoice(50_000), clerk.may_invoice(50_001)) == (small, large)


def test_what_is_asked_stands_in_the_personal_body_and_an_older_one_is_read() -> None:
    whole = Customer("School", "0475", "K-1", "0203201340", ADDRESS)
    assert Customer.from_body(whole.to_body()) == whole
    assert Customer.from_body(b"School\n0475\nK-1") == Customer("School", "0475", "K-1")
    assert Customer("School").to_body() == b"School"
