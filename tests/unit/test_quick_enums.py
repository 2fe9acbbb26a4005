"""An enumeration that is made quickly is what `enum` makes of the same names and values."""

import copy
from enum import KEEP, Enum, EnumType, Flag, IntEnum, IntFlag, StrEnum, auto

import pytest

from podium_desk import quick_enums
from podium_desk.quick_enums import PYTHONS_NEW, PYTHONS_OWN, make_enums_quickly

NAMES = {
    "with aliases": [("Off", 0), ("On", 1), ("Also", 1), ("Last", 2)],
    "flags out of order": [("A", 1), ("C", 4), ("B", 2), ("AC", 5), ("None_", 0), ("Again", 4)],
    "a mask": [("High", 0x80000000), ("Low", 1), ("Mask", 0xFFF), ("Minus", -1)],
    "a word of enum's own": [("name", 1), ("B", 2)],
    "a private one": [("_x", 1), ("B", 2)],
    "no number": [("A", "a"), ("B", (1, 2))],
}
SIMPLE = [NAMES["flags out of order"], NAMES["a mask"]]


def as_python_has_it(monkeypatch):
    monkeypatch.setattr(EnumType, "_create_", PYTHONS_OWN)
    monkeypatch.setattr(EnumType, "__new__", PYTHONS_NEW)


def made(base, pairs, monkeypatch):
    """By `enum` itself, and quickly."""
    as_python_has_it(monkeypatch)
    slowly = _made(base, pairs)
    make_enums_quickly()
    return slowly, _made(base, pairs)


def _made(base, pairs):
    try:
        return base("Made", list(pairs), boundary=KEEP)
    except (TypeError, ValueError) as error:
        return repr(error)


def what(value, cls):
    """All that an enumeration holds, without its own identity."""
    if isinstance(value, cls):
        own = {key: part for key, part in vars(value).items() if key != "__objclass__"}
        return type(value).__name__, own
    if isinstance(value, dict):
        return {key: what(part, cls) for key, part in value.items()}
    # A method of a class, or an own property, is bound to it anew, and written twice for this test.
    value = getattr(value, "__func__", type(value) if hasattr(value, "fget") else value)
    return getattr(value, "__code__", value)


def told(cls):
    if isinstance(cls, str):
        return cls
    return {
        name: what(value, cls)
        for name, value in vars(cls).items()
        if name not in {"__dict__", "__weakref__"}
    }


@pytest.mark.parametrize("base", [Enum, IntEnum, Flag, IntFlag])
@pytest.mark.parametrize("names", NAMES)
def test_it_is_made_as_python_makes_it(base, names, monkeypatch):
    slowly, quickly = made(base, NAMES[names], monkeypatch)
    assert told(quickly) == told(slowly)


@pytest.mark.parametrize("base", [Flag, IntFlag])
@pytest.mark.parametrize("pairs", SIMPLE)
def test_flags_are_combined_and_listed_as_ever(base, pairs, monkeypatch):
    slowly, quickly = made(base, pairs, monkeypatch)
    for number in (0, 1, 3, 5, 7, 0x1001):
        for one in (lambda cls, n=number: cls(n), lambda cls, n=number: ~cls(n) | cls(1)):
            assert repr(one(quickly)) == repr(one(slowly))
    assert [str(one) for one in quickly] == [str(one) for one in slowly]


def test_whoever_asks_is_its_module_and_a_class_of_ones_own_is_not_touched(monkeypatch):
    slowly, quickly = made(IntEnum, NAMES["with aliases"], monkeypatch)
    assert quickly.__module__ == slowly.__module__ == __name__

    class Own(Enum):
        ONE = "one"

    assert Own("one") is Own.ONE


def test_a_python_that_keeps_its_members_in_more_makes_them_itself(monkeypatch):
    as_python_has_it(monkeypatch)
    monkeypatch.setattr(quick_enums, "_empty", lambda *_, **__: {"_hashable_values_": []})
    make_enums_quickly()
    assert EnumType._create_ == PYTHONS_OWN
    assert EnumType.__new__ is PYTHONS_NEW


WORDS = {
    "texts": ("Enum", '"""Two."""; ONE = "one"; TWO = "two"; AGAIN = "one"'),
    "texts that are texts": ("StrEnum", 'ONE = "one"; TWO = "two"'),
    "numbers": ("IntEnum", "ONE = 1; TWO = 2"),
    "numbers and texts": ("Enum", 'ONE = 1; TWO = "two"'),
    "what comes by itself": ("Enum", "ONE = auto(); TWO = auto()"),
    "texts by themselves": ("StrEnum", "ONE = auto(); TWO = auto()"),
    "flags": ("Flag", "ONE = auto(); TWO = auto(); BOTH = 3"),
    "a property and methods": (
        "Enum",
        'ONE = "one"; says = property(lambda self: self.value); is_one = lambda self: True;'
        "first = classmethod(lambda cls: cls.ONE); length = staticmethod(len)",
    ),
    "a text of its own": ("Enum", 'ONE = "one"; __str__ = lambda self: "One"'),
    "one that makes up the rest": (
        "Enum", 'ONE = "one"; _missing_ = classmethod(lambda cls, _: cls.ONE)',
    ),
    "several values": ("Enum", "ONE = (1, 2); __init__ = lambda self, a, b: None"),
    "what is ignored": ("Enum", '_ignore_ = ["y"]; y = 3; ONE = 1'),
    "truth": ("Enum", "ONE = True; TWO = 1"),
    "a word of enum's own": ("Enum", "name = 1"),
    "no members": ("Enum", "pass"),
    "the same twice": ("IntEnum", "ONE = 1; ONE = 2"),
}  # fmt: skip
KNOWN = {"Enum": Enum, "StrEnum": StrEnum, "IntEnum": IntEnum, "Flag": Flag, "auto": auto}


def written(base, body):
    try:
        world = {**KNOWN, "__name__": "written"}
        exec(f"class Written({base}): {body}", world)
        return world["Written"]
    except TypeError as error:
        return repr(error)


@pytest.mark.parametrize("words", WORDS)
def test_a_class_that_is_written_out_is_as_python_makes_it(words, monkeypatch):
    as_python_has_it(monkeypatch)
    slowly = written(*WORDS[words])
    make_enums_quickly()
    quickly = written(*WORDS[words])
    assert told(quickly) == told(slowly)
    if not isinstance(quickly, str):
        for python in (repr, str, "{}".format):
            assert list(map(python, quickly)) == list(map(python, slowly))
        assert [copy.deepcopy(one) is one for one in quickly] == [True] * len(quickly)
