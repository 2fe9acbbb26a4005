"""The tables that projections fill. Each row comes from one fact, so no order can matter.

What depends on several facts (is the ticket refunded? which code is the newest?) is asked by a
query over these rows, never stored as a state that a later fact would have to correct.
"""

from __future__ import annotations

from podium_desk.replica.customer_tables import (
    CUSTOMER_FACT_TABLES,
    CUSTOMER_SIZES,
    CUSTOMER_TABLES,
)
from podium_desk.replica.door_tables import DOOR_FACT_TABLES, DOOR_SIZES, DOOR_TABLES
from podium_desk.replica.goods import GOODS_FACT_TABLES, GOODS_TABLES
from podium_desk.replica.guests import GUEST_FACT_TABLES, GUEST_TABLES
from podium_desk.replica.house_passes import PASS_FACT_TABLES, PASS_TABLES
from podium_desk.replica.parked import PARKED_FACT_TABLES, PARKED_TABLES
from podium_desk.replica.till_tables import TILL_FACT_TABLES, TILL_TABLES
from podium_desk.replica.uitpas_rows import UITPAS_FACT_TABLES
from podium_desk.replica.venue_changes import VENUE_CHANGE_TABLE
from podium_desk.replica.vouchers import USED_TABLE, VOUCHER_INDEX, VOUCHER_TABLE
from podium_desk.replica.waiting import WAITING_FACT_TABLES, WAITING_TABLES

