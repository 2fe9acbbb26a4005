"""A dataclass with late methods is one of the standard library in all that can be seen of it."""

from __future__ import annotations

import copy
import dataclasses
import pickle
import typing
from threading import Barrier, Thread
from typing import Any

import msgspec
import pytest

from podium_desk.late_dataclass import dataclass, lend


@dataclass(frozen=True, slots=True)
class Late:
    """With each kind of field that the house uses."""

    number: int
    names: tuple[str, ...] = ()
    halls: dict[str, int] = dataclasses.field(default_factory=dict)
    told: object = dataclasses.field(default=None, repr=False, compare=False)


@dataclasses.dataclass(frozen=True, slots=True)
class Real:
    """With each kind of field that the house uses."""

    number: int
    names: tuple[str, ...] = ()
    halls: dict[str, int] = dataclasses.field(default_factory=dict)
    told: object = dataclasses.field(default=None, repr=False, compare=False)


@dataclass(slots=True)
class Changing:
    """A state: it may be changed."""

    number: int
    others: list[int] = dataclasses.field(default_factory=list)


def _said(call: Any) -> str:
    """What an operation gives or raises, without the name of the class."""
    try:
        return repr(call()).replace("Real", "Late")
    except (TypeError, AttributeError, ValueError) as error:
        return f"{type(error).__name__}: {error}".replace("Real", "Late")


@pytest.mark.parametrize(
    "ask",
    [
        lambda cls: cls(1),
        lambda cls: cls(1, ("An",), {"a": 1}, told=2),
        lambda cls: cls(number=3, names=("Bo",)),
        lambda cls: cls(),
        lambda cls: cls(1, 2, 3, 4, 5),
        lambda cls: cls(1, unknown=2),
        lambda cls: cls(1) == cls(1, told=3),
        lambda cls: cls(1) == cls(2),
        lambda cls: cls(1) == 1,
        lambda cls: hash(cls(1, halls=())) == hash(cls(1, halls=(), told=2)),
        lambda cls: hash(cls(1)),
        lambda cls: setattr(cls(1), "number", 2),
        lambda cls: delattr(cls(1), "number"),
        lambda cls: cls(1).__dict__,
        lambda cls: cls.__slots__,
        lambda cls: cls.__match_args__,
        lambda cls: cls.__doc__,
        lambda cls: cls.__annotations__,
        lambda cls: typing.get_type_hints(cls),
        lambda cls: cls.__dataclass_params__,
        lambda cls: [(one.name, one.type) for one in dataclasses.fields(cls)],
        lambda cls: dataclasses.replace(cls(1), number=2),
        lambda cls: dataclasses.asdict(cls(1, halls={"a": 1})),
        lambda cls: copy.deepcopy(cls(1, halls={"a": 1})),
        lambda cls: pickle.loads(pickle.dumps(cls(1, ("An",)))),
        lambda cls: msgspec.msgpack.encode(cls(1)),
        lambda cls: msgspec.convert({"number": 1}, cls),
        lambda cls: cls(1).halls is cls(1).halls,
    ],
)
def test_it_does_what_a_dataclass_does(ask: Any) -> None:
    assert _said(lambda: ask(Late)) == _said(lambda: ask(Real))


def test_a_method_stands_in_its_own_place_once_it_was_called() -> None:
    @dataclass(frozen=True, slots=True)
    class Fresh:
        number: int

    before = Fresh.__init__
    Fresh(1)
    after = Fresh.__init__

    assert after is not before
    assert after.__code__.co_varnames[: after.__code__.co_argcount] == ("self", "number")
    assert Fresh(2).number == 2


def test_a_value_of_a_class_below_is_of_that_class() -> None:
    class Below(Late):
        __slots__ = ()

    below = Below(1)

    assert type(below) is Below
    assert _said(lambda: setattr(below, "number", 2)) == _said(
        lambda: setattr(Real(1), "number", 2)
    )


def test_two_threads_may_need_a_method_first_at_once() -> None:
    @dataclass(frozen=True, slots=True)
    class Fresh:
        number: int

    begin, made = Barrier(2), []

    def make() -> None:
        begin.wait()
        made.extend(Fresh(number) for number in range(50))

    threads = [Thread(target=make) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(one.number for one in made) == sorted([*range(50), *range(50)])


@dataclass(frozen=True, slots=True, order=True)
class LateFirst:
    """Two that have an order."""

    number: int
    name: str = ""


@dataclasses.dataclass(frozen=True, slots=True, order=True)
class RealFirst:
    """Two that have an order."""

    number: int
    name: str = ""


@pytest.mark.parametrize(
    "ask",
    [
        lambda cls: cls(1) < cls(2),
        lambda cls: cls(1, "a") >= cls(1, "b"),
        lambda cls: cls(1) <= cls(1),
        lambda cls: cls(1) > 1,
        lambda cls: sorted([cls(2), cls(1, "b"), cls(1, "a")]),
        lambda cls: cls.__dataclass_params__,
    ],
)
def test_it_has_the_order_of_a_dataclass(ask: Any) -> None:
    assert _said(lambda: ask(LateFirst)) == _said(lambda: ask(RealFirst))


def test_it_is_lent_to_the_packages_that_stand_alone_and_to_nobody_else(monkeypatch: Any) -> None:
    monkeypatch.setattr(dataclasses, "dataclass", dataclasses.dataclass)
    lend()

    def made(module: str) -> Any:
        body = {"__annotations__": {"number": "int"}, "__module__": module, "__doc__": "One."}
        return dataclasses.dataclass(frozen=True, slots=True)(type("Made", (), body))

    assert [made(name).__init__.__code__.co_name for name in ("sync.x", "hardware.y", "json")] == [
        "stands_for", "stands_for", "__init__",
    ]  # fmt: skip


def test_a_state_can_be_changed_and_is_no_key() -> None:
    state = Changing(1)
    state.number = 2
    state.others.append(3)

    assert state == Changing(2, [3])
    assert _said(lambda: hash(state)) == "TypeError: unhashable type: 'Changing'"


def test_a_variable_of_the_class_is_no_field() -> None:
    @dataclass(frozen=True, slots=True)
    class Counted:
        number: int
        known: typing.ClassVar[int] = 3

    assert [one.name for one in dataclasses.fields(Counted)] == ["number"]
    assert Counted(1).known == 3


def test_what_is_not_plain_is_made_by_the_standard_library() -> None:
    @dataclass(frozen=True)
    class Open:
        number: int

    @dataclass(frozen=True, slots=True)
    class Longer(Late):
        last: int = 0

    @dataclass(frozen=True, slots=True)
    class Checked:
        number: int

        def __post_init__(self) -> None:
            if self.number < 0:
                raise ValueError(self.number)

    assert Open(1).__dict__ == {"number": 1}
    assert Longer(1, last=4).last == 4
    assert _said(lambda: Checked(-1)) == "ValueError: -1"
