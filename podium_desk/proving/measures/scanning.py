"""Whether a window stands still while codes are scanned: a counter's, and a door's with a camera.

At the counter, which knows a cluster's season and stands at a hall of 2,036 seats, tickets open
their orders, one at a time and several in a row; codes that are none of ours begin with a key that
sells; and one is scanned while places are held. The first of each counts like the others. The
door's is `door_scanning`.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from podium_desk.application.counter import BasketLine, Held, Payment, SaleDone
from podium_desk.application.ticket_codes import code_of
from podium_desk.domain.facts import PaymentMeans
from podium_desk.proving.figures import Figure
from podium_desk.proving.measures.cluster_season import TONIGHT, opened, season_counter
from podium_desk.proving.measures.door_scanning import door_scanning
from podium_desk.proving.measures.stalls import stall_figures
from podium_desk.proving.measures.whole_counter import clerk_at
from podium_desk.replica.queries import sold_ticket

if TYPE_CHECKING:
    from podium_desk.application.desk import Desk
    from podium_desk.bootstrap import Device
    from podium_desk.ui.shell.clerk_bench import ClerkAtWork
    from podium_desk.ui.shell.heartbeat import Turn

ROUNDS = 4
ORDERS = 8
IN_A_ROW = 3
IDLE_S = 6.0
"""The list of performances is read again every five seconds, whoever does what."""
NOT_OURS = ("5412345678908", "https://example.org/agenda/2026", "2000000000008")
"""A bottle, an address, a number: two begin with a digit, which sells at once until it is known
that a scanner typed it."""


def scanning(folder: Path, say: Callable[[str], None]) -> list[Figure]:
    """The turns of both windows while scanners work, beside the same windows left alone."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    device = opened(season_counter(folder, say))
    try:
        desk = device.desk(with_printer=False)
        codes = device.lane(lambda: [_sold(device, desk) for _ in range(ORDERS)])
        say("a hand scanner at the counter…")
        clerk = clerk_at(device, desk)
        try:
            figures = stall_figures("scanning_window", *_turns(clerk, codes))
        finally:
            clerk.close()
    finally:
        device.close()
    return figures + door_scanning(folder, say)


def _turns(clerk: ClerkAtWork, codes: list[str]) -> tuple[list[Turn], list[Turn]]:
    """Of the window while it scans, and while it does not."""
    busy: list[Turn] = []
    idle: list[Turn] = []
    for _ in range(ROUNDS):
        _scan_all(clerk, codes)
        busy += clerk.heart.take()
        clerk.rest(IDLE_S)
        idle += clerk.heart.take()
    return busy, idle


def _scan_all(clerk: ClerkAtWork, codes: list[str]) -> None:
    for code in codes:
        clerk.scan_ticket(code)
        clerk.rest(0.4)
    for code in codes[:IN_A_ROW]:
        clerk.scan(code)
    clerk.rest(0.4)
    clerk.step_back()
    for text in NOT_OURS:
        clerk.scan(text)
        clerk.rest(0.4)
    clerk.hold(2)
    clerk.scan_ticket(codes[-1])
    clerk.rest(0.4)
    clerk.step_back()
    clerk.empty_basket()


def _sold(device: Device, desk: Desk) -> str:
    """The code of one of two tickets that were sold just now; on the lane."""
    held = desk.hold_best(TONIGHT, 2, None, 0)
    assert isinstance(held, Held), held
    tariff = desk.hall(TONIGHT).tariffs[0].id
    lines = tuple(BasketLine(TONIGHT, unit, tariff) for unit in held.units)
    prices = desk.quote(lines)
    assert isinstance(prices, tuple), prices
    payment = Payment(PaymentMeans.CARD, sum(prices), 0)
    done = desk.sell(lines, (payment,), secrets.token_hex(8), "nl")
    assert isinstance(done, SaleDone), done
    work = device.work
    row = sold_ticket(work.replica.sql, work.house, done.tickets[0].id)
    assert row is not None, "it was just sold"
    return code_of(work, row, 1)
