"""Accounts, statements, kinds of vouchers, credit and invoices on the command line."""

from __future__ import annotations

from pathlib import Path

from harness.coda_statement import statement
from harness.processes import Said, StoreProcess, call


def done(*words: object) -> Said:
    said = call(*words, "--json")
    assert said.status == 0, said
    return said


def test_a_house_is_paid_in_every_way_on_the_command_line(tmp_path: Path) -> None:
    with StoreProcess(tmp_path) as store:
        folder, desk = store.folder, tmp_path / "kassa1"
        at = (folder, "--house", 1)
        bank = done("central", "house", "bank", *at, "--iban", "be68 5390 0754 7034").json
        assert bank["iban"] == "BE68539007547034"
        wrong = call("central", "house", "bank", *at, "--iban", "BE68 5390 0754 7035", "--json")
        assert (wrong.status, wrong.json["refused"]) == (1, "wrong_account")
        kind = ("--code", "THEATER", "--name", "Theaterbon", "--good-for", "tickets")
        told = done("central", "voucher-type", *at, *kind, "--single-vat", 6).json
        assert (told["kind"], told["is_sold"]) == ("single", True)
        told = done("central", "bancontact", "set", *at, "--simulator", "http://127.0.0.1:9").json
        assert told["simulated"] is True
        store.enrol(desk)
        _transfer(store, desk, tmp_path / "november.cod")
        _credit_and_invoice(store, desk, tmp_path / "invoices.csv")
        assert done("central", "bancontact", "off", *at).json["house"]


def _transfer(store: StoreProcess, desk: Path, file: Path) -> None:
    where = ("--performance", store.performances[0], "--best", 1)
    page = done("reserve", desk, *where, "--transfer").json
    moves = [(page["rest_cents"], page["communication"], "AN"), (99, "zaalhuur", "BO")]
    file.write_bytes(statement(moves))
    dry = done("payments", "import", desk, file, "--dry-run").json
    assert [(one["fit"], one["booked"]) for one in dry["lines"]] == [
        ("exact", False), ("unknown", False),
    ]  # fmt: skip
    assert done("payments", "import", desk, file).json["booked"] == 1
    again = done("payments", "import", desk, file).json
    assert (again["booked"], again["lines"][0]["fit"]) == (0, "booked")
    strange = call("payments", "import", desk, file, "--book", f"2={page['order']}", "--json")
    assert strange.json["lines"][1]["refused"] == "not_open"
    file.write_bytes(b"geen uittreksel")
    broken = call("payments", "import", desk, file, "--json")
    assert (broken.status, broken.json["refused"]) == (1, "no_coda")


def _credit_and_invoice(store: StoreProcess, desk: Path, file: Path) -> None:
    where = ("--performance", store.performances[0], "--best", 1)
    sold = done("sell", desk, *where, "--pay", "card").json
    back = done("refund", desk, sold["tickets"][0]["id"], "--credit").json
    assert (back["handed_back_cents"], back["credit_cents"]) == (0, sold["total_cents"])
    (credit,) = done("vouchers", desk).json["vouchers"]
    assert (credit["kind"], credit["balance_cents"]) == ("credit", sold["total_cents"])
    done("sell", desk, *where, "--pay", "invoice")
    (due,) = done("invoices", desk, "--csv", file).json["invoices"]
    assert due["amount_cents"] == due["vat"][0]["gross_cents"]
    assert file.read_text(encoding="utf-8-sig").splitlines()[1].startswith(due["order"])
