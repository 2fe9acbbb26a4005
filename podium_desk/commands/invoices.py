"""`invoices`: what was put on invoices, for the accounts, which make and number them."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from podium_desk.application.invoicing import invoices_due
from podium_desk.commands.daybook import From, Until, span
from podium_desk.commands.options import AsJson, Data
from podium_desk.commands.output import answer_for, command_line_faults
from podium_desk.commands.session import contact, device_at
from podium_desk.config import replace_file
from podium_desk.domain.customers import Customer
from podium_desk.domain.invoicing import InvoiceDue
from podium_desk.domain.official_numbers import printed_enterprise_number
from podium_desk.i18n.format import money

app = typer.Typer()
_HEADS = (
    "order", "day", "name", "enterprise_number", "customer_number", "address", "vat_percent",
    "net", "vat", "gross", "on_invoice",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t")
Csv = Annotated[Path | None, typer.Option("--csv", help="Write a line an order and VAT rate.")]


@app.command("invoices", epilog="podium-desk invoices kassa1 --from 2026-11-01 --csv invoices.csv")
@command_line_faults
def invoices(
    data: Data, first: From = "", last: Until = "", file: Csv = None, as_json: AsJson = False
) -> None:
    """Orders that were put on an invoice, with who gets it and what it is for, per VAT rate."""
    answer = answer_for(data, as_json)
    with device_at(data) as device:
        contact(device, answer)
        work = device.work
        zone = ZoneInfo(work.own_house.timezone)
        days = span(answer, (first, last), work.clock.now(), work.own_house)
        found = invoices_due(
            work, _midnight_ms(days[0], zone), _midnight_ms(days[1] + timedelta(days=1), zone)
        )
    if file is not None:
        replace_file(file, invoices_csv(found).encode("utf-8-sig"))
    language = answer.words.language
    lines = [
        f"{one.order}  {one.at.date().isoformat()}  {money(one.cents, language):>14}"
        f"  {_who(one).name}".rstrip()
        for one in found
    ]
    answer.done(
        {"invoices": [_as_data(one) for one in found]},
        "\n".join(lines) or answer.words("daybook.none"),
    )


def invoices_csv(found: list[InvoiceDue]) -> str:
    """A line for each order and VAT rate, as Flemish spreadsheets read it. What a person typed
    never begins as a formula."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(_HEADS)
    for one in found:
        who = _who(one)
        number = printed_enterprise_number(who.enterprise) if who.enterprise else ""
        said = (who.name, number, who.number, who.address)
        for total in one.vat:
            writer.writerow((
                str(one.order), one.at.date().isoformat(), *map(_plain, said), total.rate_percent,
                _decimal(total.net_cents), _decimal(total.vat_cents),
                _decimal(total.gross_cents), _decimal(one.cents),
            ))  # fmt: skip
    return text.getvalue()


def _who(one: InvoiceDue) -> Customer:
    return one.customer or Customer("")


def _plain(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def _decimal(cents: int) -> str:
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100},{abs(cents) % 100:02d}"


def _midnight_ms(day: date, zone: ZoneInfo) -> int:
    return int(datetime.combine(day, time(), zone).timestamp() * 1000)


def _as_data(one: InvoiceDue) -> dict[str, Any]:
    who = _who(one)
    return {
        "order": str(one.order),
        "day": one.at.date().isoformat(),
        "amount_cents": one.cents,
        "name": who.name,
        "enterprise_number": who.enterprise,
        "customer_number": who.number,
        "address": who.address,
        "vat": [
            {"rate_percent": total.rate_percent, "net_cents": total.net_cents,
             "vat_cents": total.vat_cents, "gross_cents": total.gross_cents}
            for total in one.vat
        ],
    }  # fmt: skip
