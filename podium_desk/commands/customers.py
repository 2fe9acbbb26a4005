"""`customers`: found, written down, corrected, asked, joined, given their data, forgotten."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from podium_desk.application.customer_desk import CustomerFound, CustomerSeen
from podium_desk.application.customer_export import CustomerExport, as_csv
from podium_desk.commands.logging_in import ClerkNumber, Pin, log_in
from podium_desk.commands.named import order_called
from podium_desk.commands.options import AsJson, Data
from podium_desk.commands.output import Answer, answer_for, command_line_faults
from podium_desk.commands.session import contact, device_at, refuse
from podium_desk.domain.customer_facts import ConsentWay, Purpose, SameReason
from podium_desk.domain.customer_fields import Field
from podium_desk.domain.ids import CustomerId
from podium_desk.domain.refusals import Refusal

app = typer.Typer(no_args_is_help=True, help="The customers of the house.")
Customer = Annotated[str, typer.Argument(metavar="CUSTOMER", help="The customer's reference.")]


@app.command("find", epilog='podium-desk customers find kassa1 "van den bos" --json')
@command_line_faults
def find(
    data: Data,
    text: Annotated[str, typer.Argument(help="Name, company, telephone, e-mail or card.")],
    as_json: AsJson = False,
) -> None:
    """Customers by name, company, telephone, e-mail or card."""
    answer = answer_for(data, as_json)
    with device_at(data) as device:
        contact(device, answer)
        found = device.desk(with_printer=False, sells=False).customers.find(text)
        lines = "\n".join(_line(one) for one in found)
        answer.done(
            [_found_json(one) for one in found], lines or answer.words("customers.nothing_found")
        )


@app.command("show", epilog="podium-desk customers show kassa1 4f1c9a0b77d2e345 --json")
@command_line_faults
def show(data: Data, customer: Customer, as_json: AsJson = False) -> None:
    """A customer with consents, orders, and who is likely the same person."""
    answer = answer_for(data, as_json)
    with device_at(data) as device:
        contact(device, answer)
        seen = device.desk(with_printer=False, sells=False).customers.look(CustomerId(customer))
        if isinstance(seen, Refusal):
            refuse(answer, seen)
        answer.done(_page_json(seen), _page_text(seen, answer))


@app.command("say", epilog="podium-desk customers say kassa1 'name=Ada Vink' phone=0471234567")
@command_line_faults
def say(
    data: Data,
    fields: Annotated[list[str], typer.Argument(metavar="FIELD=TEXT…")],
    customer: Annotated[str, typer.Option("--customer", help="Correct this one.")] = "",
    as_json: AsJson = False,
) -> None:
    """Write a new customer down, or correct one: an empty text takes a field away."""
    answer = answer_for(data, as_json)
    said = _fields(answer, fields)
    with device_at(data) as device:
        contact(device, answer)
        desk = device.desk(with_printer=False, sells=False).customers
        if customer:
            outcome = desk.correct(CustomerId(customer), said) or CustomerId(customer)
        else:
            outcome = desk.write_down(said)
        if isinstance(outcome, Refusal):
            refuse(answer, outcome)
        contact(device, answer)
        key = "device.customer_corrected" if customer else "device.customer_written"
        answer.done({"customer": outcome}, answer.words(key, customer=outcome))


@app.command("consent", epilog="podium-desk customers consent kassa1 4f1c9a0b77d2e345 newsletter "
             "--withdraw --how mail")  # fmt: skip
@command_line_faults
def consent(
    data: Data,
    customer: Customer,
    purpose: Annotated[Purpose, typer.Argument(help="What the house may do.")],
    withdraw: Annotated[bool, typer.Option("--withdraw", help="Not any more.")] = False,
    how: Annotated[ConsentWay, typer.Option(help="How it was asked.")] = ConsentWay.COUNTER,
    as_json: AsJson = False,
) -> None:
    """What a customer allows the own house, or does not any more."""
    answer = answer_for(data, as_json)
    with device_at(data) as device:
        contact(device, answer)
        desk = device.desk(with_printer=False, sells=False).customers
        refusal = desk.consent(CustomerId(customer), purpose, not withdraw, how)
        if refusal is not None:
            refuse(answer, refusal)
        contact(device, answer)
        word = answer.words("customers.not_allowed" if withdraw else "customers.allowed")
        name = answer.words(f"customers.purpose_{purpose.value}")
        answer.done(
            {"customer": customer, "purpose": purpose.value, "given": not withdraw},
            answer.words("device.customer_consent", purpose=name, word=word),
        )


@app.command("join", epilog="podium-desk customers join kassa1 4f1c9a0b77d2e345 7a00c2d1e8f90b16")
@command_line_faults
def join(
    data: Data,
    customer: Customer,
    other: Annotated[str, typer.Argument(metavar="OTHER", help="Who is the same person.")] = "",
    undo: Annotated[bool, typer.Option("--undo", help="The newest joining was a mistake.")] = False,
    as_json: AsJson = False,
) -> None:
    """Two customers are one person; with --undo the newest joining of this one ends."""
    answer = answer_for(data, as_json)
    with device_at(data) as device:
        contact(device, answer)
        desk = device.desk(with_printer=False, sells=False).customers
        if undo:
            refusal = desk.undo_join(CustomerId(customer))
        else:
            refusal = desk.join(CustomerId(customer), CustomerId(other), SameReason.SAID)
        if refusal is not None:
            refuse(answer, refusal)
        contact(device, answer)
        key = "device.customer_parted" if undo else "device.customer_joined"
        answer.done(
            {"customer": customer, "other": other, "joined": not undo},
            answer.words(key, customer=customer, other=other),
        )


@app.command("tie", epilog="podium-desk customers tie kassa1 4f1c9a0b77d2e345 2.0-0014")
@command_line_faults
def tie(
    data: Data,
    customer: Customer,
    order: Annotated[str, typer.Argument(metavar="ORDER", help="The order's number, 2.0-0014.")],
    as_json: AsJson = False,
) -> None:
    """An order is this customer's."""
    answer = answer_for(data, as_json)
    number = order_called(answer, order)
    with device_at(data) as device:
        contact(device, answer)
        desk = device.desk(with_printer=False, sells=False).customers
        refusal = desk.tie(number, CustomerId(customer))
        if refusal is not None:
            refuse(answer, refusal)
        contact(device, answer)
        known = desk.by_id(CustomerId(customer))
        answer.done(
            {"customer": customer, "order": str(number)},
            answer.words(
                "device.customer_tied", order=str(number), name="" if known is None else known.name
            ),
        )


