"""The files in which a customer is given what the house keeps of him or her.

They are in the clear, so that anybody can read them: each one takes those of the customer before
away, and so does the next start.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from podium_desk.application.customer_export import CustomerExport, as_csv
from podium_desk.domain.refusals import Refusal
from podium_desk.i18n.words import Words

if TYPE_CHECKING:
    from pathlib import Path

    from podium_desk.application.workplace import Workplace
    from podium_desk.domain.ids import CustomerId


class CustomerFiles:
    """Writes them in one folder of the device. Runs on the replica's lane."""

    def __init__(self, work: Workplace, folder: Path) -> None:
        self._export = CustomerExport(work)
        self._folder = folder
        self.clear()

    def clear(self) -> None:
        """Take away what was written before."""
        for path in self._folder.glob("*") if self._folder.is_dir() else ():
            path.unlink()

    def give(self, customer: CustomerId, language: str) -> str | Refusal:
        """Write all that is kept, as JSON and as CSV; the path of the first."""
        held = self._export.all_of(customer, language)
        if isinstance(held, Refusal):
            return held
        self._folder.mkdir(mode=0o700, exist_ok=True)
        self.clear()
        path = self._folder / f"{customer}.json"
        path.write_text(json.dumps(held, ensure_ascii=False, indent=2), "utf-8")
        path.with_suffix(".csv").write_text(as_csv(held, Words(language)), "utf-8")
        return str(path)
