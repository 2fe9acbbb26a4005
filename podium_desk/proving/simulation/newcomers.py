"""Devices that are set up in the middle of an evening and begin with a snapshot of the store.

The snapshot is made, served, fetched and checked by the shipped code. Files that are only there
for the making stand in a folder of the real disk; the replica goes onto the newcomer's own.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

from podium_desk.application.beginning import Beginning, begin_with_snapshot
from podium_desk.application.enrolling import podium_charter
from podium_desk.bootstrap import database
from podium_desk.central.database import copier_of
from podium_desk.central.folder import CentralFolder
from podium_desk.config import DataFolder
from podium_desk.domain.ids import HouseId
from podium_desk.domain.roles import Role
from podium_desk.proving.simulation.device import FILE, STORE, SimulatedDevice
from podium_desk.proving.simulation.founding import STORE_DEVICE, OpenStore
from podium_desk.proving.simulation.invariants.wire import CANARIES
from podium_desk.proving.simulation.world import World
from podium_desk.replica.projection import PodiumProjector
from podium_desk.replica.snapshot_tables import SHARED
from sync.exchange.client import NONCE_BYTES, StoreClient
from sync.exchange.line import ExchangeFault
from sync.facts.fact import NO_HOUSE
from sync.simulation.network import NetworkLine
from sync.snapshot.making import Maker, Shared
from sync.snapshot.serving import snapshot_handlers
from sync.snapshot.shelf import FACTS_MIN, SnapshotShelf
from sync.store.port import Sql

RETRY_MS = 8_000
Spoil = Callable[[Sql], None]


class _DiskCopier:
    """The shipped copier on what stands on the store's simulated disk."""

    def __init__(self, world: World, folder: CentralFolder, welcome: Welcome) -> None:
        copier = copier_of(folder)
        assert copier is not None, "its rows are in a file"
        self._world = world
        self._source = folder.database
        self._copier = copier
        self._welcome = welcome
        self.empty, self.reading = copier.empty, copier.reading

    def copy(
        self, target: Path, conditions: Mapping[str, str], house: int,
        as_reader_may: Callable[[bytes, int], bytes],
    ) -> None:  # fmt: skip
        """Fill the target's empty tables from the store's, as they are at one moment."""
        for name, data in self._world.store.machine.disk.image().items():
            self._source.with_name(name.replace(str(FILE), self._source.name)).write_bytes(data)
        # The write-ahead log is folded: nobody else has this file open.
        database(self._source).close()
        self._copier.copy(target, conditions, house, as_reader_may)
        spoil_in(target, self._welcome.spoil_making)


def spoil_in(path: Path, spoil: Spoil | None) -> None:
    """Change a snapshot; honest people do not even open it."""
    if spoil is not None:
        with closing(database(path)) as snapshot:
            spoil(snapshot)
            snapshot.scrub(())


class Welcome:
    """Lets the store offer snapshots for an evening, and newcomers begin with one."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._folder = tempfile.TemporaryDirectory(prefix="podium-simulation-")
        self.spoil_making: Spoil | None = None
        """What a maker with other ideas does to it before vouching for it."""
        self.spoil_shelf: Spoil | None = None
        """Done to the finished file while it waits to be fetched."""
        world.store.offer = self._offer
        world.store.machine.restart()
        world.set_up = self.begin
        world.closers.append(self._folder.cleanup)

    @property
    def _shelf(self) -> Path:
        return Path(self._folder.name) / "shelf"

    def _offer(self, program: OpenStore) -> None:
        folder = CentralFolder(Path(self._folder.name))
        copier = _DiskCopier(self._world, folder, self)
        projector = PodiumProjector(STORE_DEVICE)
        maker = Maker(copier, podium_charter(), projector, Shared(SHARED), NO_HOUSE)
        new_id = self._world.store.machine.rng.randbytes
        shelf = SnapshotShelf(self._shelf, maker, lambda: new_id(8), lambda work: work())
        # An evening has few facts, and a snapshot is to be had all the same.
        facts = program.replica.log.heads
        program.service.also |= snapshot_handlers(shelf, lambda: FACTS_MIN + sum(facts().values()))

    def _spoil_what_waits(self) -> None:
        for path in sorted(self._shelf.glob("*.snapshot")):
            spoil_in(path, self.spoil_shelf)

    def begin(self, house: HouseId, role: Role, name: str) -> None:
        """Set a device up: enrol it, and let it begin as soon as the store can be heard."""
        world = self._world
        try:
            with world.network.undisturbed():
                device = world.enrolled(house, role, name, CANARIES[house].decode())
        except ExchangeFault:
            # The store is off: whoever sets it up comes back tomorrow.
            return
        folder = DataFolder(Path(self._folder.name) / name)
        folder.path.mkdir()
        line = NetworkLine(world.network, device.machine, STORE)
        client = StoreClient(line, device.key, lambda: world.rng.randbytes(NONCE_BYTES),
                             device.membership.claims.device)  # fmt: skip
        client.store_public = device.membership.store_certificate.claims.public_key

        def attempt() -> None:
            try:
                begun = begin_with_snapshot(
                    Beginning(folder, device.membership, database), client, pause, _nobody_looks
                )
            except ExchangeFault:
                if not world.is_closing:
                    world.agenda.after(RETRY_MS, attempt)
                return
            self._open(device, folder if begun else None)

        def pause(span_s: float) -> None:
            self._spoil_what_waits()
            world.agenda.pass_(int(span_s * 1000))

        attempt()

    def _open(self, device: SimulatedDevice, folder: DataFolder | None) -> None:
        """Start it on the replica that it fetched, or on an empty one."""
        world = self._world
        if folder is not None:
            device.machine.disk.put_image({str(FILE): folder.replica.read_bytes()})
            device.is_founded = True
            world.deeds.snapshots += 1
        world.deeds.newcomers.append(device.name)
        world.devices[device.name] = device
        device.machine.start()
        world.keep_in_touch(device)
        if device.membership.claims.role == Role.DOOR:
            world.door(device).start()
        else:
            halls = [one for one, (house, _) in world.halls.items() if house == device.house]
            world.counter(device, *halls).start()


def _nobody_looks(_facts: int) -> None:
    """Nobody sits before the bar that fills."""
