"""The central store served by its own command in its own process, killed and started again."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys

import httpx
import pytest

from podium_desk.central.bootstrap import create_central, open_central
from podium_desk.central.folder import CentralFolder
from podium_desk.central.houses import NewHouse, add_house
from podium_desk.central.serving import Address, listen
from sync.exchange.client import StoreClient
from sync.exchange.http_line import HttpLine
from sync.exchange.line import StoreRefused
from sync.exchange.messages import PullRequest
from sync.identity.certificate import Certificate
from sync.identity.keys import DeviceKey

COMMAND = (sys.executable, "-c", "from podium_desk.commands.central import app; app()", "serve")


@pytest.fixture
def folder(tmp_path):
    """A store with one house; closed again, as after a command."""
    folder = CentralFolder(tmp_path / "centrale")
    with contextlib.closing(create_central(folder, "Proef")) as central:
        add_house(central, NewHouse("CC De Sluis", slug="sluis"))
    return folder


@pytest.fixture
def serve(folder):
    """Serve the folder in a process of its own; the process and its address once it is up."""
    started = []

    def start(port=0):
        process = subprocess.Popen(
            [*COMMAND, str(folder.path), "--port", str(port), "--json"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        started.append(process)
        return process, json.loads(process.stdout.readline())["url"]

    yield start
    for process in started:
        process.kill()
        process.wait()
        process.stdout.close()


def get(url, path):
    response = httpx.get(url + path, timeout=10)
    return response.status_code, response.json()


def new_code(folder, role="counter"):
    """As `enrol-code` does it, from a process other than the server's."""
    with contextlib.closing(open_central(folder)) as central:
        expires_ms = central.now_ms() + 60_000
        return central.enrolment.new_code(1, role, expires_ms, central.choose)


@contextlib.contextmanager
def device(url):
    with httpx.Client(base_url=url) as http:
        line = HttpLine(lambda: http)
        yield StoreClient(line, DeviceKey(os.urandom(32)), lambda: os.urandom(12))


def test_it_says_that_it_is_well_and_what_it_offers(folder, serve):
    _, url = serve()
    status, health = get(url, "/health")
    assert (status, health["status"], health["cluster"]) == (200, "ok", "Proef")
    assert (health["houses"], health["facts"], health["database"]) == (1, 0, "ok")
    _, description = get(url, "/openapi.json")
    assert {"/sync/pull", "/sync/evening", "/health", "/api/houses"} <= set(description["paths"])
    assert httpx.get(url + "/docs", timeout=10).status_code == 200
    assert httpx.get(url + "/sync/pull", timeout=10).status_code == 405
    assert httpx.post(url + "/sync/nothing", timeout=10).status_code == 404
    assert httpx.post(url + "/sync/pull", content=b"?", timeout=10).status_code == 400
    assert get(url, "/api/houses")[1][0]["slug"] == "sluis"
    assert get(url, "/api/houses/sluis/performances") == (200, [])
    assert get(url, "/api/houses/nergens/performances")[0] == 404


def test_no_part_of_an_answer_waits_until_the_part_before_it_is_acknowledged():
    with contextlib.closing(listen(Address("127.0.0.1", 0))) as listener:
        with socket.create_connection(listener.getsockname()):
            accepted, _ = listener.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_a_signal_ends_it_cleanly(serve):
    for number in (signal.SIGTERM, signal.SIGINT):
        process, _ = serve()
        process.send_signal(number)
        assert process.wait(timeout=20) == 0


def test_a_code_made_while_it_serves_enrols_a_device_once(folder, serve):
    _, url = serve()
    code = new_code(folder)
    with device(url) as first, device(url) as second:
        answer = first.enrol(code, "Kassa 1", 0)
        claims = Certificate.from_bytes(answer.certificate).claims
        assert (claims.house, claims.role, claims.device) == (1, "counter", 2)
        assert first.enrol(code, "Kassa 1", 0).certificate == answer.certificate
        with pytest.raises(StoreRefused) as refused:
            second.enrol(code, "Kassa 2", 0)
    assert refused.value.code == "enrol_code_used"


def test_a_house_added_while_it_serves_reaches_its_devices(folder, serve):
    _, url = serve()
    with device(url) as counter:
        answer = counter.enrol(new_code(folder), "Kassa 1", 0)
        counter.device = Certificate.from_bytes(answer.certificate).claims.device
        with contextlib.closing(open_central(folder)) as central:
            add_house(central, NewHouse("GC Het Anker"))
        pulled = counter.pull(PullRequest((), (), (), os.urandom(12)))
    assert [record.house for record in pulled.records] == [1, 2]
    assert len(get(url, "/api/houses")[1]) == 2


def test_killed_and_started_again_it_knows_its_devices(folder, serve):
    process, url = serve()
    with device(url) as counter:
        answer = counter.enrol(new_code(folder), "Kassa 1", 0)
        counter.device = Certificate.from_bytes(answer.certificate).claims.device
        process.kill()
        process.wait()
        port = int(url.rsplit(":", 1)[1])
        _, again = serve(port)
        assert again == url
        pulled = counter.pull(PullRequest((), (), (), os.urandom(12)))
    assert len(pulled.devices) == 2


def test_it_is_served_by_one_program_at_a_time(folder, serve):
    serve()
    second = refused_serve(folder, 0)
    assert (second.returncode, json.loads(second.stdout)["fault"]) == (3, "already_served")


def test_a_port_that_is_taken_is_named(folder):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        refused = refused_serve(folder, port)
    said = json.loads(refused.stdout)
    assert (refused.returncode, said["fault"]) == (3, "cannot_listen")
    assert str(port) in said["message"]
    assert "Traceback" not in refused.stderr


def refused_serve(folder, port):
    return subprocess.run(
        [*COMMAND, str(folder.path), "--port", str(port), "--json"],
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