TABLES = (
    """CREATE TABLE IF NOT EXISTS order_named (
        house INTEGER NOT NULL, origin INTEGER NOT NULL, seq INTEGER NOT NULL,
        order_origin INTEGER NOT NULL, order_number INTEGER NOT NULL, person TEXT NOT NULL,
        at_ms INTEGER NOT NULL, PRIMARY KEY (house, origin, seq)) WITHOUT ROWID""",
    "CREATE INDEX IF NOT EXISTS order_named_by ON order_named (house, order_origin, order_number)",
    """CREATE TABLE IF NOT EXISTS ticket_sold (
        house INTEGER NOT NULL, origin INTEGER NOT NULL, seq INTEGER NOT NULL,
        line INTEGER NOT NULL, performance INTEGER NOT NULL, unit INTEGER NOT NULL,
        hop INTEGER NOT NULL, zone TEXT NOT NULL, row_name TEXT NOT NULL, number TEXT NOT NULL,
        tariff INTEGER NOT NULL, price_cents INTEGER NOT NULL, vat_rate INTEGER NOT NULL,
        persons INTEGER NOT NULL, seller INTEGER NOT NULL,
        order_origin INTEGER NOT NULL, order_number INTEGER NOT NULL, at_ms INTEGER NOT NULL,
        discount_cents INTEGER NOT NULL, discount_code TEXT NOT NULL, remark TEXT NOT NULL,
        valid_from_ms INTEGER, valid_until_ms INTEGER,
        PRIMARY KEY (house, origin, seq, line)) WITHOUT ROWID""",
    "CREATE INDEX IF NOT EXISTS ticket_by_place ON ticket_sold (house, performance, unit)",
    """CREATE INDEX IF NOT EXISTS ticket_by_code ON ticket_sold (house, discount_code)
        WHERE discount_code <> ''""",
    "CREATE INDEX IF NOT EXISTS ticket_by_order ON ticket_sold (order_origin, order_number)",
    """CREATE TABLE IF NOT EXISTS order_sold (
        house INTEGER NOT NULL, origin INTEGER NOT NULL, seq INTEGER NOT NULL,
        order_origin INTEGER NOT NULL, order_number INTEGER NOT NULL, at_ms INTEGER NOT NULL,
        channel TEXT NOT NULL, clerk TEXT NOT NULL, language TEXT NOT NULL,
        pay_before_ms INTEGER, communication TEXT NOT NULL,
        former_origin INTEGER, former_number INTEGER, valid_unpaid INTEGER NOT NULL,
        needs_approval INTEGER NOT NULL,
        PRIMARY KEY (house, origin, seq)) WITHOUT ROWID""",
    "CREATE INDEX IF NOT EXISTS order_by_number ON order_sold (order_origin, order_number)",
    """CREATE INDEX IF NOT EXISTS order_open ON order_sold (house, origin, seq)
        WHERE pay_before_ms IS NOT NULL""",
    """CREATE INDEX IF NOT EXISTS order_by_former ON order_sold (former_origin, former_number)
        WHERE former_origin IS NOT NULL""",
    """CREATE INDEX IF NOT EXISTS order_by_communication ON order_sold (communication)
        WHERE communication <> ''""",
    """CREATE TABLE IF NOT EXISTS order_paid (
        house INTEGER NOT NULL, order_origin INTEGER NOT NULL, order_number INTEGER NOT NULL,
        origin INTEGER NOT NULL, seq INTEGER NOT NULL, at_ms INTEGER NOT NULL,
        clerk TEXT NOT NULL, PRIMARY KEY (house, order_origin, order_number)) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS payment (
        house INTEGER NOT NULL, origin INTEGER NOT NULL, seq INTEGER NOT NULL,
        order_origin INTEGER NOT NULL, order_number INTEGER NOT NULL, at_ms INTEGER NOT NULL,
        means TEXT NOT NULL, amount_cents INTEGER NOT NULL, rounding_cents INTEGER NOT NULL,
        tendered_cents INTEGER NOT NULL, change_cents INTEGER NOT NULL, clerk TEXT NOT NULL,
        reference TEXT NOT NULL, by_hand INTEGER NOT NULL,
        PRIMARY KEY (house, origin, seq)) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS ticket_refunded (
        house INTEGER NOT NULL, ticket_origin INTEGER NOT NULL, ticket_seq INTEGER NOT NULL,
        ticket_line INTEGER NOT NULL, origin INTEGER NOT NULL, seq INTEGER NOT NULL,
        at_ms INTEGER NOT NULL, reason TEXT NOT NULL, clerk TEXT NOT NULL,
        PRIMARY KEY (house, ticket_origin, ticket_seq, ticket_line)) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS ticket_code (
        house INTEGER NOT NULL, ticket_origin INTEGER NOT NULL, ticket_seq INTEGER NOT NULL,
        ticket_line INTEGER NOT NULL, generation INTEGER NOT NULL, origin INTEGER NOT NULL,
        seq INTEGER NOT NULL, at_ms INTEGER NOT NULL, reason TEXT NOT NULL, clerk TEXT NOT NULL,
        PRIMARY KEY (house, ticket_origin, ticket_seq, ticket_line, generation)) WITHOUT ROWID""",
    *DOOR_TABLES,
    """CREATE TABLE IF NOT EXISTS ticket_block (
        house INTEGER NOT NULL, ticket_origin INTEGER NOT NULL, ticket_seq INTEGER NOT NULL,
        ticket_line INTEGER NOT NULL, origin INTEGER NOT NULL, seq INTEGER NOT NULL,
        at_ms INTEGER NOT NULL, is_blocked INTEGER NOT NULL, reason TEXT NOT NULL,
        hlc INTEGER NOT NULL,
        PRIMARY KEY (house, ticket_origin, ticket_seq, ticket_line, origin, seq)) WITHOUT ROWID""",
    VENUE_CHANGE_TABLE,
    VOUCHER_TABLE,
    USED_TABLE,
    VOUCHER_INDEX,
    *PARKED_TABLES,
    *GUEST_TABLES,
    *WAITING_TABLES,
    *GOODS_TABLES,
    *PASS_TABLES,
    *TILL_TABLES,
    *CUSTOMER_TABLES,
    """CREATE TABLE IF NOT EXISTS keeper_named (
        house INTEGER NOT NULL, origin INTEGER NOT NULL, seq INTEGER NOT NULL,
        hlc INTEGER NOT NULL, device INTEGER NOT NULL,
        PRIMARY KEY (house, origin, seq)) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS admission_holder_named (
        house INTEGER NOT NULL, origin INTEGER NOT NULL, seq INTEGER NOT NULL,
        performance INTEGER NOT NULL, hlc INTEGER NOT NULL, device INTEGER NOT NULL,
        PRIMARY KEY (house, origin, seq)) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS entry_claim (
        house INTEGER NOT NULL, performance INTEGER NOT NULL, ticket_origin INTEGER NOT NULL,
        ticket_seq INTEGER NOT NULL, ticket_line INTEGER NOT NULL, token TEXT NOT NULL,
        at_ms INTEGER NOT NULL, gate TEXT NOT NULL, origin INTEGER NOT NULL, seq INTEGER NOT NULL,
        persons INTEGER NOT NULL,
        PRIMARY KEY (house, performance, ticket_origin, ticket_seq, ticket_line, token))
        WITHOUT ROWID""",
    "CREATE INDEX IF NOT EXISTS payment_by_hand ON payment (house, origin, seq) WHERE by_hand = 1",
    "CREATE INDEX IF NOT EXISTS payment_by_order ON payment (order_origin, order_number)",
    """CREATE TABLE IF NOT EXISTS unread_fact (
        house INTEGER NOT NULL, origin INTEGER NOT NULL, seq INTEGER NOT NULL,
        why TEXT NOT NULL, PRIMARY KEY (house, origin, seq)) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS print_job (
        job TEXT PRIMARY KEY, order_origin INTEGER NOT NULL, order_number INTEGER NOT NULL,
        what TEXT NOT NULL, duplicate INTEGER NOT NULL, state TEXT NOT NULL,
        at_ms INTEGER NOT NULL) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS printer (
        address TEXT PRIMARY KEY, model TEXT NOT NULL, stock_unit TEXT NOT NULL,
        put_in INTEGER NOT NULL, used INTEGER NOT NULL, papers INTEGER NOT NULL,
        at_ms INTEGER NOT NULL) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS card_attempt (
        attempt TEXT PRIMARY KEY, sale_token TEXT NOT NULL, at_ms INTEGER NOT NULL,
        amount_cents INTEGER NOT NULL, state TEXT NOT NULL, receipt TEXT NOT NULL,
        sale BLOB NOT NULL) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS terminal_day (
        asked INTEGER PRIMARY KEY, origin INTEGER NOT NULL, after_z INTEGER NOT NULL,
        at_ms INTEGER NOT NULL, total_cents INTEGER)""",
    "CREATE INDEX IF NOT EXISTS print_job_by_state ON print_job (state, job)",
)

