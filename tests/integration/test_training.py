"""Practice touches nothing real: the replica's tables are byte for byte what they were."""

from __future__ import annotations

import hashlib
from contextlib import closing
from pathlib import Path

import apsw
import pytest
from harness.processes import StoreProcess, call

from podium_desk.application.counter import BasketLine, Connection, Held, Payment, SaleDone
from podium_desk.application.named_orders import NamedOrders
from podium_desk.application.practice_names import name_of
from podium_desk.application.till import Closed
from podium_desk.application.till_papers import till_print
from podium_desk.bootstrap import open_device
from podium_desk.commands.door import guard_of
from podium_desk.config import DataFolder, NotEnrolled, Settings
from podium_desk.documents.layouts.shelf import bundled_paper
from podium_desk.documents.till_report import till_content
from podium_desk.domain.admission import ScanReason, Verdict
from podium_desk.domain.facts import PaymentMeans
from podium_desk.domain.ids import OrderId, PerformanceId
from podium_desk.domain.refusals import Refusal
from podium_desk.domain.short_code import short_code
from podium_desk.domain.till import Count, Money
from podium_desk.i18n.words import Words
from podium_desk.presentation.mood import Mood
from podium_desk.presentation.status import band_of
from podium_desk.replica.queries import kept_tickets
from podium_desk.training import PRACTICE_DEVICE, Practice, begin_evening, open_training


@pytest.fixture
def real(tmp_path: Path) -> Path:
    """A real counter that has sold one ticket."""
    with StoreProcess(tmp_path) as store:
        folder = tmp_path / "kassa1"
        store.enrol(folder, "counter", "--printer", "sim://printer")
        said = call("sell", folder, "--performance", store.performances[0], "--best", 1,
                    "--pay", "cash", "--json")  # fmt: skip
        assert said.status == 0, said
    return folder


def tables_of(path: Path) -> dict[str, str]:
    """The bytes of every row of every table, as one hash a table."""
    found = {}
    with closing(apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)) as connection:
        names = [row[0] for row in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]  # fmt: skip
        for name in names:
            rows = sorted(repr(row) for row in connection.execute(f"SELECT * FROM {name}"))
            found[name] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return found


def test_a_day_of_practice_leaves_the_real_replica_as_it_was(real: Path, tmp_path: Path) -> None:
    before, others = tables_of(DataFolder(real).replica), names_in(real)
    witnesses = witnesses_of(tmp_path)
    device = open_training(Practice(real, empty(tmp_path)))
    try:
        desk = device.desk()
        status = desk.status()
        assert status.connection is Connection.ONLINE
        band = band_of(status, "", Words("nl"))
        assert band is not None
        assert band.mood is Mood.TRAINING
        assert not isinstance(desk.till.open(Money(15_000)), Refusal)
        performance = PerformanceId(desk.performances()[0].id)
        done = sold(desk, performance)
        back = desk.after_sales.refund((done.tickets[0].id,), PaymentMeans.CASH, "oefening")
        assert not isinstance(back, Refusal), back
        desk.till.interim()
        counted = 15_000
        closed = desk.till.close(Count(Money(counted), 15_000, "oefening"))
        assert isinstance(closed, Closed), closed
        assert closed.z_number == 1
        paper = repr(
            bundled_paper(
                "till-report",
                till_content(till_print(device.work, device.work.origin, "Z-1"), Words("nl")),
            )
        )
        assert "OEFENING" in paper
        ticket = desk.papers.ticket(done.tickets[1].id, "nl")
        assert ticket.is_training
        assert desk.papers.receipt(done.order, "nl").is_training
        assert str(done.order).startswith(f"{PRACTICE_DEVICE}.")
    finally:
        device.close()
    assert tables_of(DataFolder(real).replica) == before
    assert names_in(real) == others
    assert witnesses_of(tmp_path) == witnesses


