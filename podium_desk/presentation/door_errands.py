"""The pages that are no answer to a verdict: help, a PIN, the evening, a sale, the menu."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from podium_desk.domain.staff import PIN_DIGITS
from podium_desk.late_dataclass import dataclass
from podium_desk.presentation.door_actions import action
from podium_desk.presentation.door_evening_view import evening_view, performance_line
from podium_desk.presentation.door_menu import ShellWish, menu_page
from podium_desk.presentation.door_page import (
    FIGURE_ROWS,
    INFORMS,
    Answers,
    EntryPage,
    InfoPage,
    page_panel,
)
from podium_desk.presentation.door_view import DoorAction, DoorKind, Intent

if TYPE_CHECKING:
    from collections.abc import Callable

    from podium_desk.i18n.words import Words
    from podium_desk.presentation.door_options import DoorOptions
    from podium_desk.presentation.door_page import PageHost
    from podium_desk.presentation.door_surroundings import Held
    from podium_desk.presentation.door_view import Panel

_log = logging.getLogger(__name__)


class Errands:
    """Opens these pages on the door's screen, each by its key, and takes them away by the same."""

    def __init__(self, host: PageHost, held: Held, options: DoorOptions) -> None:
        self._host = host
        self._held = held
        self._options = options

    def help(self) -> None:
        """Whom to call; the counters that are heard are told that this door calls."""
        if self._leaves(DoorKind.HELP):
            return
        called = Called()

        def heard(counters: tuple[str, ...]) -> None:
            called.counters = counters
            self._host.show()

        def unheard(error: Exception) -> None:
            _log.error("the counters could not be called", exc_info=error)
            heard(())

        phone = self._options.desk_phone
        self._open(DoorKind.HELP, lambda words: help_panel(phone, called, words))
        self._host.errands.submit(self._host.door.call_for_help, heard, unheard)

    def evening(self) -> None:
        """How it goes: sections, speed, the other doors."""
        if not self._leaves(DoorKind.EVENING):
            self._open(DoorKind.EVENING, self._evening_panel)

    def sell(self) -> None:
        """A walk-up guest: the counter's quick sale where this device may sell, else whereto.

        The counter's window is not locked, so going there takes the PIN as leaving does.
        """
        status = self._held.status
        if status is not None and status.sells:
            self._leave_for(ShellWish.SELL)
        elif not self._leaves(DoorKind.SALE):
            keeper, phone = status.keeper if status else "", self._options.desk_phone
            self._open(DoorKind.SALE, lambda words: sale_panel(keeper, phone, words))

    def menu(self, picked: Callable[[Intent | ShellWish], None]) -> None:
        """All that can be asked."""
        if not self._leaves(DoorKind.MENU):
            self._host.open_page(menu_page(picked))
            self._held.page_kind = DoorKind.MENU

    def leave(self) -> None:
        """Leave the window, after the PIN where one is set."""
        self._leave_for(ShellWish.LEAVE)

    def ask_pin(self, then: Callable[[], None]) -> None:
        """Do this once the right PIN was typed."""
        guard = self._options.pin

        def is_right(text: str) -> bool:
            now_ms = int(self._options.monotonic_s() * 1000)
            if guard.is_right(text, now_ms):
                self._host.leave_page()
                then()
                return True
            wait_s = guard.wait_s(now_ms)
            self._host.say("pin_wait_notice" if wait_s else "pin_wrong_notice", seconds=str(wait_s))
            return False

        self._host.open_page(pin_page(is_right))

    def _leave_for(self, wish: ShellWish) -> None:
        if self._options.pin.is_set:
            self.ask_pin(lambda: self._options.wish(wish))
        else:
            self._options.wish(wish)

    def _open(self, kind: DoorKind, draw: Callable[[Words], Panel]) -> None:
        self._host.open_page(InfoPage(draw, self._host.leave_page))
        self._held.page_kind = kind

    def _leaves(self, kind: DoorKind) -> bool:
        """True when this page was open: the key that opened it takes it away."""
        if self._held.page is not None and self._held.page_kind is kind:
            self._host.leave_page()
            return True
        return False

    def _evening_panel(self, words: Words) -> Panel:
        now, evening = self._options.now(), self._held.evening
        shown = evening.tonight if evening else ()
        lines = tuple(performance_line(one, now, words) for one in shown[:3])
        first = evening_view(evening, now, words).line
        texts = (words("door_pages.evening_word"), first or words("door.no_performance"), *lines)
        back = (action(Intent.BACK, words),)
        return page_panel(DoorKind.EVENING, "list", texts, back, INFORMS)


@dataclass(slots=True)
class Called:
    """Who heard the call for help; None while the counters are still being called."""

    counters: tuple[str, ...] | None = None


def pin_page(is_right: Callable[[str], bool]) -> EntryPage:
    """Four figures that nobody reads over a shoulder; `is_right` acts on the right ones."""

    def draw(words: Words, text: str) -> Panel:
        dots = " ".join("●" * len(text) + "_" * (PIN_DIGITS - len(text)))
        texts = (words("door_pages.pin_word"), dots, words("door_pages.pin_line"))
        done = DoorAction(Intent.ACCEPT, words("door_pages.do_pin"), words("door.key_enter"))
        buttons = (done, action(Intent.BACK, words))
        return page_panel(DoorKind.PIN, "lock", texts, buttons, Answers(keyboard=FIGURE_ROWS))

    def entered(text: str) -> None:
        if not is_right(text):
            page.text = ""

    page = EntryPage(draw, entered, only_figures=True, letters_most=PIN_DIGITS)
    return page


def help_panel(phone: str, called: Called, words: Words) -> Panel:
    """Whom to call, who was called, and the keys (F1)."""
    headline = words("door.help_headline")
    if phone:
        headline = words("door.help_phone_headline", phone=phone)
    told = words("door_pages.help_calling")
    if called.counters is not None:
        names = ", ".join(called.counters)
        key = "help_heard" if names else "help_unheard"
        told = words(f"door_pages.{key}", names=names)
    texts = (words("door.help_word"), headline, told, words("door.help_go_on_line"))
    buttons = (action(Intent.BACK, words), action(Intent.MENU, words))
    return page_panel(DoorKind.HELP, "circle-help", texts, buttons, INFORMS)


def sale_panel(counter: str, phone: str, words: Words) -> Panel:
    """A door that may not sell says so, and where the guest can buy."""
    where = words("door_pages.sale_anywhere")
    if counter:
        where = words("door_pages.sale_counter", name=counter)
    texts = (
        words("door_pages.sale_word"),
        where,
        words("door_pages.sale_phone", phone=phone) if phone else "",
        words("door_pages.sale_line"),
    )
    back = (action(Intent.BACK, words),)
    return page_panel(DoorKind.SALE, "shopping-cart", texts, back, INFORMS)
