"""What is left on vouchers, on the command line."""

from __future__ import annotations

from pathlib import Path

from harness.processes import StoreProcess, call

from podium_desk.application.counter import Payment, SaleDone
from podium_desk.bootstrap import open_device
from podium_desk.domain.money import PaymentMeans
from podium_desk.domain.vouchers import spoken_number


def test_open_vouchers_are_listed_with_what_the_house_still_owes(tmp_path: Path) -> None:
    with StoreProcess(tmp_path) as store:
        folder = tmp_path / "kassa1"
        store.enrol(folder)
        device = open_device(folder)
        for cents in (2500, 5000):
            card = (Payment(PaymentMeans.CARD, cents, cents),)
            sold = device.desk(with_printer=False).sell_voucher(cents, card, f"sale {cents}")
            assert isinstance(sold, SaleDone), sold
        device.close()
        said = call("vouchers", folder, "--json")
        assert said.json["open_cents"] == 7500
        number = said.json["vouchers"][0]["number"]
        one = call("vouchers", folder, spoken_number(number))
        assert spoken_number(number) in one.out
        assert call("vouchers", folder, "1234", "--json").json["refused"] == "unknown_voucher"
