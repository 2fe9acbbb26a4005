"""The till and the daybook on the command line, against a store and a device on disk."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from harness.cluster import Cluster, Place
from harness.full_evening import TONIGHT, central_of, sell
from harness.processes import Said, StoreProcess, call
from typer.testing import CliRunner

from podium_desk.application.counter import BasketLine, SaleDone
from podium_desk.application.log_in import ClerkTile
from podium_desk.application.order_desk import ExchangeWish
from podium_desk.application.till import Closed
from podium_desk.central.refusals import CentralReason, CentralRefusal
from podium_desk.central.staff import ClerkChange, Staff
from podium_desk.commands.central import app as central_app
from podium_desk.commands.daybook import journal_csv
from podium_desk.domain.daybook import journal
from podium_desk.domain.facts import PaymentMeans
from podium_desk.domain.ids import TariffId
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.staff import Clerk, StaffRole
from podium_desk.domain.till import Count, Money, TillRules
from podium_desk.i18n.words import Words
from podium_desk.replica.daybook import DaybookReader

YOUNG = TariffId(2)
"""It costs 12,03 less than the base tariff."""


@pytest.fixture
def cluster() -> Cluster:
    cluster = Cluster()
    house = cluster.house(1, "GC Het Anker")
    cluster.house(2, "CC De Sluis")
    cluster.performance(house, TONIGHT, cluster.plan(house, "gc-het-anker-theaterzaal.json"))
    return cluster


def staff_of(cluster: Cluster, number: int = 1) -> Staff:
    house = cluster.catalogue.houses()[number]  # type: ignore[index]
    return Staff(central_of(cluster), house, lambda count: b"s" * count)


def hired(cluster: Cluster, name: str, pin: str, **more: object) -> Clerk:
    clerk = staff_of(cluster).add(ClerkChange(name, pin=pin, **more))  # type: ignore[arg-type]
    assert isinstance(clerk, Clerk), clerk
    return clerk


def reason_of(outcome: object) -> RefusalReason | CentralReason:
    assert isinstance(outcome, Refusal | CentralRefusal), outcome
    return outcome.reason


@pytest.fixture
def counter(cluster: Cluster) -> Place:
    return cluster.device(cluster.house(1, "GC Het Anker"), "counter", "Kassa 1")


def test_somebody_logs_in_by_pin_and_by_badge_without_a_line(
    cluster: Cluster, counter: Place
) -> None:
    assert not counter.desk.clerks.look().is_needed
    an = hired(cluster, "An Claes", "2580", badge="PODB12345")
    counter.sync()
    counter.wire.is_cut = True
    clerks = counter.desk.clerks
    assert clerks.look().is_needed
    tile = clerks.log_in(an.number, "2580")
    assert isinstance(tile, ClerkTile)
    assert counter.work.clerk == "An Claes"
    clerks.lock()
    assert clerks.look().is_needed
    assert isinstance(clerks.log_in_by_badge("podb12345"), ClerkTile)
    assert reason_of(clerks.log_in_by_badge("PODB99999")) is RefusalReason.UNKNOWN_BADGE


def test_wrong_pins_slow_down_and_a_restart_is_no_way_round(
    cluster: Cluster, tmp_path: Path
) -> None:
    counter = cluster.device(cluster.house(1, "GC Het Anker"), "counter", "Kassa", tmp_path / "r")
    an = hired(cluster, "An", "2580")
    counter.sync()
    for _ in range(3):
        assert reason_of(counter.desk.clerks.log_in(an.number, "0000")) is RefusalReason.WRONG_PIN
    counter.kill_and_restart()
    refused = counter.desk.clerks.log_in(an.number, "2580")
    assert reason_of(refused) is RefusalReason.PIN_WAIT
    assert isinstance(refused, Refusal)
    assert refused.details == {"n": 5}
    cluster.clock.pass_(hours=-1)
    assert reason_of(counter.desk.clerks.log_in(an.number, "2580")) is RefusalReason.PIN_WAIT
    cluster.clock.pass_(seconds=5)
    assert isinstance(counter.desk.clerks.log_in(an.number, "2580"), ClerkTile)


def test_who_left_is_logged_out_and_cannot_come_back(cluster: Cluster, counter: Place) -> None:
    an, _bo = hired(cluster, "An", "2580"), hired(cluster, "Bo", "1470")
    counter.sync()
    assert isinstance(counter.desk.clerks.log_in(an.number, "2580"), ClerkTile)
    assert isinstance(staff_of(cluster).remove(an.number), Clerk)
    counter.sync()
    look = counter.desk.clerks.look()
    assert look.clerk is None
    assert [tile.name for tile in look.tiles] == ["Bo"]
    assert reason_of(counter.desk.clerks.log_in(an.number, "2580")) is RefusalReason.WRONG_PIN


def test_staff_is_known_to_the_counters_and_offices_of_its_house_only(cluster: Cluster) -> None:
    hired(cluster, "An", "2580")
    own = cluster.house(1, "GC Het Anker")
    readers = {
        role: cluster.device(own, role, role) for role in ("counter", "office", "door", "reseller")
    }
    other = cluster.device(cluster.house(2, "CC De Sluis"), "counter", "Sluis")
    known = {
        name for name, place in {**readers, "other": other}.items()
        if place.work.replica.sql.rows("SELECT 1 FROM record WHERE house < 0")
    }  # fmt: skip
    assert known == {"counter", "office"}


def test_a_pin_is_never_kept_or_sent_plain(cluster: Cluster, counter: Place) -> None:
    an = hired(cluster, "An", "2580", badge="PODB12345")
    counter.sync()
    bodies = [row[0] for row in cluster.sql.rows("SELECT body FROM record WHERE house = -1")]
    assert bodies
    assert all(b"2580" not in body and b"PODB12345" not in body for body in bodies)
    assert an.pin_hash != an.pin_salt


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (ClerkChange("Bo", pin="258"), CentralReason.WRONG_PIN_FORM),
        (ClerkChange("Bo", pin="258a"), CentralReason.WRONG_PIN_FORM),
        (ClerkChange("Bo", pin="²580"), CentralReason.WRONG_PIN_FORM),
        (ClerkChange("Bo"), CentralReason.WRONG_PIN_FORM),
        (ClerkChange("  ", pin="2580"), CentralReason.WRONG_CLERK_NAME),
        (ClerkChange("x" * 41, pin="2580"), CentralReason.WRONG_CLERK_NAME),
        (ClerkChange("an claes", pin="2580"), CentralReason.CLERK_EXISTS),
        (ClerkChange("Bo", pin="2580", badge="kort"), CentralReason.WRONG_BADGE),
        (ClerkChange("Bo", pin="2580", badge="PODB12345"), CentralReason.BADGE_TAKEN),
        (ClerkChange("Bo", pin="2580", refund_limit_cents=-1), CentralReason.NEGATIVE_AMOUNT),
    ],
)
def test_what_is_no_clerk_is_refused(
    cluster: Cluster, change: ClerkChange, reason: CentralReason
) -> None:
    hired(cluster, "An Claes", "2580", badge="PODB12345")
    assert reason_of(staff_of(cluster).add(change)) is reason
    assert len(staff_of(cluster).list()) == 1


def test_above_a_clerks_limit_a_managers_pin_is_asked_once(
    cluster: Cluster, counter: Place
) -> None:
    an = hired(cluster, "An", "2580", refund_limit_cents=2_500)
    chief = hired(cluster, "Cas", "1470", role=StaffRole.MANAGER)
    counter.sync()
    clerks, refund = counter.desk.clerks, counter.desk.after_sales.refund
    clerks.log_in(an.number, "2580")
    tickets = [ticket.id for ticket in sell(counter, 5).tickets]
    clerks.lock()
    assert reason_of(refund((tickets[0],), PaymentMeans.CASH, "ziek")) is RefusalReason.NO_CLERK
    clerks.log_in(an.number, "2580")
    assert not isinstance(refund((tickets[0],), PaymentMeans.CASH, "ziek"), Refusal)
    two = (tickets[1], tickets[2])
    assert reason_of(refund(two, PaymentMeans.CASH, "ziek")) is RefusalReason.MANAGER_NEEDED
    assert reason_of(clerks.approve(an.number, "2580")) is RefusalReason.MANAGER_NEEDED
    assert clerks.approve(chief.number, "1470") == "Cas"
    assert not isinstance(refund(two, PaymentMeans.CASH, "ziek"), Refusal)
    last = (tickets[3], tickets[4])
    assert reason_of(refund(last, PaymentMeans.CASH, "ziek")) is RefusalReason.MANAGER_NEEDED


def test_an_exchange_gives_back_no_more_than_a_refund_may(cluster: Cluster, counter: Place) -> None:
    an = hired(cluster, "An", "2580", refund_limit_cents=1_000)
    chief = hired(cluster, "Cas", "1470", role=StaffRole.MANAGER)
    counter.sync()
    clerks = counter.desk.clerks
    clerks.log_in(an.number, "2580")
    old = sell(counter, 1).tickets[0]
    line = BasketLine(TONIGHT, old.unit, YOUNG)

    def exchange() -> object:
        return counter.desk.exchanging.exchange(ExchangeWish((old.id,), "token", "nl"), (line,), ())

    assert reason_of(exchange()) is RefusalReason.MANAGER_NEEDED
    clerks.lock()
    assert reason_of(exchange()) is RefusalReason.NO_CLERK
    clerks.log_in(an.number, "2580")
    assert clerks.approve(chief.number, "1470") == "Cas"
    assert isinstance(exchange(), SaleDone)


def test_totals_are_for_who_may_see_them(cluster: Cluster, counter: Place) -> None:
    an = hired(cluster, "An", "2580")
    bo = hired(cluster, "Bo", "1470", may_see_totals=True)
    counter.sync()
    counter.desk.clerks.log_in(an.number, "2580")
    assert reason_of(counter.desk.till.interim()) is RefusalReason.MANAGER_NEEDED
    counter.desk.clerks.log_in(bo.number, "1470")
    assert not isinstance(counter.desk.till.interim(), Refusal)


def closed_day(place: Place, counted: int) -> Closed:
    done = place.desk.till.close(Count(Money(counted), 15_000, "x"))
    assert isinstance(done, Closed), done
    return done


def test_the_daybook_agrees_with_the_z_at_the_store_and_on_the_device(
    cluster: Cluster, counter: Place
) -> None:
    counter.desk.till.open(Money(15_000))
    sale = sell(counter, 3)
    sell(counter, 2, PaymentMeans.CARD)
    counter.desk.after_sales.refund((sale.tickets[0].id,), PaymentMeans.CASH, "ziek")
    report = closed_day(counter, 19_305).report
    assert report is not None
    counter.sync()
    day = date(2026, 11, 27)
    house = cluster.catalogue.houses()[1]  # type: ignore[index]
    for replica, catalogue in (
        (cluster.replica, cluster.catalogue), (counter.work.replica, counter.work.catalogue),
    ):  # fmt: skip
        (page,) = DaybookReader(replica, catalogue, house).pages(day, day)
        assert page.is_balanced
        assert page.gross_cents == report.net_cents
        assert [t.vat_cents for t in page.vat] == [t.vat_cents for t in report.vat]
        assert page.rounding_cents == report.rounding_cents
        assert dict(page.means) == {total.means: total.net_cents for total in report.means}
        assert page.difference_cents == report.shifts[0].difference_cents
        postings = journal(page, ())
        assert sum(p.debit_cents for p in postings) == sum(p.credit_cents for p in postings)


def test_the_day_of_a_sale_is_that_of_the_house_and_not_of_greenwich(
    cluster: Cluster, counter: Place
) -> None:
    cluster.clock.pass_(hours=5)  # 23.30 UTC is half past midnight in Brussels
    sell(counter, 1)
    house = cluster.catalogue.houses()[1]  # type: ignore[index]
    reader = DaybookReader(counter.work.replica, counter.work.catalogue, house)
    pages = reader.pages(date(2026, 11, 27), date(2026, 11, 28))
    assert [page.day for page in pages] == [date(2026, 11, 28)]


def test_the_journal_uses_the_codes_of_the_house(cluster: Cluster, counter: Place) -> None:
    rules = TillRules(ledger=(("sales_6", "700999"),))
    assert staff_of(cluster).set_rules(rules) == rules
    wrong = TillRules(ledger=(("koffie", "1"),))
    assert reason_of(staff_of(cluster).set_rules(wrong)) is CentralReason.UNKNOWN_ACCOUNT
    sell(counter, 2)
    house = cluster.catalogue.houses()[1]  # type: ignore[index]
    day = date(2026, 11, 27)
    pages = DaybookReader(counter.work.replica, counter.work.catalogue, house).pages(day, day)
    rows = journal_csv(pages, rules.ledger, Words("nl")).split("\r\n")
    assert rows[0] == "Dag;Rekening;Omschrijving;Debet;Credit"
    assert rows[1:5] == [
        "2026-11-27;570000;Kas;44,05;0,00",
        "2026-11-27;700999;Omzet 6 %;0,00;41,57",
        "2026-11-27;451006;Btw 6 %;0,00;2,49",
        "2026-11-27;656000;Afronding;0,01;0,00",
    ]


def test_the_store_keeps_staff_from_the_command_line(tmp_path: Path) -> None:
    runner, folder = CliRunner(), str(tmp_path / "centrale")

    def run(*words: str, pin: str = "2580") -> tuple[int, dict[str, object]]:
        result = runner.invoke(central_app, [*words, "--json"], env={"PODIUM_PIN": pin})
        return result.exit_code, json.loads(result.stdout)

    assert run("init", folder, "--cluster", "Proef")[0] == 0
    assert run("house", "add", folder, "De Sluis", "--slug", "sluis")[0] == 0
    status, said = run("clerk", "add", folder, "An Claes", "--house", "sluis", "--role", "manager")
    assert (status, said["clerk"]["name"]) == (0, "An Claes")  # type: ignore[index]
    assert "2580" not in json.dumps(said)
    assert run("clerk", "add", folder, "An Claes", "--house", "sluis")[0] == 1
    assert run("clerk", "add", folder, "Bo", "--house", "sluis", pin="12")[1]["refused"] == (
        "wrong_pin_form"
    )
    assert run("clerk", "set", folder, "1", "--house", "sluis", "--no-totals")[0] == 0
    assert run("clerk", "set", folder, "9", "--house", "sluis")[1]["refused"] == "unknown_clerk"
    assert len(run("clerk", "list", folder, "--house", "sluis")[1]["clerks"]) == 1  # type: ignore[arg-type]
    assert run("clerk", "remove", folder, "1", "--house", "sluis")[0] == 0
    status, said = run("till-rules", folder, "--house", "sluis", "--open", "--ledger", "cash=5700")
    assert (status, said["is_blind"], said["ledger"]) == (0, False, {"cash": "5700"})
    assert run("till-rules", folder, "--house", "sluis", "--keep-cents", "-1")[0] == 1
    assert run("daybook", folder, "--house", "sluis")[1] == {"days": []}
    assert run("z-reports", folder, "--house", "sluis")[1] == {"reports": [], "faults": []}


def test_a_day_at_a_till_on_the_command_line(tmp_path: Path) -> None:
    """A real folder: log in, open, sell, take out, X, close with the Z, check, print, daybook."""
    with StoreProcess(tmp_path) as store:
        folder = tmp_path / "kassa1"
        store.enrol(folder, "counter", "--printer", "sim://printer")
        added = call("central", "clerk", "add", store.folder, "An", "--house", "anker",
                     "--totals", "--json", PODIUM_PIN="2580")  # fmt: skip
        assert added.status == 0, added
        assert call("sync", folder, "--json").status == 0

        def till(command: str, *words: object, status: int = 0, pin: str = "2580") -> Said:
            who = () if command in ("status", "reports", "print") else ("--clerk", 1)
            said = call("till", command, folder, *words, *who, "--json", PODIUM_PIN=pin)
            assert said.status == status, said
            return said

        assert till("x", status=1, pin="0000").json["refused"] == "wrong_pin"
        assert till("open", "--pieces", "5000x-1", status=1).json["refused"] == "wrong_count"
        assert till("open", "--pieces", "vijftig", status=2).status == 2
        assert till("open", "--pieces", "5000x2,1000x5").json["float_cents"] == 15_000
        sold = call("sell", folder, "--performance", store.performances[0], "--best", 2,
                    "--pay", "cash", "--json")  # fmt: skip
        assert sold.json["total_cents"] == 4_006
        assert till("move", "--cents", -2_000, "--reason", "broodjes").status == 0
        assert till("x").json["sold_cents"] == 4_006
        refused = till("close", "--cents", 16_000, "--terminal-cents", 0, status=1)
        assert refused.json["refused"] == "reason_needed"
        closed = till("close", "--cents", 17_005, "--terminal-cents", 0).json
        assert (closed["z"], closed["difference_cents"], closed["deposit_cents"]) == (1, 0, 2_005)
        assert till("close", "--cents", 1, status=1).json["refused"] == "no_shift"
        assert till("z", status=1).json["refused"] == "nothing_to_close"
        listed = till("reports").json
        assert ([one["name"] for one in listed["reports"]], listed["faults"]) == (
            ["X-1", "Z-1"],
            [],
        )
        pdf, png = tmp_path / "z.pdf", tmp_path / "z.png"
        till("print", "Z-1", "--pdf", pdf, "--png", png)
        assert pdf.read_bytes().startswith(b"%PDF")
        assert png.stat().st_size > 1_000
        assert till("print", "Z-7", status=1).json["refused"] == "unknown_report"
        daybook_agrees(store, folder, tmp_path / "dagboek.csv")


def daybook_agrees(store: StoreProcess, folder: Path, file: Path) -> None:
    """On the device and at the store, with the same Z."""
    (day,) = call("daybook", folder, "--csv", file, "--json").json["days"]
    assert (day["gross_cents"], day["is_balanced"]) == (4_006, True)
    assert "570000" in file.read_text("utf-8-sig")
    assert call("daybook", folder, "--from", "2026-13-01").status == 2
    at_store = call("central", "daybook", store.folder, "--house", "anker", "--json").json
    assert at_store["days"][0]["gross_cents"] == 4_006
    zs = call("central", "z-reports", store.folder, "--house", "anker", "--json").json
    assert ([one["name"] for one in zs["reports"]], zs["faults"]) == (["Z-1"], [])
