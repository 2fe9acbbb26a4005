"""What the counter screen shows, as frozen values: the window only maps these to widgets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from podium_desk.late_dataclass import dataclass
from podium_desk.presentation.order_view import OrdersPanel
from podium_desk.presentation.paying_view import CardPanel as CardPanel
from podium_desk.presentation.paying_view import (
    MorePanel,
    SplitPanel,
    UnfinishedPanel,
    VoucherPanel,
)

if TYPE_CHECKING:
    from podium_desk.domain.ids import PerformanceId, TariffId
    from podium_desk.presentation.basket import Place
    from podium_desk.presentation.hall import HallPicture
    from podium_desk.presentation.mood import Tone
    from podium_desk.presentation.status import Band, StatusChip


@dataclass(frozen=True, slots=True)
class PerformanceCard:
    """One performance in the list."""

    id: PerformanceId
    time: str
    title: str
    where: str
    availability: str
    tone: Tone
    spoken: str
    """The whole card in one sentence, for a screen reader."""


@dataclass(frozen=True, slots=True)
class DayGroup:
    """The performances of one day under their heading."""

    heading: str
    cards: tuple[PerformanceCard, ...]


@dataclass(frozen=True, slots=True)
class TariffChoice:
    """A tariff that a place can have, as it stands in its list."""

    id: TariffId
    text: str


@dataclass(frozen=True, slots=True)
class LineView:
    """One place in the basket."""

    place: Place
    name: str
    detail: str
    """The part of the hall."""
    title: str
    """The performance, where the basket holds several."""
    price: str
    tariff: TariffId
    choices: tuple[TariffChoice, ...]
    reminder: str = ""
    """What the tariff asks of the clerk, or what was written down for it."""
    off: str = ""
    """What a code takes off."""


@dataclass(frozen=True, slots=True)
class GoodsLineView:
    """So many of one of the goods in the basket; `code` names it."""

    code: str
    name: str
    price: str


@dataclass(frozen=True, slots=True)
class ShelfTile:
    """One thing that is sold beside places; `count` of it stand in the basket.

    A subscription is not counted: choosing it begins one.
    """

    name: str
    price: str
    note: str
    count: int
    is_counted: bool


@dataclass(frozen=True, slots=True)
class ShelfPanel:
    """What is sold beside single places."""

    tiles: tuple[ShelfTile, ...]
    total: str


@dataclass(frozen=True, slots=True)
class BasketView:
    """The right-hand side: lines, total, and one quiet sentence."""

    lines: tuple[LineView, ...] = ()
    goods: tuple[GoodsLineView, ...] = ()
    count: str = ""
    total: str = ""
    total_label: str = ""
    """What the total is where it is no plain one: the difference of an exchange."""
    hint: str = ""
    language: str = ""
    """The language of the customer's papers, as a code."""
    common_choices: tuple[TariffChoice, ...] = ()
    """Tariffs that every line can have; empty when there is nothing to choose."""
    sums: tuple[str, ...] = ()
    """What each performance comes to, where there are several."""
    hold: str = ""
    """Until when the places are held."""
    is_hold_short: bool = False
    swap: str = ""
    """Which place the next chosen one comes for; empty when none is swapped."""
    off: str = ""
    """The codes, with all that goes off."""
    companion: str = ""
    """The seat beside a wheelchair place that can be had for a companion."""
    quick_keys: str = ""
    """The letters that may follow a number."""


@dataclass(frozen=True, slots=True)
class QuickKey:
    """A quick amount on the cash panel."""

    cents: int
    text: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class CashPanel:
    """Paying in cash."""

    due: str
    rounding: str
    typed: str
    quick_keys: tuple[QuickKey, ...]
    change_label: str
    change: str
    pieces: str
    is_enough: bool


@dataclass(frozen=True, slots=True)
class TicketPicture:
    """A ticket as it came out of the printer, as PNG, with its name for a screen reader."""

    name: str
    png: bytes


@dataclass(frozen=True, slots=True)
class LastSalePanel:
    """The newest sale of this desk, to be printed again."""

    detail: str
    pictures: tuple[TicketPicture, ...]


@dataclass(frozen=True, slots=True)
class MemoryPanel:
    """Whether this data is the newest: what is at stake, why it is asked, and how to be sure."""

    exposure: str
    explanation: str
    advice: str


@dataclass(frozen=True, slots=True)
class QuestionPanel:
    """Something to type: what, about which place, and what the answer may be."""

    title: str
    about: str
    hint: str
    takes_digits: bool = False
    """Whether what is typed is a number, for which there are keys to touch."""


Panel = (
    QuestionPanel | CashPanel | CardPanel | SplitPanel | MorePanel | VoucherPanel | UnfinishedPanel
    | LastSalePanel | MemoryPanel | OrdersPanel | ShelfPanel
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Toast:
    """What just happened, without asking for anything."""

    text: str
    detail: str = ""
    is_good: bool = True
    can_undo: bool = False


@dataclass(frozen=True, slots=True)
class CounterView:
    """The whole counter screen."""

    language: str
    place: str = ""
    """The house and this counter's name."""
    chips: tuple[StatusChip, ...] = ()
    band: Band | None = None
    groups: tuple[DayGroup, ...] = ()
    list_hint: str = ""
    search: str = ""
    selected: PerformanceId | None = None
    hall: HallPicture | None = None
    basket: BasketView = BasketView()
    panel: Panel | None = None
    toast: Toast | None = None
    refusal: str = ""
    """Why the last wish was not done, and what to do; empty otherwise."""
    can_pay: bool = False
    can_reserve: bool = False
    can_more: bool = False
    """Whether there is a list of more means, or of what else can be sold."""
    can_clear: bool = False
    can_undo: bool = False
    """Whether there is a step, or a part of a payment, to take back."""
    can_note: bool = False
    """Whether a place waits for something to be written down: a pass, a reason."""
    is_selling: bool = False
