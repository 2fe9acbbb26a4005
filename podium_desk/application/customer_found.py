"""A customer as a list shows it, and as a basket names whose it will be."""

from __future__ import annotations

from podium_desk.domain.customer_fields import Field, Said
from podium_desk.domain.ids import CustomerId
from podium_desk.late_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class CustomerFound:
    """A customer in a list: enough to choose by, and for other subjects to show whose it is."""

    id: CustomerId
    name: str
    phone: str = ""
    email: str = ""
    town: str = ""
    card: str = ""


def line_of(customer: CustomerId, said: Said) -> CustomerFound:
    """A customer as a list shows it."""
    return CustomerFound(
        customer, said.get(Field.NAME, "") or said.get(Field.COMPANY, ""),
        said.get(Field.PHONE, ""), said.get(Field.EMAIL, ""), said.get(Field.TOWN, ""),
        said.get(Field.CARD, ""),
    )  # fmt: skip
