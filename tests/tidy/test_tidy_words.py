"""Every sentence that the code asks for exists in its languages, and none is left over.

All of it is in Dutch and English. What a person sees in a window or on paper is in French and
German too; what only an administrator reads at the command line or on the store's page is not.
"""

from __future__ import annotations

import ast
import re
import string
import tomllib
from dataclasses import dataclass

import pytest

COMPLETE = ("nl", "en")
OF_THE_WINDOWS = ("fr", "de")
WINDOWS = {
    "attendance", "clerks", "closing", "counter", "customers", "device_status", "display",
    "documents", "door", "door_pages", "drill", "duties", "faults", "incidents", "lists",
    "layouts", "login", "memory", "orders", "passes", "paying", "ready", "refusals", "repair",
    "set_up", "status", "tape", "terminal", "till", "uitpas",
}  # fmt: skip
"""The catalogues of what is seen in a window or on paper."""
ADMINISTRATORS = {
    "central", "daybook", "demo", "device", "devices", "doctor", "imports", "parcels", "recover",
    "replay", "simulate", "store_page", "venue", "write_off",
}  # fmt: skip
"""The catalogues of the command line and of the store's page."""
FOR_WINDOWS = ("podium_desk/ui/", "podium_desk/presentation/", "podium_desk/documents/")
OPEN_SPACE = re.compile(r"\S [:;!?»]|« ")
KEY = re.compile(r"[a-z_]+\.\w+")
PLURAL_FORMS = {"one", "other"}


@dataclass(frozen=True)
class Use:
    """One place where a key is asked for, with the named places that it fills in there."""

    at: str
    key: str
    filled: frozenset[str]
    is_open: bool
    """Whether values come from a ``**mapping`` too, which cannot be read here."""


def test_dutch_and_english_have_the_same_sentences_with_the_same_places(catalogues):
    dutch, english = (catalogues[language] for language in COMPLETE)
    assert sorted(dutch.keys() ^ english.keys()) == []
    unlike = {
        key: (sorted(places(dutch[key])), sorted(places(english[key])))
        for key in dutch
        if places(dutch[key]) != places(english[key])
    }
    assert unlike == {}


@pytest.mark.parametrize("language", OF_THE_WINDOWS)
def test_french_and_german_say_all_of_the_windows_and_nothing_else(language, catalogues):
    dutch = {key: said for key, said in catalogues["nl"].items() if area(key) in WINDOWS}
    translated = catalogues[language]
    assert sorted(dutch.keys() ^ translated.keys()) == []
    unlike = {
        key: (sorted(places(dutch[key])), sorted(places(translated[key])))
        for key in dutch
        if places(dutch[key]) != places(translated[key])
    }
    assert unlike == {}


def test_every_catalogue_is_for_the_windows_or_for_administrators(catalogues):
    assert {area(key) for key in catalogues["nl"]} == WINDOWS | ADMINISTRATORS
    assert set() == WINDOWS & ADMINISTRATORS


def test_no_window_asks_for_a_word_of_administrators(uses):
    strange = [
        f"{use.at} {use.key}"
        for use in uses
        if use.at.startswith(FOR_WINDOWS) and area(use.key) in ADMINISTRATORS
    ]
    assert strange == []


def test_french_has_a_space_that_does_not_break_before_its_signs(catalogues):
    """Else a question mark stands alone at the head of the next line."""
    loose = [
        key
        for key, message in catalogues["fr"].items()
        if any(OPEN_SPACE.search(form) for form in forms(message))
    ]
    assert loose == []


def test_every_plural_has_both_forms(catalogues):
    lame = [
        (language, key)
        for language, catalogue in catalogues.items()
        for key, message in catalogue.items()
        if isinstance(message, dict) and set(message) != PLURAL_FORMS
    ]
    assert lame == []


def test_no_sentence_is_empty(catalogues):
    empty = [
        (language, key)
        for language, catalogue in catalogues.items()
        for key, message in catalogue.items()
        if not all(form.strip() for form in forms(message))
    ]
    assert empty == []


def test_every_key_that_is_asked_for_exists(catalogues, uses):
    known = catalogues["nl"]
    assert [f"{use.at} {use.key}" for use in uses if use.key not in known] == []


def test_every_named_place_is_filled_where_the_key_is_used(catalogues, uses):
    hollow = [
        f"{use.at} {use.key}: {', '.join(sorted(unfilled))}"
        for use in uses
        if not use.is_open and (unfilled := wanted(catalogues["nl"].get(use.key, "")) - use.filled)
    ]
    assert hollow == []


def test_every_sentence_is_used(catalogues, modules):
    """A key counts as used where it stands whole in the code, where a composed key such as
    ``f"door.verdict_{verdict}"`` fits it, or, in an area that is asked for as ``f"door.{name}"``,
    where its name does.
    """
    texts, shapes = spoken(modules)
    left_over = [key for key in catalogues["nl"] if not is_used(key, texts, shapes)]
    assert left_over == []


@pytest.fixture(scope="module")
def catalogues(checkout):
    return {language: catalogue(checkout, language) for language in (*COMPLETE, *OF_THE_WINDOWS)}


@pytest.fixture(scope="module")
def uses(modules):
    return [
        Use(
            module.at(call),
            call.args[0].value,
            frozenset(keyword.arg for keyword in call.keywords if keyword.arg),
            any(keyword.arg is None for keyword in call.keywords),
        )
        for module in modules
        for call in ast.walk(module.tree)
        if isinstance(call, ast.Call) and asks_for_words(call)
    ]


def catalogue(checkout, language):
    found = {}
    for path in sorted((checkout / "resources" / "i18n" / language).glob("*.toml")):
        for key, message in tomllib.loads(path.read_text(encoding="utf-8")).items():
            found[f"{path.stem}.{key}"] = message
    return found


def area(key):
    return key.partition(".")[0]


def forms(message):
    return list(message.values()) if isinstance(message, dict) else [message]


def places(message):
    return {
        name
        for form in forms(message)
        for _, name, _, _ in string.Formatter().parse(form)
        if name is not None
    }


def wanted(message):
    return places(message) | ({"n"} if isinstance(message, dict) else set())


def asks_for_words(call):
    """``words("area.key")``, ``self._words("area.key")``, ``seller_words("area.key")``."""
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    first = call.args[0] if call.args else None
    return (
        name.strip("_").endswith("words")
        and isinstance(first, ast.Constant)
        and isinstance(first.value, str)
        and KEY.fullmatch(first.value) is not None
    )


def is_used(key, texts, shapes):
    area, _, name = key.partition(".")
    if key in texts or any(shape.fullmatch(key) for shape in shapes):
        return True
    is_asked_by_name = f"{area}." in texts
    return is_asked_by_name and (name in texts or any(shape.fullmatch(name) for shape in shapes))


def spoken(modules):
    """The strings of the code, and the shapes of its composed strings as patterns.

    Of ``f"{area}.{name}"`` nothing is known, so a shape needs a word of its own; an area alone,
    as in ``f"door.{name}"``, is no shape either, else it would call all of the area used.
    """
    texts, shapes = set(), set()
    for module in modules:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                texts.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                fixed = "".join(
                    part.value for part in node.values if isinstance(part, ast.Constant)
                )
                if len(fixed.strip("._ ")) > 2 and not fixed.endswith("."):
                    shapes.add(re.compile("".join(map(pattern, node.values))))
    return texts, shapes


def pattern(part):
    return re.escape(part.value) if isinstance(part, ast.Constant) else r"\w+"
