"""What the house's second counter sells meanwhile, with its line, while the first one has none."""

from __future__ import annotations

import secrets

from podium_desk.application.counter import BasketLine, Held, Payment, SaleDone
from podium_desk.domain.money import PaymentMeans
from podium_desk.proving.stage import Stage

OTHER = "kassa2"
OTHERS_TICKETS, OTHERS_CENTS = 2, 3600


def sell_at_the_other_counter(stage: Stage) -> None:
    """Two tickets for tonight, by card."""
    device = stage.open(OTHER)
    desk = device.desk(with_printer=False)

    def sale() -> None:
        tonight = desk.performances("")[0].id
        held = desk.hold_best(tonight, OTHERS_TICKETS, "Rang 1", 0)
        assert isinstance(held, Held), held
        tariff = next(one.id for one in desk.hall(tonight).tariffs if one.is_base)
        lines = tuple(BasketLine(tonight, unit, tariff) for unit in held.units)
        payment = Payment(PaymentMeans.CARD, OTHERS_CENTS, OTHERS_CENTS)
        done = desk.sell(lines, (payment,), secrets.token_hex(8), "nl")
        assert isinstance(done, SaleDone), done
        device.line.once(device.work)

    device.lane(sale)
