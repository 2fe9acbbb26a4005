"""Snapshots of the store for newcomers, made while it is served."""

from __future__ import annotations

import secrets

from podium_desk.application.enrolling import podium_charter
from podium_desk.central.database import copier_of
from podium_desk.central.folder import CentralFolder
from podium_desk.replica.projection import PodiumProjector
from podium_desk.replica.snapshot_tables import SHARED
from sync.facts.fact import NO_HOUSE
from sync.server.service import SyncService
from sync.snapshot.making import Maker, Shared
from sync.snapshot.serving import snapshot_handlers
from sync.snapshot.shelf import SnapshotShelf


def offer_snapshots(service: SyncService, folder: CentralFolder) -> None:
    """Answer newcomers with snapshots too."""
    projector = PodiumProjector(service.device)
    maker = Maker(copier_of(folder), podium_charter(), projector, Shared(SHARED), NO_HOUSE)
    shelf = SnapshotShelf(folder.snapshots, maker, lambda: secrets.token_bytes(8))
    service.also |= snapshot_handlers(shelf, lambda: sum(service.replica.log.heads().values()))
