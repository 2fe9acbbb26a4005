"""When performances go on sale: for everybody, and before that for who has a pass."""

from __future__ import annotations

from dataclasses import replace

from podium_desk.central.cluster import Central
from podium_desk.central.plans import ALL
from podium_desk.central.programme import HouseProgramme
from podium_desk.central.refusals import CentralReason, CentralRefusal
from podium_desk.domain.programme import House
from podium_desk.integrations.csv_table import moment_ms
from podium_desk.late_dataclass import dataclass

_WRONG = -1


@dataclass(frozen=True, slots=True)
class SaleDates:
    """UTC milliseconds; 0 is from the beginning or no presale, None leaves what is there."""

    sold_from_ms: int | None = None
    presale_from_ms: int | None = None

    @classmethod
    def written(cls, sold_from: str, presale_from: str) -> SaleDates | None:
        """The dates as somebody wrote them, ``-`` for none and empty for as they are.

        None where one of them is no moment.
        """
        dates = (_written(sold_from), _written(presale_from))
        if _WRONG in dates:
            return None
        return cls(*dates)


@dataclass(frozen=True, slots=True)
class Dated:
    """The performances that have these dates now."""

    performances: tuple[int, ...]
    changed: int


def set_sale_dates(
    central: Central, house: House, target: str, dates: SaleDates
) -> Dated | CentralRefusal:
    """Give performances their dates, all of them or none; `target` as of `HouseProgramme.named`.

    Refuses an unknown target, and a presale that does not begin before the sale.
    """
    programme = HouseProgramme(central, house)
    with central.sql.transaction():
        central.sql.lock((house.id,))
        chosen = programme.named("" if target == ALL else target)
        if not chosen:
            details: dict[str, str | int] = {"performance": target, "house": house.name}
            return CentralRefusal(CentralReason.UNKNOWN_PERFORMANCE, details)
        dated = []
        for performance in chosen:
            sold, presale = dates.sold_from_ms, dates.presale_from_ms
            sold_ms = performance.sold_from_ms if sold is None else sold
            presale_ms = performance.presale_from_ms if presale is None else presale
            if presale_ms and presale_ms >= sold_ms:
                return CentralRefusal(
                    CentralReason.PRESALE_NOT_BEFORE, {"performance": performance.id}
                )
            dated.append(replace(performance, sold_from_ms=sold_ms, presale_from_ms=presale_ms))
        changed = sum(programme.write(performance) for performance in dated)
    return Dated(tuple(performance.id for performance in dated), changed)


def _written(moment: str) -> int | None:
    if not moment:
        return None
    found = 0 if moment == "-" else moment_ms(moment)
    return _WRONG if found is None else found
