"""What the pages of the payment panel show, besides cash."""

from __future__ import annotations

from typing import TYPE_CHECKING

from podium_desk.late_dataclass import dataclass

if TYPE_CHECKING:
    from podium_desk.presentation.pay_state import CardStage


@dataclass(frozen=True, slots=True)
class CardPanel:
    """A card payment: the amount, how far it is, and what the clerk can do by that."""

    amount: str
    stage: CardStage
    title: str
    ask: str
    doubt: str = ""
    """What to look at when it is not clear; empty when nothing is."""
    waited: str = ""
    """How long the customer is busy."""
    can_ask: bool = False
    """Whether the terminal can be asked what became of it."""
    picture: str = ""
    """The text of the code that the customer scans; empty for none."""


@dataclass(frozen=True, slots=True)
class PartView:
    """A part that was paid."""

    means: str
    amount: str


@dataclass(frozen=True, slots=True)
class SplitPanel:
    """Paying by several means: what was paid, and what is still to be paid, always."""

    rest: str
    typed: str
    next_amount: str
    """What the payment keys pay now."""
    parts: tuple[PartView, ...]
    is_done: bool
    """Everything is paid, and the sale is still to be booked."""


@dataclass(frozen=True, slots=True)
class MorePanel:
    """The means without a key of their own, or what else is sold: a digit chooses one."""

    title: str
    amount: str
    choices: tuple[str, ...]
    closed: frozenset[int] = frozenset()
    """The places of those that cannot be chosen now, from 0."""
    about: str = ""
    """A sentence before the choices; empty where none is needed."""


@dataclass(frozen=True, slots=True)
class VoucherPanel:
    """A voucher that is sold (its value is typed) or that pays (its number is)."""

    title: str
    word: str
    """What is typed."""
    typed: str
    hint: str
    """What stands there while nothing is typed."""
    detail: str
    """What is left on it and what it pays; empty until that is known."""
    pays: bool
    can_confirm: bool = False


@dataclass(frozen=True, slots=True)
class UnfinishedPanel:
    """A sale that a power cut left between the card and the tickets."""

    title: str
    places: str
    payments: tuple[str, ...]
    advice: str
    go_on: str
    """The word for going on; empty when there is nothing to go on with."""
    can_give_up: bool
