"""The page of customers as frozen values: the widgets only map these."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from podium_desk.late_dataclass import dataclass

if TYPE_CHECKING:
    from podium_desk.domain.customer_facts import Purpose
    from podium_desk.domain.customer_fields import Field


class Form(StrEnum):
    """Which few fields a form shows, by what they are asked for."""

    PLAIN = "plain"
    INVOICE = "invoice"
    MINOR = "minor"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """One customer in the list."""

    title: str
    detail: str


@dataclass(frozen=True, slots=True)
class ConsentRow:
    """How one purpose stands, and what its key says."""

    purpose: Purpose
    name: str
    standing: str
    is_in_force: bool


@dataclass(frozen=True, slots=True)
class CustomerCard:
    """One customer: what is known, what is missing, consents, orders, likely the same person."""

    name: str
    lines: tuple[str, ...]
    needed: str
    consents: tuple[ConsentRow, ...]
    likely_same: str
    """The first one who is likely the same person, and why; empty for nobody."""
    orders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CustomerForm:
    """What is being typed: which fields, in their order, with what stands there."""

    title: str
    fields: tuple[tuple[Field, str, str], ...]
    """Each with its word and its text."""
    wrong: Field | None = None
    """The one that was refused."""


@dataclass(frozen=True, slots=True)
class CustomersView:
    """The whole page. `deeds` are the actions that can be done now, by their ids."""

    is_open: bool = False
    about: str = ""
    """What a customer is being chosen for."""
    rows: tuple[CustomerRow, ...] = ()
    marked: int = 0
    hint: str = ""
    card: CustomerCard | None = None
    form: CustomerForm | None = None
    erase: tuple[str, str] | None = None
    """The question before somebody is erased, and what it comes to."""
    said: str = ""
    is_refused: bool = False
    tie_key: str = ""
    """The words of the key that ties: to a sale, or to an order."""
    deeds: frozenset[str] = frozenset()
