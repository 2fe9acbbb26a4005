"""Baskets put aside, guests and a waiting list with its draw, on the command line."""

from __future__ import annotations

from pathlib import Path

from harness.processes import StoreProcess, call


def test_baskets_guests_and_a_draw_that_is_checked(tmp_path: Path) -> None:
    with StoreProcess(tmp_path) as store:
        desk = tmp_path / "kassa1"
        store.enrol(desk)
        tonight = str(call("performances", desk, "--json").json[0]["id"])
        parked = call("baskets", desk, "--park", "Peeters", "--performance", tonight, "--json")
        basket = parked.json["basket"]
        assert [one["name"] for one in call("baskets", desk, "--json").json] == ["Peeters"]
        sold = call("baskets", desk, "--sell", basket, "--json").json
        assert len(sold["tickets"]) == 1
        again = call("baskets", desk, "--sell", basket, "--json").json
        assert again["refused"] == "basket_taken"

        guests = ("guests", desk, tonight)
        refused = call(*guests, "--add", "Ada", "--reason", "pers", "--json").json
        assert refused["refused"] == "no_free_tariff"

        waiting = ("waiting", desk, tonight)
        for name in ("Ada", "Bo"):
            call(*waiting, "--add", name, "--contact", "0475 12 34 56", "--count", "2")
        closed = call(*waiting, "--close", "--json").json
        sheet = tmp_path / "loting.txt"
        drawn = call(*waiting, "--draw", "31", "--sheet", sheet, "--json").json
        assert (drawn["digest"], drawn["said"]) == (closed["digest"], "31")
        checked = call(*waiting, "--check", sheet, "--json")
        assert checked.json["order"] == [one["entry"] for one in drawn["entries"]]
        sheet.write_text(sheet.read_text("utf-8").replace("said 31", "said 32"), "utf-8")
        digest_holds = call(*waiting, "--check", sheet, "--json").json
        assert digest_holds["digest"] == closed["digest"]
        offered = call(*waiting, "--offer", "--json").json
        states = [one["state"] for one in offered["entries"]]
        assert states == ["offered", "waiting"]
