"""Customers on the command line: written down, found, asked, joined, given their data, erased."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from harness.processes import Said, StoreProcess, call


@pytest.fixture
def store(tmp_path: Path) -> Iterator[StoreProcess]:
    with StoreProcess(tmp_path) as process:
        yield process


def done(*words: object) -> Said:
    said = call("customers", *words, "--json")
    assert said.status == 0, said
    return said


def test_a_customer_from_the_first_word_to_the_last(store: StoreProcess, tmp_path: Path) -> None:
    desk = tmp_path / "kassa1"
    store.enrol(desk)
    refused = call("customers", "say", desk, "name=Ada 85.07.30-033.28", "--json")
    assert (refused.status, refused.json["refused"]) == (1, "national_number")
    ada = done("say", desk, "name=Ada Vink", "phone=0471 23 45 67").json["customer"]
    other = done("say", desk, "name=A. Vink", "email=ada@anker.be").json["customer"]
    assert done("join", desk, ada, other).json["joined"]
    assert done("consent", desk, ada, "newsletter", "--how", "form").json["given"]
    where = ("--performance", store.performances[0], "--best", 1)
    sale = call("sell", desk, *where, "--pay", "card", "--json")
    done("tie", desk, ada, sale.json["order"])
    (found,) = done("find", desk, "vink").json
    assert (found["name"], found["email"]) == ("Ada Vink", "ada@anker.be")
    page = done("show", desk, other).json
    assert (page["ids"], page["orders"]) == (sorted([ada, other]), [sale.json["order"]])
    assert page["consents"]["newsletter"]["how"] == "form"
    done("export", desk, ada, "--to", tmp_path / "ada.json")
    held = json.loads((tmp_path / "ada.json").read_text("utf-8"))
    assert held["fields"] == page["fields"]
    assert call("customers", "erase", desk, ada).status == 2
    assert done("erase", desk, ada, "--yes").json["erased"] == 2
    assert done("find", desk, "vink").json == []
    assert call("customers", "export", desk, ada, "--json").json["refused"] == "unknown_customer"
