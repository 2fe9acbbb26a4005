"""`dataclass` as of the standard library, but its methods are written when they are first called.

Python writes, compiles and runs six methods for a frozen dataclass as its module is loaded, 0.8 ms;
a counter loads four hundred of them to start, and uses the methods of some seventy. Here a class
gets its fields and slots at once, and a method when it is called for the first time, from then on
with nothing in between ([why](../docs/decisions/0020-late-methods.md)).
"""

from __future__ import annotations

from dataclasses import MISSING, Field, FrozenInstanceError, field, fields, make_dataclass
from dataclasses import dataclass as _dataclass
from inspect import get_annotations
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    # To whoever reads the types it is the one of the standard library.
    from dataclasses import dataclass as dataclass
else:

    def dataclass(given: type | None = None, /, **options: bool) -> Any:
        """As `dataclasses.dataclass`. What is not plain is made by that one, at once."""
        if given is None:
            return lambda cls: dataclass(cls, **options)
        if given.__bases__ != (object,) or not _is_plain(given, options):
            return _dataclass(given, **options)
        return _with_late_methods(given, options.get("frozen", False))


_OWN = frozenset({
    "__init__", "__post_init__", "__repr__", "__eq__", "__hash__", "__setattr__", "__delattr__",
    "__getstate__", "__setstate__", "__slots__",
})  # fmt: skip
"""A class that has any of these in its body has a say in how it is made."""
_COMPARED = ("__repr__", "__eq__", "__hash__")
_NOT_GIVEN = object()


def _is_plain(given: type, options: dict[str, bool]) -> bool:
    is_usual = options.get("slots", False) and options.keys() <= {"frozen", "slots"}
    body = given.__dict__
    return is_usual and _OWN.isdisjoint(body) and all(map(_is_usual_field, body.values()))


def _is_usual_field(value: object) -> bool:
    """Whether `__init__` takes it, also by its place, where it is a field at all."""
    return not isinstance(value, Field) or (value.init and value.kw_only is not True)


def _with_late_methods(given: type, is_frozen: bool) -> type:
    # Else the standard library works out a signature, for a docstring that nobody reads.
    given.__doc__ = given.__doc__ or given.__name__
    cls: Any = _with_fields(given)
    made = cls.__dataclass_params__
    made.init = made.repr = made.eq = True
    made.frozen = is_frozen
    _set_late(cls, "__init__", _init_of)
    for name in _COMPARED:
        _set_late(cls, name, _compared)
    if is_frozen:
        cls.__setattr__, cls.__delattr__ = _refuse_to_set, _refuse_to_delete
        cls.__getstate__, cls.__setstate__ = _state, _set_state
    else:
        cls.__hash__ = None
    return cls  # type: ignore[no-any-return]  # It is the class that was given, with slots.


def _with_fields(given: type) -> type:
    """With fields and slots. The standard library looks whether each annotation that is text says
    `ClassVar` and the like, which takes as long as all else; here it is looked at once a class."""
    said = get_annotations(given)
    if any(not isinstance(word, str) or _is_special(word) for word in said.values()):
        return _dataclass(given, init=False, repr=False, eq=False, slots=True)
    given.__annotations__ = dict.fromkeys(said, object)
    cls: Any = _dataclass(given, init=False, repr=False, eq=False, slots=True)
    cls.__annotations__ = said
    for one in fields(cls):
        one.type = said[one.name]
    return cls  # type: ignore[no-any-return]  # It is the class that was given, with slots.


def _is_special(word: str) -> bool:
    return "ClassVar" in word or "InitVar" in word or "KW_ONLY" in word


def _set_late(cls: type, name: str, write: Callable[[type, str], Any]) -> None:
    """Stands for the method until it is called, then puts the method in its own place."""

    def stands_for(self: object, *given: Any, **named: Any) -> Any:
        method = write(cls, name)
        setattr(cls, name, method)
        return method(self, *given, **named)

    stands_for.__name__, stands_for.__qualname__ = name, f"{cls.__qualname__}.{name}"
    setattr(cls, name, stands_for)


def _init_of(cls: Any, name: str) -> Any:
    """The class's `__init__`, in words as the standard library's."""
    world: dict[str, Any] = {"_set": object.__setattr__, "_not_given": _NOT_GIVEN}
    parts = [_part_of(one, world) for one in fields(cls)]
    form = "_set(self, {0!r}, {1})" if cls.__dataclass_params__.frozen else "self.{0} = {1}"
    head = ", ".join(("self", *(taken for _, taken, _ in parts)))
    body = "\n ".join(form.format(field_name, value) for field_name, _, value in parts)
    exec(f"def {name}({head}):\n {body or 'pass'}", world)  # noqa: S102 - Field names only.
    method = world[name]
    method.__qualname__ = f"{cls.__qualname__}.{name}"
    method.__annotations__ = {one.name: one.type for one in fields(cls)} | {"return": None}
    return method


def _part_of(one: Field[Any], world: dict[str, Any]) -> tuple[str, str, str]:
    """A field's name, how it is taken, and its value; its default stands in `world`."""
    name = one.name
    if one.default is not MISSING:
        world[f"_default_{name}"] = one.default
        return name, f"{name}=_default_{name}", name
    if one.default_factory is not MISSING:
        world[f"_new_{name}"] = one.default_factory
        return name, f"{name}=_not_given", f"_new_{name}() if {name} is _not_given else {name}"
    return name, name, name


def _compared(cls: Any, name: str) -> Any:
    """What the standard library writes for the same fields."""
    alike = [
        (one.name, Any, field(repr=one.repr, hash=one.hash, compare=one.compare))
        for one in fields(cls)
    ]
    written = make_dataclass(
        cls.__name__, alike, namespace={"__doc__": cls.__doc__}, init=False,
        repr=name == "__repr__", eq=name == "__eq__", unsafe_hash=name == "__hash__",
    )  # fmt: skip
    return written.__dict__[name]


def _refuse_to_set(_self: object, name: str, _value: object) -> None:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(_self: object, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: Any) -> list[Any]:
    return [getattr(self, one.name) for one in fields(self)]


def _set_state(self: Any, state: list[Any]) -> None:
    for one, value in zip(fields(self), state, strict=True):
        object.__setattr__(self, one.name, value)
