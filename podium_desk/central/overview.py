"""What the store knows of its houses' devices, and what is to be settled in all of them."""

from __future__ import annotations

from podium_desk.application.incident_list import ListedIncident, ListedSettlement, Namer
from podium_desk.central.cluster import Central
from podium_desk.replica.incident_finder import IncidentFinder
from podium_desk.replica.settled import settlements


def incidents_of(
    central: Central,
) -> tuple[tuple[ListedIncident, ...], tuple[ListedSettlement, ...]]:
    """What is to be settled in all houses, and what was settled."""
    namer = Namer(central.replica, central.catalogue)
    found = IncidentFinder(central.replica, central.catalogue).all_open(central.now_ms())
    return namer.listed(found), namer.settled(settlements(central.sql).values())
