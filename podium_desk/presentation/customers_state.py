"""What the page of customers remembers, and the view that follows from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from podium_desk.domain.customer_fields import (
    GUARDED_BY,
    REACHED_BY,
    Field,
    SaleKind,
    fields_of,
)
from podium_desk.domain.official_numbers import printed_enterprise_number
from podium_desk.domain.reaching import spoken_phone
from podium_desk.late_dataclass import dataclass
from podium_desk.presentation import amounts
from podium_desk.presentation.customers_view import (
    ConsentRow,
    CustomerCard,
    CustomerForm,
    CustomerRow,
    CustomersView,
    Form,
)
from podium_desk.presentation.order_words import standing_text

if TYPE_CHECKING:
    from podium_desk.application.customer_desk import (
        ConsentSeen,
        CustomerFound,
        CustomerSeen,
    )
    from podium_desk.application.order_desk import OrderFound
    from podium_desk.domain.customer_fields import Said
    from podium_desk.domain.ids import OrderId
    from podium_desk.i18n.words import Words

_ALL = (
    Field.NAME, Field.PHONE, Field.EMAIL, Field.CARD, Field.STREET, Field.POSTCODE, Field.TOWN,
    Field.COMPANY, Field.ENTERPRISE, Field.BIRTH, *GUARDED_BY, Field.REMARK,
)  # fmt: skip
_PLAIN = fields_of(SaleKind.RESERVATION)
FORM_FIELDS = {
    Form.PLAIN: _PLAIN,
    Form.INVOICE: (*fields_of(SaleKind.INVOICE), *REACHED_BY),
    Form.MINOR: (*fields_of(SaleKind.SUBSCRIPTION, needs_birth=True), *GUARDED_BY),
    Form.ALL: _ALL,
}


@dataclass(slots=True)
class CustomersState:
    """Changed only by the page's presenter, on the screen's thread."""

    is_open: bool = False
    order: OrderId | None = None
    """The order that a customer is chosen for; None for the sale in the basket."""
    text: str = ""
    found_for: str | None = None
    found: tuple[CustomerFound, ...] = ()
    marked: int = 0
    seen: CustomerSeen | None = None
    form: Form | None = None
    typed: Said | None = None
    """What stands in the form; None where it begins with what is known."""
    wrong: Field | None = None
    """The field of the form that was refused."""
    is_new: bool = False
    is_erasing: bool = False
    said: str = ""
    is_refused: bool = False


def customers_view(state: CustomersState, has_tie: bool, words: Words) -> CustomersView:
    """The page as it stands; `has_tie`: the sale or the order is somebody's now."""
    if not state.is_open:
        return CustomersView()
    order = state.order
    about = "" if order is None else words("customers.for_order", order=str(order))
    return CustomersView(
        is_open=True,
        about=about,
        rows=tuple(_row(one) for one in state.found),
        marked=state.marked,
        hint=_hint(state, words),
        card=None if state.seen is None else _card(state.seen, words),
        form=_form(state, words),
        erase=_erase(state, words),
        said=state.said,
        is_refused=state.is_refused,
        tie_key=words("customers.tie_sale" if order is None else "customers.tie_order"),
        deeds=_deeds(state, has_tie),
    )


def _deeds(state: CustomersState, has_tie: bool) -> frozenset[str]:
    deeds = {"back"}
    if state.is_erasing:
        return frozenset(deeds | {"erase_yes"})
    if state.form is not None:
        return frozenset(deeds | {"save", "more_fields"})
    deeds |= {"find", "new"} | ({"untie"} if has_tie else set())
    seen = state.seen
    if seen is not None:
        deeds |= {"tie", "correct", "consent", "export", "erase"}
        deeds |= {"join"} if seen.likely_same else set()
        deeds |= {"undo_join"} if seen.joinings else set()
        deeds |= {"open_order"} if seen.orders else set()
    return frozenset(deeds)


def _row(one: CustomerFound) -> CustomerRow:
    title = ", ".join(filter(None, (one.name, one.town)))
    parts = (spoken_phone(one.phone), one.email or one.card)
    return CustomerRow(title, "   ".join(filter(None, parts)))


