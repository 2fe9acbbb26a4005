"""The counter window: it maps the presenter's view to widgets, and keys and clicks to intents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from podium_desk.domain.ids import PerformanceId, TariffId, Unit
from podium_desk.i18n.words import Words
from podium_desk.presentation.counter_view import Toast
from podium_desk.presentation.key_places import acts
from podium_desk.ui.kit.actions import digit_of, letter_of
from podium_desk.ui.kit.appearance import other_theme, stepped
from podium_desk.ui.kit.tokens import Appearance, worn
from podium_desk.ui.screens.counter.keys import counter_actions
from podium_desk.ui.screens.counter.layout import CounterParts
from podium_desk.ui.screens.counter.named_keys import NamedKeys

if TYPE_CHECKING:
    from collections.abc import Callable

    from podium_desk.presentation.basket import Place
    from podium_desk.presentation.counter import CounterPresenter
    from podium_desk.presentation.counter_view import CounterView, Panel
    from podium_desk.ui.kit.actions import Action
    from podium_desk.ui.screens.counter.help import HelpPage
    from podium_desk.ui.screens.counter.palette import Palette
    from podium_desk.ui.screens.counter.panels import PanelPages

REFERENCE_PIXELS = (1366, 768)
BASKET_KEYS = ("card", "cash", "split", "more", "reserve", "clear", "code", "companion")
"""The keys at the basket that cannot always be used."""


class CounterWindow(QWidget):
    """One counter. Build it, show it, `attach` its presenter, then start that.

    The presenter may be made after the window stands: it takes as long to load as the window.
    """

    closed = Signal()
    status_wanted = Signal()
    till_wanted = Signal()
    lock_wanted = Signal()
    lists_wanted = Signal(object, str)
    """Of which performance, and which of them; empty for the usual one."""
    layouts_wanted = Signal()
    uitpas_wanted = Signal()
    appearance_wanted = Signal(object)
    customers_wanted = Signal()

    def __init__(self, presenter: Callable[[], CounterPresenter], words: Words) -> None:
        super().__init__()
        self.setObjectName("screen")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.resize(*REFERENCE_PIXELS)
        self._presenter_of = presenter
        self._words = words
        self._shown: CounterView | None = None
        self._pages: PanelPages | None = None
        self._help: HelpPage | None = None
        self._palette: Palette | None = None
        self._is_digit = False
        self.actions_table = counter_actions(presenter, self)
        self._keys = NamedKeys(self.actions_table, words)
        self._build()
        self._connect()
        self._show_words()
        self._show_nothing_yet()

    @property
    def words(self) -> Words:
        """The language of the window now."""
        return self._words

    # What the presenter says

    def attach(self) -> None:
        """Show what the presenter says, from now on."""
        self._presenter.listen(self.show_view)
        self.show_view(self._presenter.view)

    def show_view(self, view: CounterView) -> None:
        """Show this view; only what differs from the one shown is touched."""
        before, self._shown = self._shown, view
        if before is None or view.language != before.language:
            self._show_words()
            before = None
        if before is None or (view.place, view.chips) != (before.place, before.chips):
            self._strip.show_status(view.place, view.chips)
        self._band.show_band(view.band)
        offers = view.band is not None and view.band.offers_memory and view.panel is None
        self._ask_memory.setVisible(offers)
        if before is None or (view.groups, view.selected) != (before.groups, before.selected):
            self.performance_list.show_groups(view.groups, view.selected)
        if before is not None and before.search and not view.search:
            self.search.clear()
        self._list_hint.setText(view.list_hint)
        self._list_hint.setVisible(bool(view.list_hint))
        if before is None or view.hall != before.hall:
            self.hall_pane.show_hall(view.hall, self._words)
        self._notice.show_notice(view.refusal, view.toast)
        self._beside.show_view(view, self._words)
        self._keys.show_enabled(BASKET_KEYS)
        self._show_panel(view, None if before is None else before.panel)

    # What the table of keys asks (`keys.CounterScreen`)

    def start_search(self) -> None:
        """Put the keyboard in the search field."""
        if self._is_help_open():
            self.show_help()
        self._choosing.show_list()
        self.search.setFocus()
        self.search.selectAll()

    def press_enter(self) -> None:
        """Press the button that has the keyboard, else confirm."""
        focused = QApplication.focusWidget()
        if isinstance(focused, QAbstractButton):
            focused.click()
        else:
            self._presenter.confirm()

    def step_back(self) -> None:
        """Out of the help page or the search, else one step back in the sale."""
        if self._is_help_open():
            self.show_help()
        elif self.search.hasFocus():
            self.search.clear()
            self._presenter.search("")
            self.hall_pane.take_keyboard()
        else:
            self._presenter.cancel()

    def show_help(self) -> None:
        """Open or close the page of keys."""
        if self._is_help_open():
            self._show_panel(self._presenter.view, None, is_page_open=True)
            return
        if self._help is None:
            from podium_desk.ui.screens.counter.help import HelpPage

            self._help = HelpPage()
            self._stack.addWidget(self._help)
        self._help.show_keys(self.actions_table, self._words)
        self._stack.setCurrentWidget(self._help)
        self._help.setFocus()

    def show_palette(self) -> None:
        """Open the box of actions; it closes by itself."""
        if self._palette is None:
            # Loaded when it is first wanted, after the window stands.
            from podium_desk.ui.screens.counter.palette import Palette

            self._palette = Palette(self)
        self._palette.open(self.actions_table, self._words)

    def put_palette_away(self) -> None:
        """A scan goes before whatever was looked for."""
        if self._palette is not None:
            self._palette.put_away()

    def show_status(self) -> None:
        """Whoever opened this window shows how the device stands."""
        self.status_wanted.emit()

    def show_till(self) -> None:
        """Whoever opened this window shows its till."""
        self.till_wanted.emit()

    def show_lists(self, tab: str = "") -> None:
        """Whoever opened this window shows the lists of the performance shown, or this one."""
        view = self._presenter.view
        if acts("lists", view):
            self.lists_wanted.emit(view.selected, tab)

    def show_layouts(self) -> None:
        """Whoever opened this window shows how papers look."""
        self.layouts_wanted.emit()

    def lock(self) -> None:
        """Whoever opened this window asks who comes next."""
        self.lock_wanted.emit()

    def show_uitpas(self) -> None:
        """Whoever opened this window takes a pass: for the places in the basket, or its points."""
        if acts("uitpas", self._presenter.view):
            self.uitpas_wanted.emit()

    def show_customers(self) -> None:
        """Whoever opened this window shows the customers of the house."""
        if self._presenter.sale_customer.can_choose():
            self.customers_wanted.emit()

    def begin_swap(self) -> None:
        """The line that has the keyboard gets another place, else the newest one."""
        self._presenter.filling.begin_swap(self.basket.focused_place())

    def speak(self, language: str) -> None:
        """Show everything in this language."""
        self._words = Words(language)
        self._presenter.speak(self._words)

    def change_theme(self) -> None:
        """Whoever opened this window changes how all of them look."""
        self.appearance_wanted.emit(other_theme(worn()))

    def resize_text(self, steps: int) -> None:
        """The same, for the size of text."""
        now = worn()
        wanted = stepped(now, steps) if steps else Appearance(now.theme)
        self.appearance_wanted.emit(wanted)

    # Events

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Every key that no widget wanted: a digit, a tariff's letter behind it, or an action."""
        digit = digit_of(event)
        is_behind_digit, self._is_digit = self._is_digit, digit is not None
        if digit is not None:
            self._digit(digit)
            return
        letter = letter_of(event)
        if is_behind_digit and letter and self._presenter.filling.letter(letter):
            return
        action = self.actions_table.for_event(event)
        if action is None:
            event.ignore()
        elif self._presenter.is_under_way:
            # Judged in its turn: the places may not be in the basket yet when one pays for them.
            action.handler()
        elif action.is_enabled():
            action.run()
        else:
            self._tell_not_here(action)

    def showEvent(self, event: QShowEvent) -> None:
        """The keyboard starts at the hall, so that a digit sells."""
        super().showEvent(event)
        self.hall_pane.take_keyboard()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may be another basket."""
        super().resizeEvent(event)
        self.basket.fit_to(self.width())

    def appearance_changed(self) -> None:
        """Larger text may be another basket."""
        self.basket.fit_to(self.width())

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell the shell that the counter closes."""
        self.closed.emit()
        event.accept()

    @property
    def _presenter(self) -> CounterPresenter:
        return self._presenter_of()

    def _digit(self, digit: int) -> None:
        section = self.hall_pane.focused_section()
        if digit == 0 and self._presenter.view.panel is None:
            self.hall_pane.fit()
        elif section:
            self._presenter.filling.take_from_section(section, digit)
        else:
            self._presenter.digit(digit)

    def _tell_not_here(self, action: Action) -> None:
        """A key that means nothing here says so, until something changes; what was said stays."""
        view = self._presenter.view
        if not view.refusal and view.toast is None:
            name = self._words(action.words_key, n=0)
            self._notice.show_notice(
                "", Toast(self._words("counter.not_here", what=name), is_good=False)
            )

    @Slot(int)
    def _toggle_seat(self, unit: int) -> None:
        self._presenter.toggle_seat(Unit(unit))

    @Slot(object)
    def _choose_performance(self, performance: PerformanceId) -> None:
        self._presenter.choose_performance(performance)
        self.hall_pane.take_keyboard()

    @Slot(str)
    def _search(self, text: str) -> None:
        self._presenter.search(text)

    @Slot(object)
    def _drop(self, place: Place) -> None:
        self._presenter.drop(place)

    @Slot()
    def _choose_found(self) -> None:
        """Enter counts for what was typed, also while that is still being looked for."""
        self._presenter.when_found(self.performance_list.choose_current)

    @Slot(object, object)
    def _choose_tariff(self, tariff: TariffId, place: Place | None) -> None:
        self._presenter.choose_tariff(tariff, place)

    @Slot(int)
    def _quick_amount(self, cents: int) -> None:
        self._presenter.edit_cash(lambda entry: entry.quick(cents))

    def _answer(self, text: str) -> None:
        self._presenter.asking.answer(text)

    @Slot(str)
    def _drop_goods(self, code: str) -> None:
        self._presenter.shelf.drop(code)

    # Panels

    def _show_panel(
        self, view: CounterView, before: Panel | None, *, is_page_open: bool = False
    ) -> None:
        panel = view.panel
        if panel is None and self._pages is not None:
            self._pages.close_question()
        page = self._choosing if panel is None else self.pages.show(view, self._words)
        if type(before) is type(panel) and not is_page_open:
            return
        is_searching = self.search.hasFocus()  # A page that goes may leave the keyboard there.
        self._stack.setCurrentWidget(page)
        if panel is not None:
            page.setFocus()
        elif not is_searching:
            self.hall_pane.take_keyboard()

    @property
    def pages(self) -> PanelPages:
        """The pages that stand in the place of the hall."""
        if self._pages is None:
            # Payment is loaded with the first payment, after the window stands.
            from podium_desk.ui.screens.counter.order_pages import OrderPages
            from podium_desk.ui.screens.counter.panels import PanelPages

            orders = OrderPages(self._keys.make, self._stack.addWidget, self._presenter_of)
            choose = (self._quick_amount, self._digit, self._answer)
            goods = (self._presenter.shelf.add, self._presenter.shelf.take_off)
            self._pages = PanelPages(self._keys.make, self._stack.addWidget, choose, orders, goods)
        return self._pages

    def _is_help_open(self) -> bool:
        return self._help is not None and self._stack.currentWidget() is self._help

    def _show_nothing_yet(self) -> None:
        """What stands before the presenter has said anything."""
        self._list_hint.setText(self._words("counter.loading"))
        self.hall_pane.show_hall(None, self._words)
        self.basket.show_empty(self._words)
        self._keys.show_enabled(BASKET_KEYS, is_any=False)

    # Building

    def _build(self) -> None:
        parts = CounterParts(self._keys.make, self.actions_table, self._words)
        self._strip, self._band, self._ask_memory = parts.strip, parts.band, parts.ask_memory
        self.search, self.performance_list = parts.search, parts.performance_list
        self._list_hint, self.hall_pane = parts.list_hint, parts.hall_pane
        self._stack, self._choosing = parts.stack, parts.choosing
        self._notice, self.basket, self._beside = parts.notice, parts.basket, parts.beside
        parts.lay_out(self)

    def _connect(self) -> None:
        self._strip.pressed.connect(self.show_status)
        self._choosing.on_list_wanted(self.start_search)
        self.search.textEdited.connect(self._search)
        self.search.entered.connect(self._choose_found)
        self.search.stepped.connect(self.performance_list.step)
        self.performance_list.performance_chosen.connect(self._choose_performance)
        self.hall_pane.place_chosen.connect(self._toggle_seat)
        self.basket.tariff_wanted.connect(self._choose_tariff)
        self.basket.drop_wanted.connect(self._drop)
        self.basket.goods.drop_wanted.connect(self._drop_goods)

    def _show_words(self) -> None:
        words = self._words
        self.setWindowTitle(f"Podium Desk · {words('counter.title')}")
        self.search.setPlaceholderText(f"{words('counter.search')}   F2")
        self.search.setAccessibleName(words("counter.search"))
        self.performance_list.setAccessibleName(words("counter.performances"))
        self._choosing.show_words(words)
        self._keys.show_words(words)