FACT_TABLES = (
    "ticket_sold",
    "order_sold",
    "payment",
    "ticket_refunded",
    "ticket_code",
    *DOOR_FACT_TABLES,
    "scan_heard",
    "incident_settled",
    "unread_fact",
    "ticket_block",
    "keeper_named",
    "admission_holder_named",
    "venue_change",
    "order_named",
    "order_paid",
    "voucher",
    "voucher_used",
    *PARKED_FACT_TABLES,
    *GUEST_FACT_TABLES,
    *WAITING_FACT_TABLES,
    *GOODS_FACT_TABLES,
    *PASS_FACT_TABLES,
    *TILL_FACT_TABLES,
    *CUSTOMER_FACT_TABLES,
    *UITPAS_FACT_TABLES,
)
"""The tables whose rows name the fact they come from: house, origin, seq."""

SIZES = (
    ("ticket_sold", "ticket_sold", "100000 20000 1000 2 1"),
    ("ticket_sold", "ticket_by_place", "100000 20000 800 1"),
    ("ticket_sold", "ticket_by_order", "100000 5000 3"),
    ("payment", "payment", "40000 20000 5000 1"),
    ("payment", "payment_by_order", "40000 5000 1"),
    ("order_sold", "order_sold", "40000 20000 5000 1"),
    ("order_sold", "order_by_number", "40000 5000 1"),
    ("order_named", "order_named", "30000 20000 5000 1"),
    ("order_named", "order_named_by", "30000 20000 5000 1"),
    ("personal_body", "personal_body", "30000 20000 1 1 1"),
    ("personal_body", "personal_by_fact", "30000 20000 5000 1"),
    ("personal_body", "personal_by_number", "30000 20000 1"),
    ("person_key", "person_key", "30000 20000 1"),
    ("ticket_refunded", "ticket_refunded", "2000 400 200 2 1"),
    ("uitpas_line", "uitpas_line", "2000 400 200 2 1"),
    ("uitpas_outcome", "uitpas_outcome", "2000 400 1"),
    ("uitpas_outcome", "uitpas_outcome_by_ticket", "2000 400 200 2 1"),
    *DOOR_SIZES,
    *CUSTOMER_SIZES,
)
"""What the planner is to think of (table, index, rows in all and for each key column).

Without it SQLite takes every table of one house for small and reads it whole: a door with
100,000 scans then takes 8 ms for a look-up that costs 0.04.
"""