def test_the_names_of_customers_stay_behind_and_invented_people_take_their_place(
    real: Path, tmp_path: Path
) -> None:
    (bought,) = call("orders", "find", real, "1", "--json").json
    order = OrderId.parse(bought["order"])
    with closing(open_device(real)) as counter:
        NamedOrders(counter.work, counter.work.secret).name(order, "Ada Canarisvogel")
    device = open_training(Practice(real, empty(tmp_path)))
    try:
        sql = device.work.replica.sql
        names = NamedOrders(device.work, device.work.secret)
        assert names.name_of(order) == name_of(order)
        assert sql.rows("SELECT COUNT(*) FROM personal_body") == [(1,)]
        assert sql.rows("SELECT COUNT(*) FROM person_key") == [(1,)]
        assert device.desk().orders.find("Canaris") == ()
        assert sql.rows("SELECT 1 FROM print_job") == []
    finally:
        device.close()


def test_who_has_no_device_has_nothing_to_practise_on(tmp_path: Path) -> None:
    with pytest.raises(NotEnrolled):
        open_training(Practice(tmp_path / "nothing", empty(tmp_path)))


def sold(desk, performance: PerformanceId) -> SaleDone:  # type: ignore[no-untyped-def]
    held = desk.hold_best(performance, 2, None, 0)
    assert isinstance(held, Held), held
    tariff = next(t.id for t in desk.hall(performance).tariffs if t.is_base)
    lines = tuple(BasketLine(performance, unit, tariff) for unit in held.units)
    total = sum(desk.quote(lines))
    done = desk.sell(lines, (Payment(PaymentMeans.CASH, total, total + 5),), "token", "nl")
    assert isinstance(done, SaleDone), done
    return done


def empty(tmp_path: Path) -> Path:
    folder = tmp_path / "oefening"
    folder.mkdir()
    return folder


def names_in(folder: Path) -> set[str]:
    """The files there; SQLite's own companions come and go with whoever reads."""
    return {path.name for path in folder.iterdir() if not path.name.endswith(("-wal", "-shm"))}


def witnesses_of(tmp_path: Path) -> list[bytes]:
    return sorted(
        path.read_bytes() for path in tmp_path.rglob("*.witness") if "oefening" not in path.parts
    )


def test_a_door_practises_on_the_next_performance_and_touches_nothing(
    real: Path, tmp_path: Path
) -> None:
    before = tables_of(DataFolder(real).replica)
    device = open_training(Practice(real, empty(tmp_path)))
    try:
        begin_evening(device.work)
        door = device.door()
        status = door.status()
        assert status.is_training
        assert status.performance is not None
        assert status.clock_error_s is None
        ticket = kept_tickets(device.work.replica.sql, device.work.house, status.performance)[0]
        code = short_code(ticket.performance, ticket.unit, ticket.hop)
        invented = name_of(ticket.order)
        found = door.find(invented.split()[-1])
        assert [(one.ticket, one.name) for one in found.tickets] == [(ticket.ticket, invented)]
        (order,) = device.desk().orders.find(invented)
        assert order.order == ticket.order
        assert door.scan(code).verdict is Verdict.ADMIT
        assert door.scan(f"{code} ").reason is ScanReason.ALREADY_IN
        assert door.status().inside == 1
    finally:
        device.close()
    assert tables_of(DataFolder(real).replica) == before


def test_the_door_opens_to_practise_and_its_pin_is_kept_as_a_hash(
    qapp: object, real: Path, tmp_path: Path
) -> None:
    picture = tmp_path / "door.png"
    assert call("door", real, "--training", "--screenshot", picture).status == 0
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert call("door-pin", real, "471").status == 2
    assert call("door-pin", real, "4711", "--overrides").status == 0
    settings = Settings.read(DataFolder(real).settings)
    assert "4711" not in DataFolder(real).settings.read_text(encoding="utf-8")
    guard = guard_of(settings)
    assert guard.asks_override
    assert guard.is_right("4711", 1_000)
    assert not guard.is_right("4712", 1_000)
    assert call("door-pin", real).status == 0
    assert not guard_of(Settings.read(DataFolder(real).settings)).is_set
