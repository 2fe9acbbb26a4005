"""The panels of orders on the counter screen, as frozen values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from podium_desk.late_dataclass import dataclass

if TYPE_CHECKING:
    from podium_desk.domain.ids import OrderId, TicketId
    from podium_desk.presentation.mood import Tone
    from podium_desk.presentation.order_state import GoodsPiece


@dataclass(frozen=True, slots=True)
class FoundRow:
    """One order in the list of what was found."""

    order: OrderId
    title: str
    detail: str
    standing: str
    tone: Tone
    spoken: str


@dataclass(frozen=True, slots=True)
class FindPanel:
    """The search for an order with what was found."""

    rows: tuple[FoundRow, ...]
    hint: str


@dataclass(frozen=True, slots=True)
class TicketRow:
    """One ticket of an order's page, or one piece of its goods; a digit chooses it."""

    id: TicketId | GoodsPiece
    text: str
    standing: str
    tone: Tone
    is_chosen: bool
    is_kept: bool


@dataclass(frozen=True, slots=True)
class AskView:
    """A question on an order's page: what it comes to, and a line to type in where one is asked."""

    title: str
    detail: str
    label: str
    second_label: str
    """A second line: the telephone number beside a name; empty for none."""
    yes: str
    other: str = ""
    """Another way to say yes; empty for none."""
    third_label: str = ""
    """A third line: the address for an invoice."""
    filled: tuple[str, str, str] = ("", "", "")
    """What is known already, in the three lines."""


@dataclass(frozen=True, slots=True)
class OrderPanel:
    """An order's page. `deeds` are the actions that can be done now, by their ids."""

    title: str
    standing: str
    tone: Tone
    facts: tuple[str, ...]
    tickets: tuple[TicketRow, ...]
    chosen: str
    history: tuple[str, ...]
    deeds: frozenset[str]
    ask: AskView | None
    picture: str = ""
    """The text of the QR code that fills a transfer in; empty for none."""


@dataclass(frozen=True, slots=True)
class ReservePanel:
    """Reserving a basket: what it comes to, and until when it may be kept."""

    detail: str
    ends: tuple[str, ...]
    """The ends to choose from, the usual one first."""
    customer: str = ""
    """The name of the customer of the house whose it will be; empty where a name is asked."""


OrdersPanel = FindPanel | OrderPanel | ReservePanel
