"""Enrolment beyond this machine: the code names the store's key, and TLS is held against it."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from harness.processes import StoreProcess, call

from sync.exchange.client import pinned_by, split_code
from sync.identity.fingerprint import fingerprint, grouped
from sync.identity.keys import DeviceKey


def test_a_code_says_which_key_the_store_has():
    key = DeviceKey(b"s" * 32).public
    code = f"K7MP-3WQX-{grouped(fingerprint(key))}"
    assert split_code(code.lower().replace("-", " ")) == ("K7MP-3WQX", fingerprint(key))
    assert pinned_by(code)(key)
    assert not pinned_by(code)(DeviceKey(b"t" * 32).public)
    assert not pinned_by("K7MP-3WQX")(key)


@pytest.fixture
def store(tmp_path: Path):
    folder = tmp_path / "centrale"
    folder.mkdir()
    store = StoreProcess(folder)
    store.host = "0.0.0.0"
    yield store.start()
    store.kill()


def enrol(store: StoreProcess, data: Path, code: str):
    url = store.url.replace("0.0.0.0", "127.0.0.1")
    words = ("--url", url, "--code", code, "--name", "Kassa 1", "--language", "en", "--json")
    return call("device", "enrol", data, *words)


def test_a_store_with_its_own_certificate_is_enrolled_with_by_its_code(
    store: StoreProcess, tmp_path: Path
) -> None:
    assert store.url.startswith("https://")
    code = store.code("counter")
    said = enrol(store, tmp_path / "kassa1", code)
    assert said.status == 0, said
    assert call("sync", tmp_path / "kassa1", "--once", "--json").status == 0
    again = enrol(store, tmp_path / "kassa2", code)
    assert (again.status, again.json["refused"]) == (1, "enrol_code_used")


@pytest.mark.skipif(not socket.has_ipv6, reason="no IPv6 here")
def test_a_store_on_ipv6_is_enrolled_with_by_its_address_in_brackets(tmp_path: Path) -> None:
    store = StoreProcess(tmp_path)
    for host in ("::1", "::"):
        store.host = host
        store.port = 0
        with store:
            url = store.url.replace("[::]", "[::1]")
            data = tmp_path / f"kassa{len(host)}"
            words = ("--url", url, "--code", store.code("counter"), "--name", "Kassa", "--json")
            assert call("device", "enrol", data, *words).status == 0
            assert call("sync", data, "--once", "--json").status == 0


def test_a_code_that_names_another_store_or_none_is_not_shown_to_it(
    store: StoreProcess, tmp_path: Path
) -> None:
    code = store.code("counter")
    short, _ = split_code(code)
    for wrong in (short, f"{short}-{grouped(fingerprint(bytes(32)))}"):
        said = enrol(store, tmp_path / "kassa1", wrong)
        assert (said.status, said.json["fault"]) == (3, "not_a_store"), said
    assert enrol(store, tmp_path / "kassa1", code).status == 0
