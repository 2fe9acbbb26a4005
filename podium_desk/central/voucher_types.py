"""Kinds of vouchers that a house sells: written at the store, known to its counters."""

from __future__ import annotations

from podium_desk.central.cluster import Central
from podium_desk.domain.ids import HouseId
from podium_desk.domain.vouchers import VoucherType
from podium_desk.replica.codec import record_to_bytes
from podium_desk.replica.kinds import VOUCHER_TYPE


def set_voucher_type(central: Central, house: HouseId, kind: VoucherType) -> None:
    """Sell vouchers of this kind from now on, or not any more; those that were sold stay what they
    were."""
    central.replica.write_records([(house, VOUCHER_TYPE, kind.code, record_to_bytes(kind))])
