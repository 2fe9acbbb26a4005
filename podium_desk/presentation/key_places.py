"""On which pages of the counter each key acts: the same for keys, buttons and the palette.

A key that has no place here acts everywhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from podium_desk.presentation.counter_view import LastSalePanel, MemoryPanel, ShelfPanel
from podium_desk.presentation.order_view import FindPanel, OrderPanel, ReservePanel
from podium_desk.presentation.pay_state import CardStage
from podium_desk.presentation.paying_view import CardPanel, UnfinishedPanel

if TYPE_CHECKING:
    from collections.abc import Callable

    from podium_desk.presentation.counter_view import CounterView

_DECLINED = (CardStage.CLERK, CardStage.UNKNOWN)
"""Stages of a card payment at which a clerk may have read that nothing was paid."""
_LEFT_FOR_A_SEARCH = (FindPanel, OrderPanel, ReservePanel, LastSalePanel)


def acts(action: str, view: CounterView) -> bool:
    """Whether the action of this id does something on the page that stands."""
    place = _PLACES.get(action)
    return place is None or place(view)


def _at_hall(view: CounterView) -> bool:
    return view.panel is None


def _has_places(view: CounterView) -> bool:
    return view.can_clear and bool(view.basket.lines)


def _beside_orders(view: CounterView) -> bool:
    """At the hall, or at an order of which nothing is asked."""
    panel = view.panel
    return panel is None or isinstance(panel, FindPanel) or _is_calm_order(view)


def _can_find_order(view: CounterView) -> bool:
    return view.panel is None or isinstance(view.panel, _LEFT_FOR_A_SEARCH)


def _is_calm_order(view: CounterView) -> bool:
    return isinstance(view.panel, OrderPanel) and view.panel.ask is None


def _deed(deed: str) -> Callable[[CounterView], bool]:
    return lambda view: isinstance(view.panel, OrderPanel) and deed in view.panel.deeds


def _can_decline(view: CounterView) -> bool:
    panel = view.panel
    if isinstance(panel, CardPanel):
        return panel.stage in _DECLINED
    is_given_up = isinstance(panel, UnfinishedPanel) and panel.can_give_up
    return is_given_up or _deed("refund")(view)


def _is_unknown(view: CounterView) -> bool:
    return isinstance(view.panel, CardPanel) and view.panel.stage is CardStage.UNKNOWN


def _is_memory_asked_for(view: CounterView) -> bool:
    return _at_hall(view) and view.band is not None and view.band.offers_memory


_PLACES: dict[str, Callable[[CounterView], bool]] = {
    **dict.fromkeys(
        ("find", "best_1", "best_2", "best_3", "best_4", "next_best", "group", "park", "seat_list",
         "zoom_in", "zoom_out", "zoom_fit"),
        _at_hall,
    ),
    **{deed: _deed(deed)
       for deed in ("reprint", "summary", "summary_file", "exchange", "refund", "reissue",
                    "let_go", "name", "invoice", "approve", "take_approval_back")},
    **dict.fromkeys(("tariff_all", "code", "swap"), _has_places),
    **dict.fromkeys(("customers", "last_sale"), _beside_orders),
    "find_order": _can_find_order,
    "companion": lambda view: view.can_clear and bool(view.basket.companion),
    "note": lambda view: view.can_note,
    "shelf": lambda view: _at_hall(view) or isinstance(view.panel, ShelfPanel),
    **dict.fromkeys(
        ("lists", "seats_paper"), lambda view: _at_hall(view) and view.selected is not None
    ),
    "uitpas": lambda view: _at_hall(view) and (view.can_pay or not view.basket.lines),
    **dict.fromkeys(("card", "cash", "split"), lambda view: view.can_pay),
    "more": lambda view: view.can_more,
    "reserve": lambda view: view.can_reserve,
    "clear": lambda view: view.can_clear,
    "undo": lambda view: view.can_undo,
    "declined": _can_decline,
    "paid_by_hand": _is_unknown,
    "ask_memory": _is_memory_asked_for,
    "confirm_memory": lambda view: isinstance(view.panel, MemoryPanel),
}  # fmt: skip
