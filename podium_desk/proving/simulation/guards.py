"""The guards of the shipped code, each of which can be switched off here and nowhere else.

The shipped code has no switch: a guard is replaced at run time inside `disabled`. Each names the
scenario that must then go wrong and the invariants by which it must be noticed, so that a
simulator which cannot fail is itself found out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import Any

POWER_CUTS = "power_cuts"


@dataclass(frozen=True, slots=True)
class Guard:
    """One guard. `targets` are what is replaced, as ``module:name`` or ``module:Class.name``.

    `instead` makes the replacement from what is there. `invariants` are those of which at least
    one must be violated in `scenario` while the guard is off.
    """

    name: str
    targets: tuple[str, ...]
    instead: Callable[[Any], Any]
    scenario: str
    invariants: frozenset[str]
    lets_through: str


@contextmanager
def disabled(names: Iterable[str]) -> Iterator[None]:
    """Run a block with these guards off; `KeyError` for a name that no guard has."""
    with ExitStack() as stack:
        for name in names:
            guard = GUARDS[name]
            for target in guard.targets:
                stack.enter_context(_replaced(target, guard.instead))
        yield


@contextmanager
def _replaced(target: str, instead: Callable[[Any], Any]) -> Iterator[None]:
    module, _, path = target.partition(":")
    owner: Any = import_module(module)
    *classes, name = path.split(".")
    for one in classes:
        owner = getattr(owner, one)
    # From the class's own dictionary, so that a static method is put back as one.
    original = vars(owner)[name]
    setattr(owner, name, instead(original))
    try:
        yield
    finally:
        setattr(owner, name, original)


def _hasty(settings: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(one.replace("synchronous=FULL", "synchronous=NORMAL") for one in settings)


def _without_sync(settings: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(one.replace("synchronous=FULL", "synchronous=OFF") for one in settings)


_ALL = (
    Guard(
        "durable_commit", ("sync.store.sqlite:_SETTINGS",), _hasty, POWER_CUTS,
        frozenset({"I6"}), "a confirmed sale is gone after a power cut",
    ),
    Guard(
        "ordered_writes", ("sync.store.sqlite:_SETTINGS",), _without_sync, POWER_CUTS,
        frozenset({"I6", "I7", "I8", "I11"}), "the file is damaged by a power cut",
    ),
)  # fmt: skip

GUARDS = {guard.name: guard for guard in _ALL}
"""Every guard by its name."""
