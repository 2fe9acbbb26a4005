"""Exchanges a ticket with a token that is given: what a clerk's window does, to be killed at.

``python -m harness.exchange_once DATA TICKET PERFORMANCE UNIT TOKEN`` prints the new order.
"""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path

from podium_desk.application.counter import BasketLine, SaleDone
from podium_desk.application.order_desk import ExchangeWish
from podium_desk.bootstrap import open_device
from podium_desk.domain.ids import PerformanceId, TicketId, Unit


def main() -> None:
    data, ticket, performance, unit, token = sys.argv[1:]
    with closing(open_device(Path(data))) as device:
        device.line.once(device.work)
        desk = device.desk(with_printer=False)
        shown = PerformanceId(int(performance))
        places = (Unit(int(unit)),)
        desk.hold(shown, places)
        lines = (BasketLine(shown, places[0], desk.hall(shown).tariffs[0].id),)
        wish = ExchangeWish((TicketId.parse(ticket),), token, "nl")
        done = desk.orders.exchange(wish, lines, ())
        assert isinstance(done, SaleDone), done
        print(done.order)


if __name__ == "__main__":
    main()
