"""The store's page and figures: true, in two languages, and closed to strangers."""

from __future__ import annotations

import asyncio
import base64
import re
from dataclasses import dataclass

import httpx
import pytest
from harness.cluster import Cluster, Place

from podium_desk.application.counter import BasketLine, Held, Payment, SaleDone
from podium_desk.central.app import create_app
from podium_desk.central.cluster import Central
from podium_desk.central.folder import CentralFolder
from podium_desk.central.operator import Access, OperatorDoor, make_token, read_token
from podium_desk.central.page import language_of
from podium_desk.domain.ids import PerformanceId, TariffId
from podium_desk.domain.money import PaymentMeans, cash_due

TOKEN = "right-token"
LOCAL = {"host": "127.0.0.1:8470"}


class Client:
    """Asks the store's application without a socket, from an address of our choice."""

    def __init__(self, app: object, address: str) -> None:
        self._transport = httpx.ASGITransport(app, client=(address, 5000))  # type: ignore[arg-type]

    def get(self, path: str, headers: dict[str, str] | None = None) -> httpx.Response:
        async def ask() -> httpx.Response:
            async with httpx.AsyncClient(
                transport=self._transport, base_url="http://127.0.0.1:8470"
            ) as client:
                return await client.get(path, headers=headers)

        return asyncio.run(ask())


@dataclass
class Store:
    cluster: Cluster
    counter: Place
    door: Place
    tonight: PerformanceId
    central: Central

    def client(self, address: str = "127.0.0.1") -> Client:
        return Client(create_app(self.central, self.cluster.service, TOKEN), address)


@pytest.fixture
def store() -> Store:
    cluster = Cluster()
    house = cluster.house(1, "GC Het Anker")
    plan = cluster.plan(house, "gc-het-anker-theaterzaal.json")
    tonight = cluster.performance(house, 100_001, plan)
    counter = cluster.device(house, "counter", "Kassa <1>")
    door = cluster.device(house, "door", "Deur 1", skew_ms=600_000)
    door.sync()
    central = Central(
        cluster.replica, cluster.catalogue, cluster.service.identity, cluster.enrolment,
        cluster.clock, lambda letters: letters[0],
    )  # fmt: skip
    return Store(cluster, counter, door, tonight, central)


def sell(store: Store) -> SaleDone:
    desk = store.counter.desk
    held = desk.hold_best(store.tonight, 1, None, 0)
    assert isinstance(held, Held)
    lines = tuple(BasketLine(store.tonight, unit, TariffId(1)) for unit in held.units)
    payment = Payment(PaymentMeans.CASH, 2203, cash_due(2203))
    done = desk.sell(lines, (payment,), store.counter.work.new_token(), "nl")
    assert isinstance(done, SaleDone)
    return done


def test_the_page_tells_each_device_and_what_is_to_be_settled(store: Store) -> None:
    answer = store.client().get("/status", headers={"accept-language": "nl-BE,nl;q=0.9"})
    assert answer.status_code == 200
    page = answer.text
    assert "GC Het Anker" in page
    assert "Kassa &lt;1&gt;" in page
    assert "Klok staat verkeerd" in page
    assert "10 minuten voor" in page
    assert "script" not in page
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_the_page_speaks_english_when_asked(store: Store) -> None:
    page = store.client().get("/status?language=en").text
    assert '<html lang="en">' in page
    assert "Clock is wrong" in page
    assert language_of("", "fr-BE,en;q=0.8,nl;q=0.5") == "en"
    assert language_of("", "fr") == "nl"


def test_programs_read_the_same_with_what_is_under_way(store: Store) -> None:
    sell(store)
    store.counter.line._session._pull(lambda _left: None)
    told = store.client().get("/status.json").json()
    (counter, door) = told["houses"][0]["devices"]
    assert (counter["name"], counter["unsent"] > 0) == ("Kassa <1>", True)
    assert counter["rights"] == {"100001": counter["held"]}
    assert door["clock_error_ms"] == pytest.approx(600_000, abs=2000)
    assert [one["kind"] for one in told["incidents"]] == ["clock_skew"]
    store.counter.sync()
    again = store.client().get("/status.json").json()
    assert again["houses"][0]["devices"][0]["unsent"] == 0


