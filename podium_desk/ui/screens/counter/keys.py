"""Every key of the counter screen in one table."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Protocol

from podium_desk.domain.money import PaymentMeans
from podium_desk.presentation.cash import CashEntry
from podium_desk.presentation.key_places import acts
from podium_desk.ui.kit.actions import Action, ActionTable
from podium_desk.ui.screens.counter.order_keys import order_actions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from podium_desk.presentation.counter import CounterPresenter

BEST_COUNTS = (1, 2, 3, 4)
LANGUAGE_KEYS = (("nl", "Ctrl+1"), ("fr", "Ctrl+2"), ("de", "Ctrl+3"), ("en", "Ctrl+4"))


class HallKeys(Protocol):
    """What the table asks of the hall."""

    def toggle_list(self) -> None:
        """The hall as a list instead of a map, or the map again."""

    def zoom_in(self) -> None:
        """Come closer to the hall."""

    def zoom_out(self) -> None:
        """Step back from the hall."""

    def fit(self) -> None:
        """Show the whole hall."""


class CounterScreen(Protocol):
    """What the table asks of the window itself."""

    @property
    def hall_pane(self) -> HallKeys:
        """The hall, which is made after the table."""

    def start_search(self) -> None:
        """Put the keyboard in the search field."""

    def press_enter(self) -> None:
        """Press the button that has the keyboard, else confirm."""

    def step_back(self) -> None:
        """Out of the help page or the search, else one step back in the sale."""

    def show_help(self) -> None:
        """Open or close the page of keys."""

    def show_palette(self) -> None:
        """Open or close the box in which every action is found by a word."""

    def show_status(self) -> None:
        """Show how this device stands."""

    def show_till(self) -> None:
        """Open the till: shift, counting, reports."""

    def show_lists(self, tab: str = "") -> None:
        """Open the lists of the performance that is shown: guests, who waits, what goes back; or
        this one of them (`lists_view.Tab`)."""

    def show_layouts(self) -> None:
        """Open the window in which a manager sees how papers look."""

    def lock(self) -> None:
        """Nobody works here until somebody logs in."""

    def begin_swap(self) -> None:
        """Swap the place whose line has the keyboard, or the newest one."""

    def show_uitpas(self) -> None:
        """Take a pass for the places in the basket."""

    def show_customers(self) -> None:
        """Find the customer of the basket, or of the order that is looked at."""

    def speak(self, language: str) -> None:
        """Show everything in this language."""

    def change_theme(self) -> None:
        """Light instead of dark, or dark instead of light."""

    def resize_text(self, steps: int) -> None:
        """So many steps larger, smaller when negative; 0 is the size that it had at first."""


def counter_actions(clerk: Callable[[], CounterPresenter], screen: CounterScreen) -> ActionTable:
    """The table of the counter screen; digits are not in it, they are read as text.

    `clerk` gives the presenter, which may be made after the table.
    """

    def confirm() -> None:
        clerk().confirm()

    def in_its_place(action: Action) -> Action:
        return replace(action, is_enabled=lambda: acts(action.id, clerk().view))

    return ActionTable(
        in_its_place(action)
        for action in (
            Action("find", ("F2",), "counter.search", screen.start_search),
            *_best_actions(clerk),
            Action("next_best", ("B",), "counter.next_best", lambda: clerk().next_best()),
            Action("tariff_all", ("T",), "counter.next_tariff", lambda: clerk().next_tariff()),
            Action("shelf", ("E",), "passes.open", lambda: clerk().shelf.open()),
            Action("shelf_done", (), "passes.done", confirm, shown_key="Enter"),
            Action("code", ("C",), "counter.code", lambda: clerk().asking.code()),
            Action("group", ("G",), "counter.group", lambda: clerk().asking.count()),
            Action("note", ("P",), "counter.note", lambda: clerk().asking.note()),
            Action("swap", ("S",), "counter.swap", screen.begin_swap),
            Action("park", ("O",), "counter.park", lambda: clerk().asking.park()),
            Action("companion", ("N",), "counter.companion_take", _companion(clerk)),
            Action("card", ("F12",), "counter.pay_card", _pay(clerk, PaymentMeans.CARD)),
            Action("cash", ("F11",), "counter.pay_cash", _pay(clerk, PaymentMeans.CASH)),
            Action("split", ("F6",), "paying.split", lambda: clerk().pay_keys.split()),
            Action("more", ("F10",), "paying.more", lambda: clerk().pay(None)),
            Action("clear", (), "counter.empty_basket", lambda: clerk().cancel(), shown_key="Esc"),
            Action("last_sale", ("F4",), "counter.last_sale", lambda: clerk().look_at_last_sale()),
            Action("print_again", (), "counter.print_again", confirm, shown_key="Enter"),
            Action("ask_memory", ("Ctrl+F9",), "memory.ask", lambda: clerk().memory.ask()),
            Action(
                "confirm_memory", ("Ctrl+F10",), "memory.confirm", lambda: clerk().memory.confirm()
            ),
            Action("undo", ("Z", "Ctrl+Z"), "counter.undo", lambda: clerk().undo()),
            Action("confirm", ("Return",), "counter.confirm", screen.press_enter),
            Action("confirm_cash", (), "counter.confirm_cash", confirm, shown_key="Enter"),
            Action("confirm_card", (), "counter.card_approved", confirm, shown_key="Enter"),
            Action("declined", ("Del",), "counter.card_declined", lambda: clerk().declined()),
            *_card_actions(clerk),
            Action("undo_part", (), "paying.undo_part", lambda: clerk().undo(), shown_key="Z"),
            Action("book", (), "paying.book", confirm, shown_key="Enter"),
            Action("back", ("Esc",), "counter.back", screen.step_back),
            Action("separator", (",", "."), "counter.cents", _edit(clerk, CashEntry.separator)),
            Action("erase", ("Backspace",), "counter.erase", lambda: clerk().pay_keys.erase()),
            *_view_actions(screen),
            Action("uitpas", ("U",), "uitpas.title", screen.show_uitpas),
            *_page_actions(screen),
            *order_actions(clerk),
            Action(
                "customer_language",
                ("Ctrl+5",),
                "counter.customer_language",
                lambda: clerk().next_customer_language(),
            ),
            *_language_actions(screen),
        )
    )


def _card_actions(clerk: Callable[[], CounterPresenter]) -> Iterator[Action]:
    """What a clerk can say of a card payment, and of a sale that a power cut left unfinished."""

    def confirm() -> None:
        clerk().confirm()

    def declined() -> None:
        clerk().declined()

    yield Action("card_ask", (), "paying.ask", confirm, shown_key="Enter")
    yield Action(
        "paid_by_hand", ("F8",), "paying.says_paid", lambda: clerk().pay_keys.paid_by_hand()
    )
    yield Action("card_not_paid", (), "paying.says_not_paid", declined, shown_key="Del")
    yield Action("card_given_back", (), "paying.given_back", confirm, shown_key="Enter")
    yield Action("voucher_confirm", (), "paying.voucher_confirm", confirm, shown_key="Enter")
    yield Action("card_stop", (), "paying.stop", lambda: clerk().cancel(), shown_key="Esc")
    yield Action("go_on_unfinished", (), "paying.finish", confirm, shown_key="Enter")
    yield Action("give_up_unfinished", (), "paying.give_up", declined, shown_key="Del")


def _best_actions(clerk: Callable[[], CounterPresenter]) -> Iterator[Action]:
    """The digit keys reach further than these buttons: up to nine."""
    for count in BEST_COUNTS:
        yield Action(f"best_{count}", (), "counter.best", _best(clerk, count), shown_key=str(count))


def _best(clerk: Callable[[], CounterPresenter], count: int) -> Callable[[], None]:
    return lambda: clerk().take_best(count)


def _companion(clerk: Callable[[], CounterPresenter]) -> Callable[[], None]:
    return lambda: clerk().filling.take_companion()


def _pay(clerk: Callable[[], CounterPresenter], means: PaymentMeans) -> Callable[[], None]:
    return lambda: clerk().pay(means)


def _edit(
    clerk: Callable[[], CounterPresenter], edit: Callable[[CashEntry], CashEntry]
) -> Callable[[], None]:
    return lambda: clerk().edit_cash(edit)


def _page_actions(screen: CounterScreen) -> Iterator[Action]:
    """What lies over the counter."""
    yield Action("customers", ("K",), "customers.open", screen.show_customers)
    yield Action("status", ("F9",), "device_status.open_page", screen.show_status)
    yield Action("till", ("Ctrl+E",), "counter.till", screen.show_till)
    yield Action("lists", ("V",), "counter.lists", screen.show_lists)
    seats = partial(screen.show_lists, "seats")
    yield Action("seats_paper", ("Ctrl+H",), "lists.seats_open", seats)
    yield Action("layouts", ("Ctrl+Y",), "layouts.open", screen.show_layouts)
    yield Action("lock", ("Ctrl+L",), "counter.lock", screen.lock)


def _view_actions(screen: CounterScreen) -> Iterator[Action]:
    """How the hall and the window look, and the help page."""
    seat_list = Action(
        "seat_list", ("Ctrl+M",), "counter.seat_list", lambda: screen.hall_pane.toggle_list()
    )
    yield seat_list
    yield Action("zoom_in", ("+",), "counter.zoom_in", lambda: screen.hall_pane.zoom_in())
    yield Action("zoom_out", ("-",), "counter.zoom_out", lambda: screen.hall_pane.zoom_out())
    fit = Action("zoom_fit", (), "counter.zoom_fit", lambda: screen.hall_pane.fit(), shown_key="0")
    yield fit
    yield Action("help", ("F1",), "counter.help", screen.show_help)
    yield Action("palette", ("Ctrl+K",), "counter.palette", screen.show_palette)
    yield Action("theme", ("Ctrl+T",), "counter.theme", screen.change_theme)
    for name, keys, steps in (
        ("text_larger", ("Ctrl++", "Ctrl+="), 1),
        ("text_smaller", ("Ctrl+-",), -1),
        ("text_normal", ("Ctrl+0",), 0),
    ):
        yield Action(name, keys, f"counter.{name}", partial(screen.resize_text, steps))


def _language_actions(screen: CounterScreen) -> Iterator[Action]:
    for code, key in LANGUAGE_KEYS:
        speak = partial(screen.speak, code)
        yield Action(f"language_{code}", (key,), f"counter.language_{code}", speak)