@app.command("export", epilog="podium-desk customers export kassa1 4f1c9a0b77d2e345 --to ada.json")
@command_line_faults
def export(
    data: Data,
    customer: Customer,
    to: Annotated[Path | None, typer.Option(help="A file that ends in .json or .csv.")] = None,
    as_json: AsJson = False,
) -> None:
    """All that the house keeps of a customer, to give to that customer."""
    answer = answer_for(data, as_json)
    with device_at(data) as device:
        contact(device, answer)
        language = answer.words.language
        held = CustomerExport(device.work).all_of(CustomerId(customer), language)
        if isinstance(held, Refusal):
            refuse(answer, held)
        text = json.dumps(held, ensure_ascii=False, indent=2)
        if to is None:
            print(text)
            return
        to.write_text(as_csv(held, answer.words) if to.suffix == ".csv" else text, "utf-8")
        answer.done({"file": str(to)}, answer.words("device.customer_exported", file=str(to)))


@app.command("erase", epilog="podium-desk customers erase kassa1 4f1c9a0b77d2e345 --yes")
@command_line_faults
def erase(
    data: Data,
    customer: Customer,
    yes: Annotated[bool, typer.Option("--yes", help="It cannot be undone, and is to be.")] = False,
    clerk: ClerkNumber = None,
    pin: Pin = None,
    as_json: AsJson = False,
) -> None:
    """Forget a customer for ever, here and everywhere, with all that were joined."""
    answer = answer_for(data, as_json)
    if not yes:
        _needs_yes(answer)
    with device_at(data) as device:
        contact(device, answer)
        desk = device.desk(with_printer=False, sells=False)
        log_in(desk, answer, clerk, pin)
        outcome = desk.customers.erase(CustomerId(customer))
        if isinstance(outcome, Refusal):
            refuse(answer, outcome)
        contact(device, answer)
        answer.done(
            {"customer": customer, "erased": outcome},
            answer.words("device.customer_erased", n=outcome),
        )


def _needs_yes(answer: Answer) -> NoReturn:
    answer.wrong_use(answer.words("device.erase_needs_yes"))


def _fields(answer: Answer, typed: list[str]) -> dict[Field, str]:
    said: dict[Field, str] = {}
    for one in typed:
        name, equals, text = one.partition("=")
        if not equals or name not in list(Field):
            answer.wrong_use(
                answer.words("device.no_customer_field", text=one, fields=", ".join(Field))
            )
        said[Field(name)] = text
    return said


def _found_json(one: CustomerFound) -> dict[str, Any]:
    return {
        "customer": one.id, "name": one.name, "phone": one.phone, "email": one.email,
        "town": one.town, "card": one.card,
    }  # fmt: skip


def _line(one: CustomerFound) -> str:
    return f"{one.id}  {one.name:<30.30}  {one.phone:<16.16}  {one.email:<32.32}  {one.town}"


def _page_json(page: CustomerSeen) -> dict[str, Any]:
    return {
        "customer": page.id,
        "ids": sorted(page.members),
        "fields": {field.value: text for field, text in page.said.items()},
        "minor": page.is_minor,
        "consents": {
            one.purpose.value: {
                "in_force": one.is_in_force,
                "said_at": None if one.said_at is None else one.said_at.isoformat(),
                "how": None if one.how is None else one.how.value,
            }
            for one in page.consents
        },
        "orders": [str(one.order) for one in page.orders],
        "likely_same": [
            _found_json(one.customer) | {"reason": one.reason.value} for one in page.likely_same
        ],
    }


def _page_text(page: CustomerSeen, answer: Answer) -> str:
    words = answer.words
    lines: list[str] = [page.id]
    lines += [f"{words(f'customers.field_{field}')}: {text}" for field, text in page.said.items()]
    for one in page.consents:
        word = words("customers.allowed" if one.is_in_force else "customers.not_allowed")
        lines.append(f"{words(f'customers.purpose_{one.purpose.value}')}: {word}")
    for same in page.likely_same:
        reason = words(f"customers.reason_{same.reason.value}")
        lines.append(words("customers.same", name=same.customer.name, reason=reason))
    for order in page.orders:
        lines.append(f"  {order.order}  {order.start:%d/%m/%Y}  {', '.join(order.seats)}")
    return "\n".join(lines)
