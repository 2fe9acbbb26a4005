"""How this device stands on the venue's network, for screens and reports."""

from __future__ import annotations

from podium_desk.application.venue_link import VenueState
from podium_desk.application.workplace import Workplace
from podium_desk.domain.ids import PerformanceId
from podium_desk.replica.keeping import admission_holder_of, keeper_of


def venue_state(work: Workplace) -> VenueState:
    """Who of the house is heard: the keeper, others, or nobody."""
    if not work.venue.is_on():
        return VenueState.OFF
    heard = {peer.device for peer in work.venue.peers() if peer.is_heard}
    if not heard:
        return VenueState.ALONE
    keeper = keeper_of(work.replica.sql, work.house)
    is_near = keeper in heard or keeper == work.claims.device
    return VenueState.KEEPER if is_near else VenueState.PEERS


def keeper_name(work: Workplace) -> str:
    """The name of the house's keeper, empty when there is none or it is of no use here."""
    return _name(work, keeper_of(work.replica.sql, work.house)) if work.venue.is_on() else ""


def holder_name(work: Workplace, performance: PerformanceId) -> str:
    """The name of the device that decides at the doors of a performance."""
    if not work.venue.is_on():
        return ""
    return _name(work, admission_holder_of(work.replica.sql, work.house, performance))


def _name(work: Workplace, device: int | None) -> str:
    known = None if device is None else work.replica.devices.get(device)
    return "" if known is None else known.claims.name
