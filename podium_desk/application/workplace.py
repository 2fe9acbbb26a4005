"""What every use case on a device stands on: the replica, the catalogue, who and when."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import field
from typing import TYPE_CHECKING

from podium_desk.application.clock import DeviceClock
from podium_desk.application.evening_known import EveningKnown
from podium_desk.application.own_memory import OwnMemory
from podium_desk.application.store_link import StoreLink
from podium_desk.application.venue_link import NoVenue, VenueLink
from podium_desk.domain.allotment import ReservePolicy
from podium_desk.domain.facts import PaymentMeans, PaymentTaken
from podium_desk.domain.hall_index import PlanIndex
from podium_desk.domain.ids import (
    FactId,
    HouseId,
    OrderId,
    Origin,
    PerformanceId,
    Unit,
    origin_of,
)
from podium_desk.domain.programme import House, Performance
from podium_desk.domain.staff import Clerk
from podium_desk.domain.venue import HallPlan
from podium_desk.late_dataclass import dataclass
from podium_desk.replica.catalogue import Catalogue
from sync.identity.certificate import CertificateClaims
from sync.identity.keys import DeviceKey
from sync.store.replica import Replica

if TYPE_CHECKING:
    from pathlib import Path

    from podium_desk.application.turn_book import TurnBook
    from podium_desk.documents.layouts.shelf import LayoutShelf

QUIET_MS = 30_000
"""News of somebody comes every ten seconds to the store, and every ten from there."""
FindNames = Callable[[str, int], list[tuple[OrderId, str]]]
"""The orders with a name that begins as typed, so many at most, each with the name as written."""


class HallIndexes:
    """Prepared plans for best-available; made once a plan, since it takes tens of ms."""

    def __init__(self) -> None:
        self._indexes: dict[str, tuple[HallPlan, PlanIndex]] = {}

    def of(self, plan: HallPlan) -> PlanIndex:
        """The prepared plan."""
        known = self._indexes.get(plan.name)
        if known is None or known[0] is not plan:
            known = self._indexes[plan.name] = (plan, PlanIndex.of(plan))
        return known[1]


@dataclass(slots=True)
class Workplace:
    """One enrolled device at work. Used on the replica's lane only."""

    replica: Replica
    catalogue: Catalogue
    clock: DeviceClock
    claims: CertificateClaims
    key: DeviceKey
    store_device: int
    link: StoreLink
    new_token: Callable[[], str]
    new_secret: Callable[[int], bytes] = os.urandom
    """Makes so many random bytes, for keys."""
    policy: ReservePolicy = field(default_factory=ReservePolicy)
    memory: OwnMemory = field(default_factory=OwnMemory)
    clerk: str = ""
    secret: Callable[[int], bytes] = os.urandom
    """Makes so many random bytes: the keys of persons."""
    quiet_ms: int = QUIET_MS
    """Who is not heard of for so long is missed."""
    halls: HallIndexes = field(default_factory=HallIndexes)
    in_basket: dict[PerformanceId, set[Unit]] = field(default_factory=dict)
    """Places held for baskets that are not paid: not proposed again, not returned."""
    aside: dict[FactId, int] = field(default_factory=dict)
    """Of these, the baskets that are put aside and kept here, with the end of their time."""
    taken_up: set[FactId] = field(default_factory=set)
    """The baskets of other desks that were taken up here since the start."""
    kept_states: dict[PerformanceId, tuple[object, bytes]] = field(default_factory=dict)
    """The states of a performance's places as last worked out, with what they follow from."""
    venue: VenueLink = field(default_factory=NoVenue)
    """The other devices of the house on the venue's own network."""
    evening: EveningKnown = field(default_factory=EveningKnown)
    """What a door was told of tonight: how many tickets there are, and whose."""
    person: Clerk | None = None
    """Who logged in; None where nobody has, and in a house without staff. `clerk` is the name."""
    approved_by: str = ""
    """The manager who just gave a PIN for the next thing that needs one."""
    layout_folder: Path | None = None
    """Where the house's layouts lie; None for the bundled ones alone."""
    shelf: LayoutShelf | None = None
    """They, once they were asked for."""
    printer_address: str = ""
    """Of this device's own printer, for what its papers look like; empty for none."""
    ticket_paper: str = ""
    """What tickets are printed on, one of `TICKET_PAPERS`; empty for the roll that fits."""
    is_training: bool = False
    """Nothing here is real: the replica is a copy, and papers say so."""
    open_drawer: Callable[[], None] = lambda: None
    """Opens the cash drawer of this counter, when it has one."""
    find_names: FindNames | None = None
    """The orders of a name, at a counter; None on a device that keeps no names."""
    turns: TurnBook | None = None
    """Whose turn it is at printers that several counters share, once one was wanted."""
    help_wanted: Callable[[str], None] | None = None
    """Shows at a counter's window that a door calls for help; None where nobody would see it."""

    @property
    def layouts(self) -> LayoutShelf:
        """How papers look: the house's layouts in this device's folder, or the bundled ones."""
        if self.shelf is None:
            # Loaded with the first paper.
            from podium_desk.documents.layouts.shelf import LayoutShelf

            self.shelf = LayoutShelf(self.layout_folder)
        return self.shelf

    def take_approval(self) -> str:
        """Use up a manager's word; it counts for one thing."""
        name, self.approved_by = self.approved_by, ""
        return name

    @property
    def house(self) -> HouseId:
        """The house this device belongs to."""
        return HouseId(self.claims.house)

    @property
    def own_house(self) -> House:
        """The same, from the catalogue; a bare one until the catalogue has come."""
        number = HouseId(self.claims.house)
        return self.catalogue.houses().get(number) or House(number, "", "")

    @property
    def origin(self) -> Origin:
        """The log this device writes."""
        own = self.replica.own
        assert own is not None, "a workplace writes a log"
        return Origin(own.origin)

    @property
    def own_seq(self) -> int:
        """The number of the newest fact that this device wrote in it."""
        return self.replica.log.head(self.claims.house, self.origin)[0]

    def store_log(self, house: int) -> Origin:
        """The log that the store writes in a house, and that owns what never moved there."""
        return origin_of(self.store_device, house)

    def wake(self) -> None:
        """Something was written: the store and the other devices of the house are told now."""
        self.venue.wake()
        self.link.wake()

    def booked(self, payments: Iterable[PaymentTaken]) -> None:
        """This money stands on the disk: for cash the drawer opens, before any paper is printed
        (ux.md section 3.3), and the others are told. It is no opening without a sale: the
        payment itself tells of it."""
        if any(one.means is PaymentMeans.CASH for one in payments):
            self.open_drawer()
        self.wake()

    def on_sale(self, number: int) -> tuple[Performance, HallPlan] | None:
        """A performance with its plan, None when it is unknown or has no places to sell."""
        performance = self.catalogue.performance(number)
        plan = None if performance is None else self.catalogue.plan_of(performance)
        return None if performance is None or plan is None else (performance, plan)
