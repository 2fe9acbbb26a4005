"""Orders on the command line: reserved, found, paid, exchanged, let go; and killed on the way."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from harness.processes import PATIENCE_S, Said, StoreProcess, call, environment_of

KILLS = 12


@pytest.fixture
def store(tmp_path: Path) -> Iterator[StoreProcess]:
    with StoreProcess(tmp_path) as process:
        yield process


@pytest.fixture
def desk(store: StoreProcess, tmp_path: Path) -> Path:
    store.enrol(tmp_path / "kassa1")
    return tmp_path / "kassa1"


def done(*words: object) -> Said:
    said = call(*words, "--json")
    assert said.status == 0, said
    return said


def test_a_reservation_is_made_found_and_paid_in_two_parts(store: StoreProcess, desk: Path) -> None:
    where = ("--performance", store.performances[0], "--best", 2)
    page = done("reserve", desk, *where, "--name", "An Claes", "--phone", "0475", "--transfer").json
    assert (page["state"], page["rest_cents"], len(page["communication"])) == ("open", 4006, 12)
    (found,) = done("orders", "find", desk, "claes").json
    assert (found["order"], found["name"], found["state"]) == (page["order"], "An Claes", "open")
    part = done("orders", "pay", desk, page["order"], "--pay", "card:20.00").json
    assert (part["paid"], part["rest_cents"]) == (False, 2006)
    rest = done("orders", "pay", desk, page["order"], "--pay", "cash", "--tendered", 5000).json
    assert (rest["paid"], rest["change_cents"]) == (True, 2995)
    shown = done("orders", "show", desk, page["order"]).json
    assert shown["state"] == "paid"
    assert {one["means"] for one in shown["payments"]} == {"card", "cash"}
    assert shown["history"][0]["what"] == "reserved"
    again = call("orders", "pay", desk, page["order"], "--pay", "card", "--json")
    assert (again.status, again.json["refused"]) == (1, "not_open")


def test_a_reservation_is_let_go_once(store: StoreProcess, desk: Path) -> None:
    where = ("--performance", store.performances[0], "--best", 1)
    order = done("reserve", desk, *where).json["order"]
    assert done("orders", "release", desk, order).json["released"]
    again = call("orders", "release", desk, order, "--json")
    assert (again.status, again.json["refused"]) == (1, "not_open")


def test_a_sale_is_paid_by_several_means(store: StoreProcess, desk: Path) -> None:
    where = ("--performance", store.performances[0], "--best", 2)
    sale = done("sell", desk, *where, "--pay", "cash:20.00,card:20.06").json
    assert sale["total_cents"] == 4006
    wrong = call("sell", desk, *where, "--pay", "cash:20.00,card:1.00", "--json")
    assert (wrong.status, wrong.json["refused"]) == (1, "wrong_amount")


@pytest.mark.parametrize("text", ["stone", "cash:x", "cash:1.2", "cash,card", "cash:1.00,", ""])
def test_what_is_no_payment_is_wrong_use(store: StoreProcess, desk: Path, text: str) -> None:
    where = ("--performance", store.performances[0], "--best", 1)
    assert call("sell", desk, *where, "--pay", text, "--json").status == 2


def test_wrong_words_about_orders_are_told(store: StoreProcess, desk: Path) -> None:
    assert call("orders", "show", desk, "iets", "--json").status == 2
    unknown = call("orders", "show", desk, "9.0-0001", "--json")
    assert (unknown.status, unknown.json["refused"]) == (1, "unknown_order")
    where = ("--performance", store.performances[0], "--best", 1)
    for until in ("gisteren", "2020-01-01T20:00"):
        assert call("reserve", desk, *where, "--until", until, "--json").status == 2
    assert done("orders", "find", desk, "niemand").json == []
    assert call("orders", "find", desk, "niemand").status == 0


def test_tickets_are_exchanged_and_the_difference_is_told(store: StoreProcess, desk: Path) -> None:
    where = ("--performance", store.performances[0], "--best", 1)
    (ticket,) = done("sell", desk, *where, "--pay", "card").json["tickets"]
    new = done("exchange", desk, ticket["id"], *where, "--pay", "card").json
    assert new["difference_cents"] == 0
    assert done("orders", "show", desk, new["order"]).json["exchanged_from"]
    again = call("exchange", desk, ticket["id"], *where, "--json")
    assert (again.status, again.json["refused"]) == (1, "already_refunded")


def test_an_exchange_that_is_killed_anywhere_is_done_once(store: StoreProcess, desk: Path) -> None:
    performance = store.performances[0]
    where = ("--performance", performance, "--best", 2)
    tickets = done("sell", desk, *where, "--pay", "card").json["tickets"]
    taken = {ticket["seat"] for ticket in tickets}
    words = [str(desk), tickets[0]["id"], str(performance), "0", "one token"]
    chance = random.Random(20261129)
    program = [sys.executable, "-m", "harness.exchange_once", *words]
    environment = environment_of(PYTHONPATH=str(Path(__file__).parents[1]))
    for _ in range(KILLS):
        process = subprocess.Popen(
            program, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        try:
            process.communicate(timeout=chance.uniform(0.2, 1.6))
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate(timeout=PATIENCE_S)
    ended, again = (
        subprocess.run(program, env=environment, capture_output=True, text=True, check=False)
        for _ in range(2)
    )
    assert ended.returncode == again.returncode == 0, (ended, again)
    assert ended.stdout == again.stdout != ""
    shown = done("orders", "show", desk, ended.stdout.strip()).json
    assert [one["state"] for one in shown["tickets"]] == ["good"]
    assert shown["tickets"][0]["seat"] not in taken
    counted = store.totals() if call("sync", desk, "--json").status == 0 else {}
    assert (counted["orders"], counted["tickets"], counted["refunded"]) == (2, 3, 1)


def test_a_performance_that_goes_on_is_not_paid_back(
    store: StoreProcess, desk: Path, tmp_path: Path
) -> None:
    performance = store.performances[0]
    refused = call("cancelled", desk, performance, "--pay-back", "card", "--json")
    assert (refused.status, refused.json["refused"]) == (1, "not_cancelled")
    unknown = call("cancelled", desk, 4, "--json")
    assert (unknown.status, unknown.json["refused"]) == (1, "unknown_performance")
    assert call("cancelled", desk, performance, "--pay-back", "stone").status == 2
