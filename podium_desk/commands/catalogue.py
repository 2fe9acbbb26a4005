"""Which module holds which command: only the module of the command that runs is loaded.

A window must stand in a quarter of a second, and the central store's libraries alone take
longer than that (packaging.md section 3).
"""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from importlib import import_module
from typing import Any

import typer
import typer.main
from typer.core import TyperGroup

GROUPS = {"central": "central", "customers": "customers", "device": "device",
          "facts": "parcels", "orders": "orders", "paper": "layouts", "passes": "passes",
          "payments": "transfers", "ticket": "paper", "till": "till"}  # fmt: skip
"""Commands with commands of their own, each with its module."""
COMMANDS = {
    "performances": "selling",
    "sell": "selling",
    "refund": "selling",
    "reissue": "selling",
    "reserve": "reserving",
    "exchange": "reserving",
    "cancelled": "cancelled",
    "block": "blocking",
    "unblock": "blocking",
    "tonight": "tonight",
    "keeper": "venue",
    "holder": "venue",
    "drill": "drill",
    "set-up": "set_up",
    "printer-simulator": "printer_simulator",
    "ready": "ready",
    "approve": "for_doors",
    "add-on": "for_doors",
    "door-note": "for_doors",
    "card": "for_doors",
    "scan": "scanning",
    "annul": "scanning",
    "decode": "scanning",
    "incidents": "settling",
    "settle": "settling",
    "daybook": "daybook",
    "attendance": "attendance",
    "leisure-monitor": "attendance",
    "vouchers": "vouchers",
    "invoices": "invoices",
    "baskets": "baskets",
    "guests": "guests",
    "waiting": "waiting",
    "sync": "upkeep",
    "doctor": "upkeep",
    "desk": "windows",
    "door": "door",
    "door-pin": "door",
    "demo": "proof",
    "tour": "proof",
    "bench": "proof",
    "door-evening": "proof",
    "replay": "replaying",
    "door-pictures": "proof",
    "paper-pictures": "proof",
    "simulate": "simulating",
    "print-soak": "soaking",
}


class CommandCatalogue(MutableMapping[str, Any]):
    """The commands by name; looking one up loads its module, listing the names loads none."""

    def __init__(self) -> None:
        self._added: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._added:
            self._added[name] = _loaded(name)
        return self._added[name]

    def __setitem__(self, name: str, command: Any) -> None:
        self._added[name] = command

    def __delitem__(self, name: str) -> None:
        del self._added[name]

    def __contains__(self, name: object) -> bool:
        return name in GROUPS or name in COMMANDS or name in self._added

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys((*GROUPS, *COMMANDS, *self._added)))

    def __len__(self) -> int:
        return len(list(iter(self)))


class CatalogueGroup(TyperGroup):
    """The top of the command line, with its commands from the catalogue."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.commands = CommandCatalogue()


def _loaded(name: str) -> Any:
    """The command of this name; `KeyError` when there is none."""
    if name in GROUPS:
        group = typer.main.get_group(_app_of(GROUPS[name]))
        group.name = name
        return group
    return typer.main.get_group(_app_of(COMMANDS[name])).commands[name]


def _app_of(module: str) -> typer.Typer:
    app: typer.Typer = import_module(f"podium_desk.commands.{module}").app
    return app
