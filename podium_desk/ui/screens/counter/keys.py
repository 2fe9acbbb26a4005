"""Every key of the counter screen in one table."""

from __future__ import annotations

from functools import partial
from typing import Protocol

from podium_desk.domain.facts import PaymentMeans
from podium_desk.presentation.cash import CashEntry
from podium_desk.presentation.counter import CounterPresenter
from podium_desk.ui.kit.actions import Action, ActionTable

BEST_COUNTS = (1, 2, 3, 4)
LANGUAGE_KEYS = (("nl", "Ctrl+1"), ("fr", "Ctrl+2"), ("de", "Ctrl+3"), ("en", "Ctrl+4"))


class CounterScreen(Protocol):
    """What the table asks of the window itself."""

    def find(self) -> None:
        """Put the keyboard in the search field."""

    def press_enter(self) -> None:
        """Press the button that has the keyboard, else confirm."""

    def step_back(self) -> None:
        """Out of the help page or the search, else one step back in the sale."""

    def show_help(self) -> None:
        """Open or close the page of keys."""

    def zoom_in(self) -> None:
        """Come closer to the hall."""

    def zoom_out(self) -> None:
        """Step back from the hall."""

    def fit_hall(self) -> None:
        """Show the whole hall."""

    def speak(self, language: str) -> None:
        """Show everything in this language."""


def counter_actions(presenter: CounterPresenter, screen: CounterScreen) -> ActionTable:
    """The table of the counter screen; digits are not in it, they are read as text."""

    def can_pay() -> bool:
        return presenter.view.can_pay

    def can_clear() -> bool:
        return presenter.view.can_clear

    return ActionTable(
        (
            Action("find", ("F2",), "counter.search", screen.find),
            Action("next_best", ("B",), "counter.next_best", presenter.next_best),
            *(
                Action(f"best_{n}", (), "counter.best", partial(presenter.take_best, n))
                for n in BEST_COUNTS
            ),
            Action("tariff_all", ("T",), "counter.tariff", presenter.next_tariff),
            Action("card", ("F12",), "counter.pay_card", _pay(presenter, PaymentMeans.CARD), can_pay),
            Action("cash", ("F11",), "counter.pay_cash", _pay(presenter, PaymentMeans.CASH), can_pay),
            Action("clear", (), "counter.empty_basket", presenter.cancel, can_clear),
            Action("confirm", ("Return",), "counter.confirm", screen.press_enter),
            Action("confirm_cash", (), "counter.confirm_cash", presenter.confirm),
            Action("confirm_card", (), "counter.card_approved", presenter.confirm),
            Action("declined", ("Del",), "counter.card_declined", presenter.declined),
            Action("back", ("Esc",), "counter.back", screen.step_back),
            Action("undo", ("Ctrl+Z", "Z"), "counter.undo", presenter.undo),
            Action("zoom_in", ("+",), "counter.zoom_in", screen.zoom_in),
            Action("zoom_out", ("-",), "counter.zoom_out", screen.zoom_out),
            Action("zoom_fit", (), "counter.zoom_fit", screen.fit_hall),
            Action("separator", (",", "."), "counter.received", _edit(presenter, _separator)),
            Action("erase", ("Backspace",), "counter.received", _edit(presenter, _backspace)),
            Action("help", ("F1",), "counter.help", screen.show_help),
            *(
                Action(f"language_{code}", (key,), "counter.language", partial(screen.speak, code))
                for code, key in LANGUAGE_KEYS
            ),
        )
    )


def _pay(presenter: CounterPresenter, means: PaymentMeans) -> partial[None]:
    return partial(presenter.pay, means)


def _edit(presenter: CounterPresenter, edit: object) -> partial[None]:
    return partial(presenter.edit_cash, edit)


def _separator(entry: CashEntry) -> CashEntry:
    return entry.separator()


def _backspace(entry: CashEntry) -> CashEntry:
    return entry.backspace()
