"""The page of customers without its widgets: found as one types, looked at, changed, tied.

It lies over a counter. Everything runs on the replica's lane, in turn, so that a name and two
Enters may be typed faster than the customer is found.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Protocol

from podium_desk.domain.customer_facts import ConsentWay, Purpose
from podium_desk.domain.customer_fields import Field
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.late_dataclass import dataclass
from podium_desk.presentation.counter_words import refusal_sentence
from podium_desk.presentation.customers_state import CustomersState, customers_view
from podium_desk.presentation.customers_view import CustomersView, Form
from podium_desk.presentation.turns import Turns

if TYPE_CHECKING:
    from collections.abc import Callable

    from podium_desk.application.customer_desk import (
        CustomerDesk,
        CustomerFound,
        CustomerSeen,
    )
    from podium_desk.application.jobs import Jobs
    from podium_desk.domain.customer_fields import Said
    from podium_desk.domain.ids import CustomerId, OrderId
    from podium_desk.i18n.words import Words

_FORMS = tuple(Form)


class Counter(Protocol):
    """What the page may know of the counter below, and do to it (`SaleCustomer`)."""

    def order_shown(self) -> OrderId | None:
        """The order whose page is open."""
        ...

    def customer(self) -> CustomerFound | None:
        """Whom the basket is for."""
        ...

    def take(self, customer: CustomerFound | None, /) -> None:
        """The basket is for this customer."""
        ...

    def look_at(self, order: OrderId, /) -> None:
        """Open an order's page."""
        ...


@dataclass(frozen=True, slots=True)
class Below:
    """What lies under the page."""

    counter: Counter
    words_now: Callable[[], Words]
    report_fault: Callable[[Exception], None]
    give_data: Callable[[CustomerId, str], str | Refusal]
    """Writes all that is kept of a customer in files, on the lane; where it stands."""


