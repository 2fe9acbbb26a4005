"""`desk` as an icon or a clerk starts it: a folder, and nothing but switches.

Reading a command line with all its help takes a sixth of the time to the first window. Whatever is
not plain, and every mistake, is left to the command line.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

SWITCHES = {
    "--status", "--till", "--training", "--first-show", "--first-hall", "--first-pin", "--gaps",
}  # fmt: skip
_UNPLAIN = frozenset("*?[]~$%")
"""What a command line on Windows may have to put something else in the place of."""


def plain_desk(arguments: Sequence[str]) -> int | None:
    """Open the counter that these words ask for; None when they are not plain.

    The exit status, once it is closed. Raises `SystemExit` as the command line would.
    """
    match arguments:
        case ["desk", folder, *switches] if _is_plain(folder, switches):
            return _open(folder, switches)
        case _:
            return None


def _is_plain(folder: str, switches: list[str]) -> bool:
    is_name = bool(folder) and not folder.startswith("-") and _UNPLAIN.isdisjoint(folder)
    return is_name and SWITCHES.issuperset(switches)


def _open(folder: str, switches: list[str]) -> int:
    # Other commands need none of it.
    import sys

    from podium_desk.kept_modules import KeptModules
    from podium_desk.kept_patterns import KeptPatterns

    modules, patterns = KeptModules("modules-desk"), KeptPatterns("patterns-desk")
    sys.meta_path.insert(0, modules)
    patterns.begin()
    try:
        return _opened(folder, switches)
    finally:
        sys.meta_path.remove(modules)
        modules.keep()
        patterns.end()


def _opened(folder: str, switches: list[str]) -> int:
    # After what finds them quickly.
    from pathlib import Path

    from podium_desk.late_dataclass import lend
    from podium_desk.quick_enums import make_enums_quickly

    lend()
    make_enums_quickly()

    from podium_desk.commands.counter_window import Beginning, open_counter

    wanted: Any = {switch.removeprefix("--").replace("-", "_"): True for switch in switches}
    try:
        return open_counter(data=Path(folder), begins=Beginning(**wanted))
    except KeyboardInterrupt:
        return 130
