"""The house's own tariff changes, from a CSV file: kept as layers, and laid over the season."""

from __future__ import annotations

from collections.abc import Sequence

from podium_desk.central.cluster import Central
from podium_desk.central.plans import plans_of
from podium_desk.central.programme import HouseProgramme
from podium_desk.central.refusals import CentralReason, CentralRefusal
from podium_desk.central.season import Outcome
from podium_desk.central.tariffs import EVERY_PERFORMANCE, TARIFFS_OF_HOUSE_MAX
from podium_desk.domain.programme import Performance
from podium_desk.integrations.tariffs import TariffRow


class TariffChanges:
    """Takes rows of one house; the calls are part of the caller's transaction."""

    def __init__(self, central: Central, programme: HouseProgramme) -> None:
        self._programme = programme
        plans = plans_of(central, programme.house.id)
        self._categories = {category.name for plan in plans for category in plan.categories}

    def take(self, rows: Sequence[TariffRow]) -> list[Outcome | CentralRefusal]:
        """What became of each row; the tariffs of the performances they name are renewed."""
        outcomes = [self._take(row) for row in rows]
        named: dict[int, Performance] = {}
        for row, outcome in zip(rows, outcomes, strict=True):
            if isinstance(outcome, Outcome):
                named.update((p.id, p) for p in self._programme.named(row.target))
        for performance in named.values():
            self._programme.write(performance)
        return outcomes

    def _take(self, row: TariffRow) -> Outcome | CentralRefusal:
        if row.target != EVERY_PERFORMANCE and not self._programme.named(row.target):
            return CentralRefusal(
                CentralReason.TARIFF_UNKNOWN_TARGET, {"line": row.line, "target": row.target}
            )
        if row.category and self._categories and row.category not in self._categories:
            known = ", ".join(sorted(self._categories))
            return CentralRefusal(
                CentralReason.TARIFF_UNKNOWN_CATEGORY,
                {"line": row.line, "category": row.category, "known": known},
            )
        tariffs = self._programme.tariffs
        if row.price_cents is None and row.code not in tariffs.codes():
            details: dict[str, str | int] = {"line": row.line, "code": row.code}
            return CentralRefusal(CentralReason.TARIFF_UNKNOWN_CODE, details)
        if not tariffs.has_room([row.code]):
            return CentralRefusal(
                CentralReason.TOO_MANY_TARIFFS, {"item": row.code, "max": TARIFFS_OF_HOUSE_MAX}
            )
        is_new = tariffs.keep_change(row)
        if is_new is None:
            return Outcome.UNCHANGED
        # The number is given now, so that the next row sees how much room is left.
        tariffs.number(row.code)
        return Outcome.IMPORTED if is_new else Outcome.UPDATED
