"""What the demo writes down: sales, scans, pictures, and what must be true."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import field
from pathlib import Path
from typing import Any

from podium_desk.application.counter import SaleDone
from podium_desk.domain.ids import TicketId
from podium_desk.late_dataclass import dataclass


@dataclass(slots=True)
class DemoBook:
    """What the report is made of."""

    output: Path
    sales: list[dict[str, Any]] = field(default_factory=list)
    scans: list[dict[str, Any]] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    checks: list[dict[str, Any]] = field(default_factory=list)

    def check(self, name: str, ok: bool, told: str = "") -> None:
        """One thing that must be true."""
        self.checks.append({"name": name, "ok": ok, "told": told})

    def note_sale(self, name: str, done: SaleDone, codes: Mapping[TicketId, str]) -> None:
        """A sale of the device in that folder, with its tickets' codes."""
        self.sales.append(
            {
                "data": name,
                "order": done.order,
                "total_cents": done.total_cents,
                "offline": done.sold_offline,
                "tickets": [{"id": str(one.id), "code": codes[one.id]} for one in done.tickets],
            }
        )

    def write(self) -> dict[str, Any]:
        """The report, also as `report.json`."""
        report = {
            "sales": self.sales, "scans": self.scans, "pictures": self.pictures,
            "checks": self.checks,
        }  # fmt: skip
        text = json.dumps(report, ensure_ascii=False, indent=2)
        (self.output / "report.json").write_text(text + "\n", encoding="utf-8")
        return report
