"""`vouchers`: what is left on the gift vouchers of a house, one or all of them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from podium_desk.bootstrap import Device
from podium_desk.commands.options import AsJson, Data
from podium_desk.commands.output import answer_for, command_line_faults
from podium_desk.commands.session import contact, device_at, refuse
from podium_desk.domain.ids import HouseId
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.vouchers import Voucher, read_number, spoken_number
from podium_desk.i18n.format import date_short, money
from podium_desk.replica.vouchers import find_voucher, owed_between, vouchers_of

app = typer.Typer()


@app.command("vouchers", epilog="podium-desk vouchers kassa1")
@command_line_faults
def vouchers(
    data: Data,
    number: Annotated[str, typer.Argument(help="One voucher; all that are not used up.")] = "",
    as_json: AsJson = False,
) -> None:
    """What is left on the house's gift vouchers, as far as this device has heard."""
    answer = answer_for(data, as_json)
    with device_at(data) as device:
        contact(device, answer)
        found = _wanted(device, number)
        if isinstance(found, Refusal):
            refuse(answer, found)
        language = answer.words.language
        zone = ZoneInfo(device.work.own_house.timezone)
        open_cents = sum(one.balance_cents for one in found)
        lines = [
            answer.words(
                "device.voucher_line", number=spoken_number(one.number),
                left=money(one.balance_cents, language), amount=money(one.amount_cents, language),
                day=date_short(_until(one, zone), language),
            )
            for one in found
        ]  # fmt: skip
        total = answer.words("device.vouchers_open", n=len(found), left=money(open_cents, language))
        owed = owed_between(device.work.replica.sql, device.work.house)
        names = {one.id: one.name for one in device.work.catalogue.houses().values()}
        between = [
            answer.words(
                "device.voucher_owed", home=names[HouseId(home)], payee=names[HouseId(payee)],
                amount=money(cents, language),
            )
            for (home, payee), cents in owed.items()
        ]  # fmt: skip
        answer.done(
            {
                "open_cents": open_cents,
                "vouchers": [_as_data(one, zone) for one in found],
                "between_houses": [
                    {"owes": home, "to": payee, "cents": cents}
                    for (home, payee), cents in owed.items()
                ],
            },
            "\n".join((*lines, total, *between)),
        )


def _wanted(device: Device, text: str) -> list[Voucher] | Refusal:
    sql, house = device.work.replica.sql, device.work.house
    if not text:
        return [one for one in vouchers_of(sql, house) if one.balance_cents]
    number = read_number(text)
    found = None if number is None else find_voucher(sql, house, number)
    return [found] if found else Refusal(RefusalReason.UNKNOWN_VOUCHER, {"number": text})


def _until(voucher: Voucher, zone: ZoneInfo) -> datetime:
    return datetime.fromtimestamp(voucher.valid_until_ms / 1000, UTC).astimezone(zone)


def _as_data(voucher: Voucher, zone: ZoneInfo) -> dict[str, str | int]:
    return {
        "number": voucher.number,
        "kind": voucher.terms.kind.value,
        "amount_cents": voucher.amount_cents,
        "balance_cents": voucher.balance_cents,
        "valid_until": _until(voucher, zone).date().isoformat(),
    }