def test_figures_are_in_the_form_that_prometheus_reads(store: Store) -> None:
    client = store.client()
    store.counter.desk.hold(store.tonight, (0, 1, 2))  # type: ignore[arg-type]
    client.get("/health")
    text = client.get("/metrics").text
    line = re.compile(r'^[a-z_]+(\{[a-z]+="[^\n]*"(,[a-z]+="[^\n]*")*\})? [0-9.e+-]+$')
    samples = [one for one in text.splitlines() if not one.startswith("#")]
    assert [one for one in samples if not line.match(one)] == []
    assert 'podium_devices{role="counter"} 1' in samples
    assert 'podium_incidents_open{kind="clock_skew"} 1' in samples
    assert 'podium_asks_total{outcome="granted"} 1' in samples
    assert any(one.startswith("podium_device_last_contact_age_seconds{") for one in samples)
    health = 'podium_request_duration_seconds_count{path="/health",status="200"} 1'
    assert health in samples
    assert text.count("# TYPE") == len(set(re.findall(r"# TYPE (\w+)", text)))


@pytest.mark.parametrize("path", ["/status", "/status.json", "/metrics"])
def test_strangers_see_nothing_and_the_token_opens(store: Store, path: str) -> None:
    stranger = store.client(address="192.0.2.7")
    refused = stranger.get(path)
    assert refused.status_code == 401
    assert "Basic" in refused.headers["www-authenticate"]
    assert "Kassa" not in refused.text
    wrong = stranger.get(path, headers={"authorization": "Bearer wrong"})
    assert (wrong.status_code, wrong.json()["error"]) == (401, "wrong_token")
    basic = base64.b64encode(f"beheer:{TOKEN}".encode()).decode()
    for header in (f"Bearer {TOKEN}", f"Basic {basic}"):
        assert stranger.get(path, headers={"authorization": header}).status_code == 200
    assert stranger.get(f"{path}?token={TOKEN}").status_code == 401


def test_a_proxy_or_a_borrowed_name_is_not_this_machine() -> None:
    door = OperatorDoor(TOKEN)
    assert door.access("127.0.0.1", LOCAL) is Access.GRANTED
    assert door.access("::1", {"host": "[::1]:8470"}) is Access.GRANTED
    assert door.access("127.0.0.1", {**LOCAL, "x-forwarded-for": "1.2.3.4"}) is Access.NEEDS_TOKEN
    assert door.access("127.0.0.1", {"host": "evil.example:8470"}) is Access.NEEDS_TOKEN
    assert door.access("10.0.0.4", LOCAL) is Access.NEEDS_TOKEN
    assert door.access(None, LOCAL) is Access.NEEDS_TOKEN


def test_a_wrong_token_is_refused_on_the_machine_itself_too_and_none_opens_nothing() -> None:
    assert OperatorDoor(TOKEN).access("127.0.0.1", {**LOCAL, "authorization": "Bearer x"}) is (
        Access.WRONG_TOKEN
    )
    empty = OperatorDoor("")
    for value in ("Bearer ", "Basic Og==", "Basic !!"):
        assert empty.access("10.0.0.4", {**LOCAL, "authorization": value}) is not Access.GRANTED


def test_the_token_is_kept_as_a_secret_and_a_new_one_ends_the_old(tmp_path) -> None:
    folder = CentralFolder(tmp_path)
    assert read_token(folder) == ""
    first = make_token(folder, lambda count: b"a" * count)
    second = make_token(folder, lambda count: b"b" * count)
    assert first != second == read_token(folder)
    assert folder.operator_token.stat().st_mode & 0o077 == 0
