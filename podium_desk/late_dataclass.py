"""`dataclass` as of the standard library, but its methods are written when they are first called.

Python writes, compiles and runs six methods for a frozen dataclass as its module is loaded, 0.8 ms;
a counter loads four hundred of them to start, and uses the methods of some seventy. Here a class
gets its slots at once, and a method when it is called for the first time, from then on with nothing
in between; what a class tells of its fields is put together by the standard library when it is
first asked ([why](../docs/decisions/0020-late-methods.md)).
"""

from __future__ import annotations

import dataclasses
from dataclasses import MISSING, Field, FrozenInstanceError, field, make_dataclass
from dataclasses import dataclass as _dataclass
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
        if given.__bases__ != (object,) or type(given) is not type or not _is_plain(given, options):
            return _dataclass(given, **options)
        return _with_late_methods(given, options.get("frozen", False), options.get("order", False))


def lend() -> None:
    """Let `sync` and `hardware` have it too, which stand alone and ask the standard library. For a
    program that waits for their modules as well; before they are loaded."""
    dataclasses.dataclass = _lent


def _lent(given: type | None = None, /, **options: Any) -> Any:
    if given is None:
        return lambda cls: _lent(cls, **options)
    is_theirs = given.__module__.partition(".")[0] in _BORROWERS
    return (dataclass if is_theirs else _dataclass)(given, **options)


_BORROWERS = frozenset({"sync", "hardware"})
_OWN = frozenset({
    "__init__", "__post_init__", "__repr__", "__eq__", "__hash__", "__setattr__", "__delattr__",
    "__getstate__", "__setstate__", "__slots__", "__lt__", "__le__", "__gt__", "__ge__",
})  # fmt: skip
"""A class that has any of these in its body has a say in how it is made."""
_LATE, _ORDER = (
    ("__init__", "__repr__", "__eq__", "__hash__"),
    ("__lt__", "__le__", "__gt__", "__ge__"),
)
_FIELDS, _PARAMETERS = "__dataclass_fields__", "__dataclass_params__"
_NOT_GIVEN = object()


def _is_plain(given: type, options: dict[str, bool]) -> bool:
    body = given.__dict__
    said = body.get("__annotations__", {})
    return (
        options.get("slots", False)
        and options.keys() <= {"frozen", "slots", "order"}
        and _OWN.isdisjoint(body)
        and all(_is_usual(word) for word in said.values())
        and all(_is_usual_value(value, name in said) for name, value in body.items())
    )


def _is_usual(word: object) -> bool:
    """Whether what an annotation says is a field for certain."""
    return isinstance(word, str) and not (
        "ClassVar" in word or "InitVar" in word or "KW_ONLY" in word
    )


def _is_usual_value(value: object, is_of_field: bool) -> bool:
    """Whether `__init__` takes it, also by its place; a default that may change is no usual one."""
    if isinstance(value, Field):
        return is_of_field and value.init and value.kw_only is not True
    return not is_of_field or value.__class__.__hash__ is not None


class _Told:
    """What a class says of its fields, and tells who asks (a descriptor)."""

    __slots__ = ("cls", "has_order", "is_frozen", "said", "values")

    def __init__(
        self, said: dict[str, Any], values: dict[str, Any], is_frozen: bool, has_order: bool
    ) -> None:
        """`values` are the defaults, plain or as a `Field`."""
        self.said, self.values = said, values
        self.is_frozen, self.has_order = is_frozen, has_order
        self.cls: Any = None

    def fields(self) -> list[tuple[str, Field[Any]]]:
        """Each with its name, in order."""
        return [(name, self._field(name)) for name in self.said]

    def _field(self, name: str) -> Field[Any]:
        value = self.values.get(name, MISSING)
        made: Field[Any] = value if isinstance(value, Field) else field(default=value)
        return made


class _Asked:
    """Stands for what the standard library puts on a class, until somebody asks."""

    __slots__ = ("name", "told")

    def __init__(self, told: _Told, name: str) -> None:
        self.told, self.name = told, name

    def __get__(self, _instance: object, _cls: type | None = None) -> Any:
        told = self.told
        # It looks at each annotation three times, unless it is a class.
        words: Any = dict.fromkeys(told.said, object)
        body = {"__annotations__": words, "__doc__": "Has a signature else.", **told.values}
        made: Any = _dataclass(type(told.cls.__name__, (), body), init=False, repr=False, eq=False)
        for name, word in told.said.items():
            made.__dataclass_fields__[name].type = word
        parameters = made.__dataclass_params__
        parameters.init = parameters.repr = parameters.eq = True
        parameters.frozen, parameters.order = told.is_frozen, told.has_order
        if hasattr(parameters, "slots"):
            parameters.slots = True
        for name in (_FIELDS, _PARAMETERS):
            setattr(told.cls, name, getattr(made, name))
        return getattr(made, self.name)


