"""What the demo writes down: sales, scans, pictures, and what must be true."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


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

    def write(self) -> dict[str, Any]:
        """The report, also as `report.json`."""
        report = {
            "sales": self.sales, "scans": self.scans, "pictures": self.pictures,
            "checks": self.checks,
        }  # fmt: skip
        text = json.dumps(report, ensure_ascii=False, indent=2)
        (self.output / "report.json").write_text(text + "\n", encoding="utf-8")
        return report
