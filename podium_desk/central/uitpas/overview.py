"""What of UiTPAS is not done yet, for whoever looks after the store: never whose pass it is."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from podium_desk.central.cluster import Central
from podium_desk.central.uitpas.sales import SaleTable, StoreSale
from podium_desk.domain.text import Text
from podium_desk.late_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class UitpasMatter:
    """A reduced place that is on its way. `why` is the code of what holds it up, or empty."""

    house: int
    house_name: str
    token: str
    state: str
    why: str
    tries: int
    since: datetime
    title: Text
    next_try: datetime | None


def uitpas_matters(central: Central) -> tuple[UitpasMatter, ...]:
    """What is to be registered or taken back, and what was registered and never heard sold."""
    sales = SaleTable(central.sql).waiting(central.now_ms())
    return tuple(_matter(central, sale) for sale in sales)


def _matter(central: Central, sale: StoreSale) -> UitpasMatter:
    house = central.catalogue.houses().get(sale.house)
    performance = central.catalogue.performance(sale.performance)
    zone = ZoneInfo("Europe/Brussels" if house is None else house.timezone)
    return UitpasMatter(
        sale.house,
        str(sale.house) if house is None else house.name,
        sale.token,
        sale.state.value,
        sale.why,
        sale.tries,
        _at(sale.at_ms, zone),
        Text.of("nl", "–") if performance is None else performance.title,
        _at(sale.next_ms, zone) if sale.next_ms else None,
    )


def _at(at_ms: int, zone: ZoneInfo) -> datetime:
    return datetime.fromtimestamp(at_ms / 1000, zone)
