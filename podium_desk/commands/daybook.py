"""`daybook`, on a device and at the store: receipts per day and VAT rate, and the export."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from podium_desk.commands.options import AsJson, Data
from podium_desk.commands.output import Answer, answer_for, command_line_faults
from podium_desk.commands.session import contact, device_at
from podium_desk.config import replace_file
from podium_desk.domain.daybook import DayPage, journal
from podium_desk.domain.programme import House
from podium_desk.i18n.format import money
from podium_desk.i18n.words import Words
from podium_desk.replica.daybook import DaybookReader
from podium_desk.replica.staff import till_rules

app = typer.Typer()

From = Annotated[str, typer.Option("--from", metavar="YYYY-MM-DD", help="The first day.")]
Until = Annotated[str, typer.Option("--until", metavar="YYYY-MM-DD", help="The last day.")]
Csv = Annotated[
    Path | None, typer.Option("--csv", help="Write the journal, with ledger codes, to this file.")
]
_WEEK = timedelta(days=6)


@app.command("daybook", epilog="podium-desk daybook kassa1 --from 2026-11-01 --until 2026-11-30")
@command_line_faults
def daybook(
    data: Data, first: From = "", last: Until = "", file: Csv = None, as_json: AsJson = False
) -> None:
    """The house's receipts per day and VAT rate, as this device knows them."""
    answer = answer_for(data, as_json)
    with device_at(data) as device:
        contact(device, answer)
        work = device.work
        days = span(answer, (first, last), work.clock.now(), work.own_house)
        reader = DaybookReader(work.replica, work.catalogue, work.own_house)
        ledger = till_rules(work.replica.records, work.house).ledger
        tell(answer, reader.pages(*days), ledger, file)


def span(
    answer: Answer, written: tuple[str, str], now: datetime, house: House
) -> tuple[date, date]:
    """The days that were meant: the last week of the house's own clocks when nothing is told."""
    last = _day(answer, written[1]) or now.astimezone(ZoneInfo(house.timezone)).date()
    first = _day(answer, written[0]) or last - _WEEK
    if first > last:
        answer.wrong_use(answer.words("daybook.wrong_span"))
    return first, last


def tell(
    answer: Answer, pages: list[DayPage], ledger: Iterable[tuple[str, str]], file: Path | None
) -> None:
    """The days for people and programs, and the journal in the file."""
    if file is not None:
        replace_file(file, journal_csv(pages, ledger, answer.words).encode("utf-8-sig"))
    data = {"days": [_as_data(page) for page in pages]}
    lines = [line for page in pages for line in _in_words(page, answer.words)]
    answer.done(data, "\n".join(lines) or answer.words("daybook.none"))


def journal_csv(pages: list[DayPage], ledger: Iterable[tuple[str, str]], words: Words) -> str:
    """The journal as Flemish spreadsheets read it: semicolons, decimal commas.

    The words in it are the program's own: nothing that a person typed can become a formula.
    """
    codes, text = tuple(ledger), io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(words(f"daybook.head_{head}") for head in (
        "day", "code", "account", "debit", "credit"))  # fmt: skip
    for page in pages:
        for posting in journal(page, codes):
            writer.writerow((
                posting.day.isoformat(), posting.code, account_name(posting.account, words),
                _decimal(posting.debit_cents), _decimal(posting.credit_cents),
            ))  # fmt: skip
    return text.getvalue()


def account_name(account: str, words: Words) -> str:
    """What an account is called."""
    kind, _, rate = account.partition("_")
    if rate:
        return words(f"daybook.{kind}_at_rate", rate=rate)
    return words(f"daybook.account_{account}")


def _decimal(cents: int) -> str:
    return f"{cents // 100},{cents % 100:02d}"


def _as_data(page: DayPage) -> dict[str, Any]:
    return {**asdict(page), "day": page.day.isoformat(), "means": dict(page.means),
            "gross_cents": page.gross_cents, "is_balanced": page.is_balanced}  # fmt: skip


def _in_words(page: DayPage, words: Words) -> list[str]:
    language = words.language
    lines = [f"{page.day.isoformat()}  {money(page.gross_cents, language):>14}"]
    for total in page.vat:
        lines.append("  " + words(
            "daybook.line", rate=total.rate_percent, gross=money(total.gross_cents, language),
            net=money(total.net_cents, language), vat=money(total.vat_cents, language),
        ))  # fmt: skip
    means = ", ".join(f"{account_name(m, words)} {money(c, language)}" for m, c in page.means)
    return [*lines, f"  {means}"] if means else lines


def _day(answer: Answer, text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        answer.wrong_use(answer.words("device.no_date", text=text))
