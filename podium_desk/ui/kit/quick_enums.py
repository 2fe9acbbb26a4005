"""Makes Qt's enumerations as Python's `enum` makes them, in a tenth of the time.

PySide6 asks Python for an enumeration whenever a class of Qt is first touched, and touches many
that nobody named: a counter's start makes 380 of them with 4,800 members, a sixth of its CPU.
`enum` walks through some forty steps for each member, since it may be anything; Qt's are names
with numbers. What is made here is the same, entry by entry; all else, and every Python that this
was not held against, is left to `enum`.
"""

from __future__ import annotations

import sys
from enum import KEEP, Enum, EnumType, Flag, IntEnum, IntFlag
from functools import cache
from typing import Any

_KNOWN = {(3, 11), (3, 12), (3, 13)}
"""The Pythons whose `enum` keeps its members as is done here."""
_PLAIN = (Enum, IntEnum, Flag, IntFlag)
"""What PySide6 makes its enumerations of."""
_USUAL = {"qualname": None, "type": None, "start": 1, "boundary": KEEP}
"""How PySide6 asks, besides for names."""
_OWN = {"__dict__", "__weakref__"}
"""What each class gets for itself."""
PYTHONS_OWN: Any = EnumType._create_  # type: ignore[attr-defined]  # It has no other name.


def make_enums_quickly() -> None:
    """From now on, in this process."""
    if sys.version_info[:2] in _KNOWN:
        EnumType._create_ = _create  # type: ignore[attr-defined]


def _create(cls: Any, class_name: str, names: Any, **options: Any) -> Any:
    """As `enum` does for `IntEnum("Name", [("ONE", 1)], boundary=KEEP)`."""
    # Whoever asked, behind the call of the enumeration's base.
    module = options["module"] = options["module"] or sys._getframe(2).f_globals["__name__"]
    if cls not in _PLAIN or not _is_plain(names, options) or not _are_numbered(names, cls):
        return PYTHONS_OWN(cls, class_name, names, **options)
    namespace = _namespace(cls) | {"__module__": module}
    made: Any = type.__new__(EnumType, class_name, (cls,), namespace)
    _give_members(made, names, is_flag=issubclass(cls, Flag))
    return made


def _is_plain(pairs: Any, options: dict[str, Any]) -> bool:
    usual = {"module": options["module"]} | _USUAL
    return isinstance(pairs, list) and bool(pairs) and options == usual


def _are_numbered(pairs: list[Any], base: Any) -> bool:
    """Whether these are names with numbers, each once, that mean nothing to `enum` itself."""
    if not all(type(pair) is tuple and len(pair) == 2 and type(pair[1]) is int for pair in pairs):
        return False
    names = dict(pairs).keys()
    return len(names) == len(pairs) and _taken(base).isdisjoint(names) and not any(
        name[:1] == "_" for name in names
    )  # fmt: skip


@cache
def _taken(base: Any) -> frozenset[str]:
    """Names that `enum` gives another meaning."""
    return frozenset(name for cls in base.__mro__ for name in vars(cls)) | {"mro"}


@cache
def _empty(base: Any) -> dict[str, Any]:
    """What an enumeration without members is made of, by this Python's own `enum`."""
    made = vars(PYTHONS_OWN(base, "Empty", [], module=__name__, **_USUAL))
    return {key: value for key, value in made.items() if key not in _OWN}


def _namespace(base: Any) -> dict[str, Any]:
    """The same, with lists and tables of its own."""
    return {
        key: value.copy() if isinstance(value, (list, dict)) else value
        for key, value in _empty(base).items()
    }


def _give_members(made: Any, pairs: list[tuple[str, int]], *, is_flag: bool) -> None:
    new, put, is_number = made._member_type_.__new__, type.__setattr__, made._use_args_
    names, by_name, by_value = made._member_names_, made._member_map_, made._value2member_map_
    for name, value in pairs:
        member = by_value.get(value)
        if member is None:
            by_value[value] = member = new(made, value) if is_number else new(made)
            member._value_, member._name_, member.__objclass__ = value, name, made
            member._sort_order_ = len(names)
            # A name for several flags, or for none, is an alias.
            if not is_flag or (value > 0 and value & (value - 1) == 0):
                names.append(name)
        by_name[name] = member
        put(made, name, member)
    if is_flag:
        _sum_up(made, by_value, [by_name[name]._value_ for name in names])


def _sum_up(made: Any, values: dict[int, Any], flags: list[int]) -> None:
    put = type.__setattr__
    mask = single = 0
    for value in values:
        mask |= value
    for value in flags:
        single |= value
    put(made, "_flag_mask_", mask)
    put(made, "_singles_mask_", single)
    put(made, "_all_bits_", 2 ** mask.bit_length() - 1)
    if flags != sorted(flags):
        put(made, "_iter_member_", made._iter_member_by_def_)
