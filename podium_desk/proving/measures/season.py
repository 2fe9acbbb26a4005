"""Importing a season: 90 events and a hall of 820 seats into the central store."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from pathlib import Path

from podium_desk.bootstrap import database
from podium_desk.central.bootstrap import create_central
from podium_desk.central.folder import CentralFolder
from podium_desk.central.houses import NewHouse, add_house
from podium_desk.central.importing import Importing
from podium_desk.central.refusals import CentralRefusal
from podium_desk.i18n.words import Words
from podium_desk.proving.pairs import Pair
from podium_desk.resources import resource_path

NAME = "bare_json_and_insert"
ROUNDS = 7


def season_import(folder: Path, _say: Callable[[str], None]) -> Pair:
    """A new store each time, against parsing the same file and inserting its items raw."""
    season = resource_path("demo", "season", "cc-de-sluis.json")
    plan = resource_path("demo", "plans", "cc-de-sluis-grote-zaal.json")
    numbers = itertools.count(1)

    def whole_import() -> None:
        place = CentralFolder(folder / f"central{next(numbers)}", folder / "witness")
        central = create_central(place, "bench")
        assert not isinstance(central, CentralRefusal), central
        house = add_house(central, NewHouse("CC De Sluis"))
        assert not isinstance(house, CentralRefusal), house
        report = Importing(central, house, Words("nl")).files(
            [season, plan], lambda *_progress: None
        )
        assert not report.refused, report.refused
        central.close()

    def bare() -> None:
        store = database(folder / f"bare{next(numbers)}.sqlite")
        store.run("CREATE TABLE t (k INTEGER PRIMARY KEY, v TEXT)")
        with store.transaction():
            for path in (season, plan):
                members = json.loads(path.read_bytes()).get("member", [{}])
                store.run_many(
                    "INSERT INTO t (v) VALUES (?)", [(json.dumps(one),) for one in members]
                )
        store.close()

    return Pair("season_import", NAME, whole_import, bare, ROUNDS, warm_up=1)