def _with_late_methods(given: type, is_frozen: bool, has_order: bool) -> type:
    body = dict(given.__dict__)
    said = body.setdefault("__annotations__", {})
    values = {name: body.pop(name) for name in said if name in body}
    told = _Told(said, values, is_frozen, has_order)
    del body["__dict__"], body["__weakref__"]
    body["__doc__"] = given.__doc__ or given.__name__
    body["__slots__"] = body["__match_args__"] = tuple(said)
    body[_FIELDS], body[_PARAMETERS] = _Asked(told, _FIELDS), _Asked(told, _PARAMETERS)
    for name in _LATE + _ORDER * has_order:
        body[name] = _late(told, name, given.__qualname__)
    if is_frozen:
        body |= _FROZEN
    else:
        body["__hash__"] = None
    told.cls = type(given.__name__, (object,), body)
    told.cls.__qualname__ = given.__qualname__
    return told.cls  # type: ignore[no-any-return]  # It is the class that was given, with slots.


def _late(told: _Told, name: str, class_name: str) -> Callable[..., Any]:
    """Stands for the method until it is called, then puts the method in its own place."""

    def stands_for(self: object, *given: Any, **named: Any) -> Any:
        method = _init_of(told) if name == "__init__" else _compared(told, name)
        setattr(told.cls, name, method)
        return method(self, *given, **named)

    stands_for.__name__, stands_for.__qualname__ = name, f"{class_name}.{name}"
    return stands_for


def _init_of(told: _Told) -> Any:
    """The class's `__init__`, in words as the standard library's.

    A frozen value is filled while it is of a class with the same slots that refuses nothing: to go
    round the refusal for each field takes five times as long, and a scan at a door fills thirty
    values of two hundred fields while a guest waits.
    """
    world: dict[str, Any] = {"_not_given": _NOT_GIVEN}
    parts = [_part_of(name, one, world) for name, one in told.fields()]
    head = ", ".join(("self", *(taken for _, taken, _ in parts)))
    lines = [f"self.{field_name} = {value}" for field_name, _, value in parts] or ["pass"]
    if told.is_frozen:
        world["_become"] = object.__dict__["__class__"].__set__
        world["_Open"] = type(told.cls.__name__, (), {"__slots__": tuple(told.said)})
        lines = ["_cls = self.__class__", "_become(self, _Open)", *lines, "_become(self, _cls)"]
    body = "\n ".join(lines)
    exec(f"def __init__({head}):\n {body}", world)  # noqa: S102 - Field names only.
    method = world["__init__"]
    method.__qualname__ = f"{told.cls.__qualname__}.__init__"
    method.__annotations__ = told.said | {"return": None}
    return method


def _part_of(name: str, one: Field[Any], world: dict[str, Any]) -> tuple[str, str, str]:
    """A field's name, how it is taken, and its value; its default stands in `world`."""
    if one.default is not MISSING:
        world[f"_default_{name}"] = one.default
        return name, f"{name}=_default_{name}", name
    if one.default_factory is not MISSING:
        world[f"_new_{name}"] = one.default_factory
        return name, f"{name}=_not_given", f"_new_{name}() if {name} is _not_given else {name}"
    return name, name, name


def _compared(told: _Told, name: str) -> Any:
    """What the standard library writes for the same fields."""
    alike = [
        (name, Any, field(repr=one.repr, hash=one.hash, compare=one.compare))
        for name, one in told.fields()
    ]
    written = make_dataclass(
        told.cls.__name__, alike, namespace={"__doc__": told.cls.__doc__}, init=False,
        repr=name == "__repr__", eq=name == "__eq__" or name in _ORDER, order=name in _ORDER,
        unsafe_hash=name == "__hash__",
    )  # fmt: skip
    return written.__dict__[name]


def _refuse_to_set(_self: object, name: str, _value: object) -> None:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(_self: object, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: Any) -> list[Any]:
    return [getattr(self, name) for name in self.__match_args__]


def _set_state(self: Any, state: list[Any]) -> None:
    for name, value in zip(self.__match_args__, state, strict=True):
        object.__setattr__(self, name, value)


_FROZEN = {
    "__setattr__": _refuse_to_set,
    "__delattr__": _refuse_to_delete,
    "__getstate__": _state,
    "__setstate__": _set_state,
}
"""What all of them have alike."""