class CustomersPresenter:
    """The state of the page; every method is called on the screen's thread."""

    def __init__(self, desk: Callable[[], CustomerDesk], jobs: Jobs, below: Below) -> None:
        """`desk` is asked on the lane, once the counter's own desk is open."""
        self._desk = desk
        self._below = below
        self._turns = Turns(jobs, self._fail)
        self._state = CustomersState()
        self._is_tied = False
        self._listeners: list[Callable[[CustomersView], None]] = []
        self.ask_manager: Callable[[Callable[[], None]], None] | None = None
        """Asks a manager's PIN, then goes on; None where nobody logs in."""

    @property
    def words(self) -> Words:
        """The language of the counter now."""
        return self._below.words_now()

    @property
    def view(self) -> CustomersView:
        """The page now."""
        return customers_view(self._state, self._is_tied, self.words)

    def listen(self, listener: Callable[[CustomersView], None]) -> None:
        """Hear of each new view."""
        self._listeners.append(listener)

    def open(self) -> None:
        """Show the page: with whom the sale or the order is for, else an empty search."""
        self._state = CustomersState(is_open=True, order=self._below.counter.order_shown())
        self._is_tied = False
        order, known = self._state.order, self._below.counter.customer()
        if order is not None:
            self._turns.run(lambda: self._desk().customer_of(order), self._was_for)
        elif known is not None:
            self._was_for(known)
        self._tell()

    def close(self) -> None:
        """Take the page away, with what stood on it."""
        self._state = CustomersState()
        self._turns.forget_waiting()
        self._tell()

    def search(self, text: str) -> None:
        """Show who fits what is typed; keys that came meanwhile are looked for once."""
        self._state.text = text
        self._turns.take(self._look_for)

    def step(self, by: int) -> None:
        """Mark the next customer of the list, or the one before."""
        self._turns.take(partial(self._step, by))

    def choose(self, row: int | None = None) -> None:
        """Look at this customer of the list, or at the marked one."""
        self._turns.take(partial(self._choose, row))

    def find(self) -> None:
        """Back to the search."""
        state = self._state
        state.form = state.typed = state.seen = None
        state.is_erasing = False
        self._say("")

    def write_new(self) -> None:
        """A form for somebody new, with what was typed to find him or her as the name."""
        state = self._state
        is_name = not state.found and any(letter.isalpha() for letter in state.text)
        state.typed = {Field.NAME: state.text.strip()} if is_name and "@" not in state.text else {}
        state.form, state.is_new, state.seen = Form.PLAIN, True, None
        self._say("")

    def correct(self) -> None:
        """A form with what is known."""
        if "correct" in self.view.deeds:
            self._state.form, self._state.typed, self._state.is_new = Form.PLAIN, None, False
            self._say("")

    def more_fields(self, typed: Said) -> None:
        """The next set of fields, with what was typed already."""
        form = self._state.form
        if form is not None:
            self._state.form = _FORMS[(_FORMS.index(form) + 1) % len(_FORMS)]
            self._state.typed = typed
            self._say("")

    def save(self, typed: Said) -> None:
        """Write down what was typed; a refused field keeps the form as it is."""
        state = self._state
        if state.form is None:
            return
        seen = None if state.is_new else state.seen
        state.typed = typed

        def work() -> CustomerSeen | Refusal:
            desk = self._desk()
            if seen is None:
                made = desk.write_down({field: text for field, text in typed.items() if text})
                return made if isinstance(made, Refusal) else desk.look(made)
            return desk.correct(seen.id, typed) or desk.look(seen.id)

        self._turns.run(work, partial(self._changed, "customers.saved"))

    def consent(self, number: int, how: ConsentWay) -> None:
        """The customer says the other thing of the `number`-th purpose than stands there."""
        self._turns.take(partial(self._consent, tuple(Purpose)[number], how))

    def join(self) -> None:
        """The first one who is likely the same person is."""
        self._turns.take(self._join)

    def undo_join(self) -> None:
        """The newest joining was a mistake."""
        self._turns.take(self._undo_join)

    def tie(self) -> None:
        """The sale, or the order, is this customer's."""
        self._turns.take(self._tie)

    def untie(self) -> None:
        """The sale, or the order, is nobody's."""
        self._turns.take(partial(self._tie_to, None))

    def open_order(self, row: int) -> None:
        """Open this order of the customer."""
        seen = self._state.seen
        if seen is not None and 0 <= row < len(seen.orders):
            order = seen.orders[row].order
            self.close()
            self._below.counter.look_at(order)

    def give_data(self) -> None:
        """Write the customer's own data in a file, to give away."""
        self._turns.take(self._give_data)

    def ask_erase(self) -> None:
        """Ask once before somebody is forgotten."""
        if "erase" in self.view.deeds:
            self._state.is_erasing = True
            self._say("")

    def erase(self) -> None:
        """Forget this customer; above a clerk a manager's PIN is asked first."""
        self._turns.take(self._erase)

    def confirm(self) -> None:
        """Enter outside the lines that are typed in; it never erases."""
        if self._state.is_erasing:
            return
        if "tie" in self.view.deeds:
            self.tie()
        else:
            self.choose()

    def back(self) -> None:
        """One step back: out of the question, the form, the customer, the page."""
        state = self._state
        if state.is_erasing:
            state.is_erasing = False
        elif state.form is not None:
            state.form = state.typed = None
        elif state.seen is not None and state.found:
            state.seen = None
        else:
            self.close()
            return
        self._say("")

    # On the lane

    def _look_for(self) -> None:
        state = self._state
        if not state.is_open or state.text == state.found_for:
            return

        def came(text: str, found: tuple[CustomerFound, ...]) -> None:
            state.found, state.found_for, state.marked, state.seen = found, text, 0, None
            self._say("")

        self._turns.find(lambda: state.text, lambda text: self._desk().find(text), came)

    def _step(self, by: int) -> None:
        state = self._state
        state.marked = max(0, min(state.marked + by, len(state.found) - 1))
        self._tell()

    def _choose(self, row: int | None) -> None:
        state = self._state
        wanted = state.marked if row is None else row
        if 0 <= wanted < len(state.found):
            state.marked = wanted
            customer = state.found[wanted].id
            self._turns.run(lambda: self._desk().look(customer), partial(self._changed, ""))

    def _was_for(self, known: CustomerFound | None) -> None:
        self._is_tied = known is not None
        if known is not None:
            customer = known.id
            self._turns.run(lambda: self._desk().look(customer), partial(self._changed, ""))

    def _changed(self, key: str, outcome: CustomerSeen | Refusal) -> None:
        """Show the customer as he or she is now, and what was done."""
        state = self._state
        if isinstance(outcome, Refusal):
            self._refused(outcome)
            return
        state.seen, state.form, state.typed, state.is_new = outcome, None, None, False
        state.is_erasing = False
        lines = (outcome.found if one.id in outcome.members else one for one in state.found)
        state.found = tuple(dict.fromkeys(lines))
        if outcome.found in state.found:
            state.marked = state.found.index(outcome.found)
        self._say(self.words(key) if key else "")

    def _do(self, work: Callable[[CustomerId], Refusal | None], key: str) -> None:
        """Do something to the customer shown, then look again."""
        seen = self._state.seen
        if seen is None:
            return

        def both() -> CustomerSeen | Refusal:
            return work(seen.id) or self._desk().look(seen.id)

        self._turns.run(both, partial(self._changed, key))

    def _consent(self, purpose: Purpose, how: ConsentWay) -> None:
        seen = self._state.seen
        if seen is not None:
            stands = next(one.is_in_force for one in seen.consents if one.purpose is purpose)
            self._do(lambda one: self._desk().consent(one, purpose, not stands, how), "")

    def _join(self) -> None:
        seen = self._state.seen
        if seen is not None and seen.likely_same:
            same = seen.likely_same[0]
            other, reason = same.customer.id, same.reason
            self._do(lambda one: self._desk().join(one, other, reason), "customers.joined")

    def _undo_join(self) -> None:
        if self._state.seen is not None and self._state.seen.joinings:
            self._do(lambda one: self._desk().undo_join(one), "customers.parted")

    def _tie(self) -> None:
        if self._state.seen is not None:
            self._tie_to(self._state.seen.found)

    def _tie_to(self, customer: CustomerFound | None) -> None:
        order = self._state.order
        if order is None:
            self._below.counter.take(customer)
            self.close()
            return

        def came(refusal: Refusal | None) -> None:
            if refusal is not None:
                self._refused(refusal)
            else:
                self.close()
                self._below.counter.look_at(order)

        tied = None if customer is None else customer.id
        self._turns.run(lambda: self._desk().tie(order, tied), came)

    def _give_data(self) -> None:
        seen, language = self._state.seen, self.words.language
        if seen is None:
            return

        def came(outcome: str | Refusal) -> None:
            if isinstance(outcome, Refusal):
                self._refused(outcome)
            else:
                self._say(self.words("customers.exported", file=outcome))

        self._turns.run(lambda: self._below.give_data(seen.id, language), came)

    def _erase(self) -> None:
        seen = self._state.seen
        if seen is None or not self._state.is_erasing:
            return

        def came(outcome: int | Refusal) -> None:
            if isinstance(outcome, Refusal):
                is_above = outcome.reason is RefusalReason.MANAGER_NEEDED
                if is_above and self.ask_manager is not None:
                    self.ask_manager(self.erase)
                    return
                self._refused(outcome)
                return
            state = self._state
            state.seen, state.is_erasing, state.found, state.found_for = None, False, (), None
            known = self._below.counter.customer()
            if known is not None and known.id in seen.members:
                self._below.counter.take(None)
            self._say(self.words("customers.erased"))

        self._turns.run(lambda: self._desk().erase(seen.id), came)

    # Saying

    def _refused(self, refusal: Refusal) -> None:
        field = str(refusal.details.get("field", Field.NAME.value))
        self._state.wrong = Field(field) if self._state.form is not None else None
        self._say(refusal_sentence(refusal, self.words), is_refused=True)

    def _fail(self, error: Exception) -> None:
        self._below.report_fault(error)
        self._say(self.words("counter.fault"), is_refused=True)

    def _say(self, text: str, *, is_refused: bool = False) -> None:
        self._state.said, self._state.is_refused = text, is_refused
        if not is_refused:
            self._state.wrong = None
        self._tell()

    def _tell(self) -> None:
        view = self.view
        for listener in self._listeners:
            listener(view)
