"""What a device remembers of its printers: their model, and the paper that was put in.

One row an address, in the device's own replica. It is for people, so it may err: paper is counted
also of a ticket that perhaps did not come out.
"""

from __future__ import annotations

from podium_desk.application.clock import DeviceClock
from podium_desk.domain.paper_stock import PaperStock, StockUnit
from podium_desk.late_dataclass import dataclass
from sync.store.port import Sql

_COLUMNS = "stock_unit, put_in, used, papers"


@dataclass(frozen=True, slots=True)
class Replaced:
    """Another model prints at an address than the last time."""

    before: str
    now: str


class PrinterBook:
    """The printers of one device. Runs on the replica's lane."""

    def __init__(self, sql: Sql, clock: DeviceClock) -> None:
        self._sql = sql
        self._clock = clock

    def paper_out(self, address: str, height_mm: int) -> None:
        """A paper of this height came out of that printer."""
        stock = self.stock(address)
        if stock is not None:
            self._keep(address, stock.after(height_mm))

    def met(self, address: str, model: str) -> Replaced | None:
        """That printer calls itself so; what it was before, when that was another model."""
        if not model:
            return None
        row = self._sql.row("SELECT model FROM printer WHERE address = ?", (address,))
        before = "" if row is None else str(row[0])
        if before == model:
            return None
        with self._sql.transaction():
            self._sql.run(
                "INSERT INTO printer (address, model, stock_unit, put_in, used, papers, at_ms)"
                " VALUES (?, ?, '', 0, 0, 0, ?)"
                " ON CONFLICT (address) DO UPDATE SET model = excluded.model",
                (address, model, self._clock.now_ms()),
            )
        return Replaced(before, model) if before else None

    def stock(self, address: str) -> PaperStock | None:
        """What is in that printer; None where nobody ever said."""
        row = self._sql.row(
            f"SELECT {_COLUMNS} FROM printer WHERE address = ? AND stock_unit <> ''", (address,)
        )
        return None if row is None else PaperStock(StockUnit(row[0]), *row[1:])

    def put_in(self, address: str, unit: StockUnit, amount: int) -> PaperStock:
        """A new roll of so many millimetres, or a box of so many tickets, was put in now."""
        stock = PaperStock(unit, amount)
        self._keep(address, stock)
        return stock

    def same_again(self, address: str) -> PaperStock | None:
        """Another roll as the one before; None where nobody ever said how long that was."""
        stock = self.stock(address)
        return None if stock is None else self.put_in(address, stock.unit, stock.put_in)

    def _keep(self, address: str, stock: PaperStock) -> None:
        with self._sql.transaction():
            self._sql.run(
                f"INSERT INTO printer (address, model, {_COLUMNS}, at_ms)"
                " VALUES (?, '', ?, ?, ?, ?, ?) ON CONFLICT (address) DO UPDATE SET"
                " stock_unit = excluded.stock_unit, put_in = excluded.put_in,"
                " used = excluded.used, papers = excluded.papers, at_ms = excluded.at_ms",
                (address, stock.unit.value, stock.put_in, stock.used, stock.papers,
                 self._clock.now_ms()),
            )  # fmt: skip
