"""The rows of the facts about customers: who was said when, what they allow, who is whom.

No row holds a person's data: that stands in the personal bodies beside the log. Each row comes
from one fact; what a customer is now is asked over them (`replica.customers`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from podium_desk.domain.customer_facts import (
    ConsentSaid,
    CustomerSaid,
    CustomersJoined,
    JoinUndone,
    OrderTied,
)
from sync.facts.fact import Fact

Row = tuple[str, tuple[Any, ...]]
_FACT = "house INTEGER NOT NULL, origin INTEGER NOT NULL, seq INTEGER NOT NULL"
_KEY = "PRIMARY KEY (house, origin, seq)) WITHOUT ROWID"
CUSTOMER_TABLES = (
    f"""CREATE TABLE IF NOT EXISTS customer_said ({_FACT}, customer TEXT NOT NULL,
        stamp INTEGER NOT NULL, at_ms INTEGER NOT NULL, clerk TEXT NOT NULL, {_KEY}""",
    "CREATE INDEX IF NOT EXISTS customer_said_by ON customer_said (house, customer)",
    f"""CREATE TABLE IF NOT EXISTS consent_said ({_FACT}, customer TEXT NOT NULL,
        for_house INTEGER NOT NULL, purpose TEXT NOT NULL, is_given INTEGER NOT NULL,
        how TEXT NOT NULL, stamp INTEGER NOT NULL, at_ms INTEGER NOT NULL, clerk TEXT NOT NULL,
        {_KEY}""",
    "CREATE INDEX IF NOT EXISTS consent_said_by ON consent_said (house, customer)",
    f"""CREATE TABLE IF NOT EXISTS customers_joined ({_FACT}, one TEXT NOT NULL,
        other TEXT NOT NULL, reason TEXT NOT NULL, at_ms INTEGER NOT NULL, clerk TEXT NOT NULL,
        {_KEY}""",
    "CREATE INDEX IF NOT EXISTS customers_joined_one ON customers_joined (house, one)",
    "CREATE INDEX IF NOT EXISTS customers_joined_other ON customers_joined (house, other)",
    f"""CREATE TABLE IF NOT EXISTS join_undone ({_FACT}, join_origin INTEGER NOT NULL,
        join_seq INTEGER NOT NULL, at_ms INTEGER NOT NULL, clerk TEXT NOT NULL, {_KEY}""",
    "CREATE INDEX IF NOT EXISTS join_undone_by ON join_undone (house, join_origin, join_seq)",
    f"""CREATE TABLE IF NOT EXISTS order_tied ({_FACT}, order_origin INTEGER NOT NULL,
        order_number INTEGER NOT NULL, customer TEXT NOT NULL, stamp INTEGER NOT NULL,
        at_ms INTEGER NOT NULL, clerk TEXT NOT NULL, {_KEY}""",
    "CREATE INDEX IF NOT EXISTS order_tied_by ON order_tied (house, order_origin, order_number)",
    "CREATE INDEX IF NOT EXISTS order_tied_to ON order_tied (house, customer)",
)
CUSTOMER_FACT_TABLES = (
    "customer_said", "consent_said", "customers_joined", "join_undone", "order_tied",
)  # fmt: skip
CUSTOMER_SIZES = (
    ("customer_said", "customer_said", "100000 20000 5000 1"),
    ("customer_said", "customer_said_by", "100000 20000 1"),
    ("consent_said", "consent_said_by", "100000 20000 2"),
    ("order_tied", "order_tied_by", "100000 20000 5000 1"),
    ("order_tied", "order_tied_to", "100000 20000 3"),
)


def customer_said(fact: Fact, body: CustomerSaid) -> Iterator[Row]:
    """The row of a customer who was written down or corrected."""
    yield "INSERT INTO customer_said VALUES (?, ?, ?, ?, ?, ?, ?)", (
        fact.header.house, fact.origin, fact.seq, body.customer, body.stamp, body.at_ms,
        body.clerk,
    )  # fmt: skip


def consent_said(fact: Fact, body: ConsentSaid) -> Iterator[Row]:
    """The row of a consent that was given or taken back."""
    yield "INSERT INTO consent_said VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", (
        fact.header.house, fact.origin, fact.seq, body.customer, body.house, body.purpose.value,
        int(body.is_given), body.how.value, body.stamp, body.at_ms, body.clerk,
    )  # fmt: skip


def customers_joined(fact: Fact, body: CustomersJoined) -> Iterator[Row]:
    """The row of two customers who are one."""
    yield "INSERT INTO customers_joined VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (
        fact.header.house, fact.origin, fact.seq, body.one, body.other, body.reason.value,
        body.at_ms, body.clerk,
    )  # fmt: skip


def join_undone(fact: Fact, body: JoinUndone) -> Iterator[Row]:
    """The row of a joining that was a mistake."""
    yield "INSERT INTO join_undone VALUES (?, ?, ?, ?, ?, ?, ?)", (
        fact.header.house, fact.origin, fact.seq, body.join.origin, body.join.seq, body.at_ms,
        body.clerk,
    )  # fmt: skip


def order_tied(fact: Fact, body: OrderTied) -> Iterator[Row]:
    """The row of an order that is a customer's."""
    yield "INSERT INTO order_tied VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", (
        fact.header.house, fact.origin, fact.seq, body.order.origin, body.order.number,
        body.customer, body.stamp, body.at_ms, body.clerk,
    )  # fmt: skip