def _hint(state: CustomersState, words: Words) -> str:
    if state.found:
        return ""
    is_sought = bool(state.text.strip()) and state.found_for == state.text
    return words("customers.nothing_found" if is_sought else "customers.begin")


def _card(seen: CustomerSeen, words: Words) -> CustomerCard:
    same = seen.likely_same[0] if seen.likely_same else None
    return CustomerCard(
        seen.found.name,
        _lines(seen.said),
        _needed(seen, words),
        tuple(_consent(one, words) for one in seen.consents),
        "" if same is None else words(
            "customers.same", name=same.customer.name,
            reason=words(f"customers.reason_{same.reason.value}"),
        ),
        tuple(_order(one, words) for one in seen.orders),
    )  # fmt: skip


def _lines(said: Said) -> tuple[str, ...]:
    def text(*fields: Field) -> str:
        return " ".join(said[field] for field in fields if field in said)

    reached = "   ".join(filter(None, (spoken_phone(said.get(Field.PHONE, "")), text(Field.EMAIL))))
    number = said.get(Field.ENTERPRISE, "")
    company = "   ".join(filter(None, (
        text(Field.COMPANY) if Field.NAME in said else "",
        printed_enterprise_number(number) if number else "",
    )))  # fmt: skip
    address = ", ".join(filter(None, (text(Field.STREET), text(Field.POSTCODE, Field.TOWN))))
    personal = "   ".join(filter(None, (text(Field.CARD), text(Field.BIRTH), text(*GUARDED_BY))))
    lines = (reached, address, company, personal, text(Field.REMARK))
    return tuple(filter(None, lines))


def _needed(seen: CustomerSeen, words: Words) -> str:
    """What is still to be asked, told and never insisted on here."""
    if seen.is_minor:
        lacks = any(field not in seen.said for field in GUARDED_BY)
        return words("customers.needs_guardian" if lacks else "customers.minor")
    is_reached = any(field in seen.said for field in REACHED_BY)
    return "" if is_reached else words("customers.needs_contact")


def _consent(one: ConsentSeen, words: Words) -> ConsentRow:
    name = words(f"customers.purpose_{one.purpose.value}")
    if one.said_at is None or one.how is None:
        return ConsentRow(one.purpose, name, words("customers.not_asked"), is_in_force=False)
    word = words("customers.allowed" if one.is_in_force else "customers.not_allowed")
    how = words(f"customers.way_{one.how.value}")
    standing = words("customers.said_on", word=word, day=f"{one.said_at:%d/%m/%Y}", how=how)
    return ConsentRow(one.purpose, name, standing, one.is_in_force)


def _order(one: OrderFound, words: Words) -> str:
    when = amounts.day_and_time(one.start, words.language)
    standing = standing_text(one.standing, one.pay_before, words)
    total = amounts.money(one.total_cents, words.language)
    title = one.title.in_language(words.language)
    return f"{one.order}   {when}   {title}   {', '.join(one.seats)}   {total}   {standing}"


def _form(state: CustomersState, words: Words) -> CustomerForm | None:
    if state.form is None:
        return None
    known: Said = {} if state.is_new or state.seen is None else state.seen.said
    texts = known if state.typed is None else state.typed
    # What is known already is never hidden by a form that asks something else.
    more = [one for one in _ALL if texts.get(one) or known.get(one)]
    shown = dict.fromkeys((*FORM_FIELDS[state.form], *more))
    return CustomerForm(
        words(f"customers.form_{state.form.value}"),
        tuple((one, words(f"customers.field_{one.value}"), _shown(one, texts)) for one in shown),
        state.wrong,
    )


def _shown(field: Field, texts: Said) -> str:
    text = texts.get(field, "")
    return spoken_phone(text) if field is Field.PHONE else text


def _erase(state: CustomersState, words: Words) -> tuple[str, str] | None:
    if not state.is_erasing or state.seen is None:
        return None
    title = words("customers.ask_erase", name=state.seen.found.name)
    return title, words("customers.ask_erase_detail")
