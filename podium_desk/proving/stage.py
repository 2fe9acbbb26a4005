"""The demo cluster, built as a user would: a store that is served, houses, seasons, devices.

Everything is the shipped code on real files. Two ports are swapped: the clock shows the demo's
evening instead of today, and printers are simulators that draw the paper they were given.
"""

from __future__ import annotations

import secrets
import subprocess
import sys
import tomllib
from collections.abc import Callable
from dataclasses import field
from datetime import datetime
from pathlib import Path
from typing import Any

from podium_desk.application.lane import ReplicaLane
from podium_desk.bootstrap import Device, open_device, wall_ms
from podium_desk.central.bootstrap import create_central, open_central
from podium_desk.central.cluster import Central
from podium_desk.central.folder import CentralFolder
from podium_desk.central.goods import import_goods
from podium_desk.central.houses import NewHouse, add_house, find_house
from podium_desk.central.importing import Importing
from podium_desk.central.plans import ALL, SaleStart, put_on_sale
from podium_desk.central.refusals import CentralRefusal
from podium_desk.central.series import import_series
from podium_desk.config import DataFolder, Settings
from podium_desk.enrolment import Newcomer, Told, enrol
from podium_desk.i18n.words import Words
from podium_desk.late_dataclass import dataclass
from podium_desk.replica.queries import Totals, totals
from podium_desk.resources import resource_path

CODE_MS = 3_600_000
START_TIMEOUT_S = 30


class StageFault(Exception):
    """The demo's own store could not be started; the message says why."""


@dataclass(slots=True)
class ServedStore:
    """The central store as a process of its own; `stop` and `start` it as often as you like."""

    folder: CentralFolder
    clock_offset_ms: int
    port: int = 0
    _process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it and wait until it answers; on the port it had before, if it had one."""
        command = [
            sys.executable, "-m", "podium_desk.proving.served_store", str(self.folder.path),
            str(self.port), str(self.clock_offset_ms),
        ]  # fmt: skip
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None, "the pipe was asked for"
        line = self._process.stdout.readline().strip()
        if not line.isdigit():
            self._process.wait(START_TIMEOUT_S)
            raise StageFault(f"the store ended with status {self._process.returncode}")
        self.port = int(line)

    def kill(self) -> None:
        """End it without a word, as a power cut does."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            assert self._process.stdout is not None, "the pipe was asked for"
            self._process.stdout.close()
            self._process = None


@dataclass(slots=True)
class Stage:
    """The cluster at work. `close` it, also after a fault."""

    folder: Path
    store: ServedStore
    evening: datetime
    devices: dict[str, Device] = field(default_factory=dict)

    def now_ms(self) -> int:
        """The demo's time: its evening, running."""
        return wall_ms() + self.store.clock_offset_ms

    def open(self, name: str) -> Device:
        """Start the program of a device on the data that it has."""
        device = open_device(self.folder / name, ReplicaLane(), self.now_ms)
        self.devices[name] = device
        return device

    def close_device(self, name: str) -> None:
        """End a device's program."""
        self.devices.pop(name).close()

    def store_totals(self, house: int) -> Totals:
        """The sums that the store knows of a house."""
        central = open_central(self.store.folder)
        try:
            return totals(central.sql, house)
        finally:
            central.close()

    def close(self) -> None:
        """End everything."""
        for name in list(self.devices):
            self.close_device(name)
        self.store.kill()


def build_stage(folder: Path, language: str, say: Callable[[str], None]) -> Stage:
    """Make the demo cluster in an empty folder and serve it."""
    plot = tomllib.loads(resource_path("demo", "cluster.toml").read_text(encoding="utf-8"))
    evening: datetime = plot["evening"]
    offset_ms = int(evening.timestamp() * 1000) - wall_ms()
    words = Words(language)
    central_folder = CentralFolder(folder / "centrale", folder / "witness")
    central = _created(central_folder, plot["name"])
    try:
        for house in plot["house"]:
            _open_house(central, house, words, say)
        for house in plot["house"]:
            _fill_shelf(central, house, words)
        codes = {device["folder"]: _code(central, device, offset_ms) for device in plot["device"]}
    finally:
        central.close()
    stage = Stage(folder, ServedStore(central_folder, offset_ms), evening)
    stage.store.start()
    try:
        for device in plot["device"]:
            _enrol(stage, device, codes[device["folder"]], language)
            say(words("demo.enrolled", name=device["name"], role=device["role"]))
    except BaseException:
        stage.close()
        raise
    return stage


def _created(folder: CentralFolder, name: str) -> Central:
    central = create_central(folder, name)
    if isinstance(central, CentralRefusal):
        raise StageFault(f"{folder.path}: {central.reason.value}")
    return central


def _open_house(
    central: Central, plot: dict[str, Any], words: Words, say: Callable[[str], None]
) -> None:
    known = NewHouse.__dataclass_fields__
    house = add_house(central, NewHouse(**{k: v for k, v in plot.items() if k in known}))
    if isinstance(house, CentralRefusal):
        raise StageFault(f"{plot['name']}: {house.reason.value}")
    if "season" not in plot:
        return
    files = [
        resource_path("demo", "plans", plot["plan_file"]),
        resource_path("demo", "season", plot["season"]),
        *(resource_path("demo", "prices", name) for name in plot.get("prices", ())),
    ]
    report = Importing(central, house, words).files(files, lambda *_progress: None)
    start = SaleStart(ALL, plot["plan"], dict(plot.get("ranks", {})))
    on_sale = put_on_sale(central, house, start)
    if isinstance(on_sale, CentralRefusal) or report.refused:
        raise StageFault(f"{plot['name']}: the season or the plan was refused")
    say(
        words(
            "demo.house_opened", name=house.name, n=len(on_sale.performances),
            places=on_sale.places,
        )
    )  # fmt: skip


def _fill_shelf(central: Central, plot: dict[str, Any], words: Words) -> None:
    """What a house sells beside single places: goods, passes, subscriptions. A pass may hold in
    any of the houses, so they are all there."""
    house = find_house(central, plot["slug"])
    if isinstance(house, CentralRefusal):
        raise StageFault(f"{plot['name']}: {house.reason.value}")
    for key in ("goods", "passes", "series"):
        for name in plot.get(key, ()):
            path = resource_path("demo", "prices", name)
            if key == "series":
                report = import_series(central, house, path, words)
            else:
                are_passes = key == "passes"
                report = import_goods(central, house, path, words, are_passes=are_passes)
            if report.refused:
                raise StageFault(f"{plot['name']}: {report.refused[0].message}")


def _code(central: Central, device: dict[str, Any], offset_ms: int) -> str:
    houses = {house.slug: house.id for house in central.catalogue.houses().values()}
    expires_ms = wall_ms() + offset_ms + CODE_MS
    return central.enrolment.new_code(
        houses[device["house"]], device["role"], expires_ms, secrets.choice
    )


def _enrol(stage: Stage, plot: dict[str, Any], code: str, language: str) -> None:
    path = stage.folder / plot["folder"]
    printer = f"sim://printer?dir={path / 'paper'}" if plot.get("printer") else ""
    Settings().keep(
        DataFolder(path).settings, printer=printer, language=language, clerk="An",
        help_phone="09 123 45 67", lan="listed",
        witness_folder=str(stage.folder / "witness"),
    )  # fmt: skip
    newcomer = Newcomer(stage.store.url, code, plot["name"])
    enrol(path, newcomer, Told(), stage.now_ms)
