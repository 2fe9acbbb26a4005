"""Makes plain enumerations as Python's `enum` makes them, in a tenth of the time.

PySide6 asks Python for an enumeration whenever a class of Qt is first touched: a counter's start
makes 250 of them with 4,000 members, and ninety of the program's own. `enum` walks through some
forty steps for each member, since it may be anything; these are names with numbers or texts. What
is made here is the same, entry by entry; all else, and every Python that this was not held
against, is left to `enum`.
"""

from __future__ import annotations

import sys
from enum import KEEP, Enum, EnumType, Flag, IntEnum, IntFlag, StrEnum
from functools import cache
from types import FunctionType
from typing import Any

_KNOWN = {(3, 11), (3, 12), (3, 13)}
"""The Pythons whose `enum` keeps its members as is done here, unless it keeps them in more."""
_FILLED = {
    "_member_names_", "_member_map_", "_value2member_map_",
    "_unhashable_values_", "_unhashable_values_map_",
}  # fmt: skip
"""In what. Later ones ask one more list, `_hashable_values_`, whether a value is a member's."""
_PLAIN = {Enum: (int, str), IntEnum: (int,), Flag: (int,), IntFlag: (int,), StrEnum: (str,)}
"""What they are made of, with what a member may be."""
_USUAL = {"qualname": None, "type": None, "start": 1, "boundary": KEEP}
"""How PySide6 asks, besides for names."""
_OWN = {"__dict__", "__weakref__"}
"""What each class gets for itself."""
_OF_A_BODY = {"__module__", "__qualname__", "__doc__", "__annotations__", "_generate_next_value_"}
"""What each body of a class may hold besides members, methods and properties."""
PYTHONS_OWN: Any = EnumType._create_  # type: ignore[attr-defined]  # It has no other name.
PYTHONS_NEW: Any = EnumType.__new__


def make_enums_quickly() -> None:
    """From now on, in this process."""
    kept_in = {
        name for name, part in _empty(Enum, is_asked=True).items() if isinstance(part, (list, dict))
    }
    if sys.version_info[:2] in _KNOWN and kept_in <= _FILLED:
        EnumType._create_ = _create  # type: ignore[attr-defined]
        EnumType.__new__ = _new  # type: ignore[assignment]


def _create(cls: Any, class_name: str, names: Any, **options: Any) -> Any:
    """As `enum` does for `IntEnum("Name", [("ONE", 1)], boundary=KEEP)`."""
    # Whoever asked, behind the call of the enumeration's base.
    module = options.get("module") or sys._getframe(2).f_globals.get("__name__")
    options["module"] = module
    if not module or options != {"module": module} | _USUAL or not _is_plain(cls, names):
        return PYTHONS_OWN(cls, class_name, names, **options)
    return _made(cls, class_name, names, {"__module__": module})


def _new(
    metacls: type[EnumType], cls: str, bases: tuple[Any, ...], classdict: Any, **options: Any
) -> Any:
    """As `enum` does for a class that is written out."""
    if metacls is EnumType and len(bases) == 1 and bases[0] in _PLAIN and not options:
        names = classdict._member_names
        members = [(name, classdict[name]) for name in names]
        body = {key: value for key, value in classdict.items() if key not in names}
        if _is_plain(bases[0], members) and all(map(_is_usual, body.items())):
            return _made(bases[0], cls, members, body)
    return PYTHONS_NEW(metacls, cls, bases, classdict, **options)


def _is_usual(entry: tuple[str, Any]) -> bool:
    """Whether this of a class's body means nothing to an enumeration."""
    name, value = entry
    return name in _OF_A_BODY or (
        name[:1] != "_" and isinstance(value, (FunctionType, property, classmethod, staticmethod))
    )


def _is_plain(base: Any, members: Any) -> bool:
    """Whether these are names with numbers or texts, each once, that mean nothing to `enum`."""
    if base not in _PLAIN or not isinstance(members, list) or not members:
        return False
    kinds = _PLAIN[base]
    for member in members:
        if type(member) is not tuple or len(member) != 2 or type(member[1]) not in kinds:
            return False
    names = dict(members).keys()
    return len(names) == len(members) and _taken(base).isdisjoint(names) and not any(
        name[:1] == "_" for name in names
    )  # fmt: skip


@cache
def _taken(base: Any) -> frozenset[str]:
    """Names that `enum` gives another meaning."""
    return frozenset(name for cls in base.__mro__ for name in vars(cls)) | {"mro"}


@cache
def _empty(base: Any, *, is_asked: bool) -> dict[str, Any]:
    """What an enumeration without members is made of, by this Python's own `enum`."""
    if is_asked:
        made = PYTHONS_OWN(base, "Empty", [], module=__name__, **_USUAL)
    else:
        body = EnumType.__prepare__("Empty", (base,))
        made = PYTHONS_NEW(EnumType, "Empty", (base,), body)
    return {key: value for key, value in vars(made).items() if key not in _OWN}


def _made(base: Any, name: str, members: list[Any], body: dict[str, Any]) -> Any:
    # Each has lists and tables of its own.
    namespace = {
        key: value.copy() if isinstance(value, (list, dict)) else value
        for key, value in _empty(base, is_asked="__qualname__" not in body).items()
    }
    made: Any = type.__new__(EnumType, name, (base,), namespace | body)
    _give_members(made, members, is_flag=issubclass(base, Flag))
    return made


def _give_members(made: Any, members: list[Any], *, is_flag: bool) -> None:
    new, put, is_data = (
        made._member_type_.__new__,
        type.__setattr__,
        made._member_type_ is not object,
    )
    names, by_name, by_value = made._member_names_, made._member_map_, made._value2member_map_
    for name, value in members:
        member = by_value.get(value)
        if member is None:
            by_value[value] = member = new(made, value) if is_data else new(made)
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
