"""A clerk types into the search for customers: 100,000 of them."""

from __future__ import annotations

import itertools
import secrets
from collections.abc import Callable
from pathlib import Path

from podium_desk.application.customer_index import CustomerIndex
from podium_desk.application.workplace import Workplace
from podium_desk.domain.customer_fields import Field
from podium_desk.proving.measures.durable_row import NAME, durable_row
from podium_desk.proving.measures.workbench import HOUSE_NUMBER, bench_of
from podium_desk.proving.pairs import Pair
from podium_desk.replica.customers import fields_to_bytes
from sync.records.personal import PersonalBody, PersonalParcel, seal
from sync.store.personal import PersonalTable

CUSTOMERS = 100_000
ROUNDS = 300
_LOG = 2 << 16
_FIRST = ("An", "Anaïs", "Bart", "Els", "Fatima", "Jan", "Lotte", "Mehmet", "Rik", "Sofie")
_LAST = ("Claes", "De Smet", "Janssens", "Maes", "Peeters", "Van den Bossche", "Yılmaz")


def customer_find(folder: Path, say: Callable[[str], None]) -> Pair:
    """Each call is one key more of a name, a telephone number, an e-mail address or a card."""
    say("100,000 customers…")
    work = bench_of(folder, performances=1).place("counter")
    with work.replica.sql.transaction():
        _write_down(work)
    index = CustomerIndex(work)
    wishes = itertools.cycle(_wishes())

    def find() -> None:
        wish = next(wishes)
        assert index.find(wish) or wish == "zzz", wish

    row = durable_row(folder)
    return Pair("customer_find", NAME, find, row.commit, ROUNDS, rest=row.tidy)


def _write_down(work: Workplace) -> None:
    """Customers as they stand on the disk: rows of their facts, and what they are called sealed."""
    table = PersonalTable(work.replica.sql)
    for number in range(CUSTOMERS):
        person, key = f"{number:016x}", secrets.token_bytes(32)
        plain = fields_to_bytes({field.value: text for field, text in _fields(number).items()})
        sealed = seal(key, secrets.token_bytes(12), person, plain)
        work.replica.sql.run(
            "INSERT INTO customer_said VALUES (?, ?, ?, ?, ?, ?, ?)",
            (HOUSE_NUMBER, _LOG, number + 1, person, number, number, "An"),
        )
        kept = PersonalBody(HOUSE_NUMBER, person, _LOG, number + 1, b"", sealed)
        table.put(PersonalParcel(kept, key), is_sent=True)


def _fields(number: int) -> dict[Field, str]:
    return {
        Field.NAME: f"{_FIRST[number % len(_FIRST)]} {_LAST[number % len(_LAST)]} {number}",
        Field.PHONE: f"+324{70_000_000 + number}",
        Field.EMAIL: f"klant{number}@voorbeeld.be",
        Field.POSTCODE: str(1000 + number % 9000),
    }


def _wishes() -> list[str]:
    typed = ("janssens 29", "sofie va", "klant9999", "0470 01 23 45")
    keys = [text[:n].strip() for text in typed for n in range(1, len(text) + 1)]
    return [*keys, "klant99999@voorbeeld.be", "zzz"]
