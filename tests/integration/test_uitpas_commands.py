"""`central uitpas …` and a counter over real processes: the store, the simulator, a device."""

from __future__ import annotations

import contextlib
import json
import stat
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from harness.processes import StoreProcess, call, environment_of, program

from podium_desk.application.counter import BasketLine, Held, Payment, SaleDone
from podium_desk.application.uitpas import UitpasOffers, UitpasPlace, UitpasRefusal
from podium_desk.bootstrap import open_device
from podium_desk.domain.facts import PaymentMeans
from podium_desk.domain.ids import PerformanceId
from podium_desk.domain.uitpas import PassNo, chosen_by_itself
from podium_desk.uitpas_network import start_uitpas

GENT = "0900000067513"
PATIENCE_S = 30.0
_SECRET = "PODIUM_UITPAS_SECRET"


@contextlib.contextmanager
def simulator(*events: str) -> Iterator[dict[str, str]]:
    """The simulator as a process; what it says of itself."""
    named = [word for event in events for word in ("--event", event)]
    process = subprocess.Popen(
        program("central", "uitpas", "simulate", "--port", "0", *named, "--json"),
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment_of(),
    )  # fmt: skip
    try:
        assert process.stdout is not None
        yield json.loads(process.stdout.readline())
    finally:
        process.kill()
        process.communicate()


def until(is_so: Callable[[], bool]) -> None:
    ends_at = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < ends_at, "it did not happen in time"
        time.sleep(0.2)


@pytest.fixture
def store(tmp_path: Path) -> StoreProcess:
    return StoreProcess(tmp_path, hours=1)


def test_a_counter_sells_with_a_pass_through_three_programs(
    store: StoreProcess, tmp_path: Path
) -> None:
    with simulator("event-1") as told:
        said = call(
            "central", "uitpas", "set", store.folder, "--house", "anker",
            "--client-id", told["client_id"], "--api-url", told["url"],
            "--offline", "provisional", "--json",
            **{_SECRET: told["client_secret"]},
        )  # fmt: skip
        assert (said.status, said.json["offline"]) == (0, "provisional")
        assert call("central", "uitpas", "check", store.folder, "--house", "anker").status == 0
        with store:
            data = tmp_path / "kassa1"
            store.enrol(data)
            with contextlib.closing(open_device(data)) as device:
                desk, uitpas = device.desk(with_printer=False), start_uitpas(device)
                device.line.once(device.work)
                performance = PerformanceId(store.performances[0])
                held = desk.hold_best(performance, 1, None, 0)
                assert isinstance(held, Held)
                tariff = desk.hall(performance).tariffs[0].id
                lines = (BasketLine(performance, held.units[0], tariff),)
                usual = desk.quote(lines)
                assert isinstance(usual, tuple)
                places = (UitpasPlace(performance, held.units[0], usual[0]),)
                offers = uitpas.look(GENT, places)
                assert isinstance(offers, UitpasOffers), offers
                chosen = chosen_by_itself(usual, offers.offers)
                reductions = uitpas.register(offers, chosen)
                assert not isinstance(reductions, UitpasRefusal), reductions
                reduction = reductions[performance, held.units[0]]
                reduced = (BasketLine(performance, held.units[0], tariff, reduction),)
                total = reduction.due_cents
                done = desk.sell(reduced, (Payment(PaymentMeans.CARD, total, total),), "t", "nl")
                assert isinstance(done, SaleDone), done
                assert done.total_cents == usual[0] * 20 // 100
                # A second one this week UiTPAS would give; the line to it falls first.
                httpx.post(f"{told['url']}/simulator/weather", json={"is_out": True})
                silent = uitpas.look(GENT, places)
                assert isinstance(silent, UitpasRefusal)
                assert silent.no is PassNo.NO_PRICE_KNOWN
                httpx.post(f"{told['url']}/simulator/weather", json={"is_out": False})
                device.line.once(device.work)
            until(lambda: _waiting(store) == [])
            assert store.totals()["sold_cents"] == done.total_cents


def _waiting(store: StoreProcess) -> list[dict[str, object]]:
    said = call("central", "uitpas", "list", store.folder, "--json")
    return list(said.json["waiting"])


def test_credentials_are_kept_checked_and_forgotten(store: StoreProcess) -> None:
    at = (store.folder, "--house", "anker")
    assert call("central", "uitpas", "set", *at, "--json").status == 2
    with simulator() as told:
        wrong = call(
            "central", "uitpas", "set", *at, "--client-id", told["client_id"],
            "--api-url", told["url"], "--json", **{_SECRET: "verkeerd"},
        )  # fmt: skip
        assert wrong.status == 0
        checked = call("central", "uitpas", "check", *at, "--json")
        assert (checked.status, checked.json["no"]) == (1, "not_allowed")
        call(
            "central", "uitpas", "set", *at, "--client-id", told["client_id"],
            "--api-url", told["url"], "--json", **{_SECRET: told["client_secret"]},
        )  # fmt: skip
        checked = call("central", "uitpas", "check", *at, "--json")
        assert checked.status == 0
        assert all(row["is_well"] for row in checked.json["permissions"])
        words = call("central", "uitpas", "check", *at)
        assert "✓ TICKETSALES_REGISTER" in words.out
        assert told["client_secret"] not in words.out + words.err
    (path,) = store.folder.glob("uitpas-*.toml")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert call("central", "uitpas", "set", *at, "--offline", "pay_back", "--json").status == 0
    assert call("central", "uitpas", "off", *at, "--json").status == 0
    assert not path.exists()
    assert call("central", "uitpas", "check", *at, "--json").status == 1


def test_nothing_waits_in_a_new_store(store: StoreProcess) -> None:
    assert _waiting(store) == []
    assert call("central", "uitpas", "list", store.folder).status == 0


def test_a_house_that_is_not_there_is_refused(store: StoreProcess) -> None:
    said = call("central", "uitpas", "check", store.folder, "--house", "elders", "--json")
    assert (said.status, said.json["refused"]) == (1, "unknown_house")
