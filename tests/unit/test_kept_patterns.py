"""A regular expression that was kept finds what it found when it was compiled."""

import re
import sys

import pytest

from podium_desk.kept_patterns import KeptPatterns

FOUND = {
    (r"(?P<row>[a-z]+)\s*(?P<number>\d+)?", re.IGNORECASE): "Rij É  12",
    (r"\bé(.)\1", re.IGNORECASE | re.VERBOSE): "X Éaa",
    (rb"\d+(?:x|y)", 0): b"12y",
    (r"(?i:abc)|^(?!abd).*$", re.MULTILINE): "abd\nxyz",
}


@pytest.fixture(autouse=True)
def no_memory(monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    re.purge()
    yield
    re.purge()


def found(pattern, flags):
    made = re.compile(pattern, flags)
    match = made.search(FOUND[pattern, flags])
    return made.pattern, made.flags, made.groups, made.groupindex, match and match.span()


def all_found(kept):
    re.purge()
    kept.begin()
    try:
        return [found(*asked) for asked in FOUND]
    finally:
        kept.end()


def test_a_second_start_compiles_nothing_and_finds_the_same(tmp_path, monkeypatch):
    by_python = [found(*asked) for asked in FOUND]
    assert all_found(KeptPatterns("desk", tmp_path)) == by_python
    monkeypatch.setattr(re._compiler, "_code", None)
    assert all_found(KeptPatterns("desk", tmp_path)) == by_python


def test_one_that_is_wrong_is_told_as_ever(tmp_path):
    kept = KeptPatterns("desk", tmp_path)
    kept.begin()
    try:
        with pytest.raises(re.error, match="unterminated subpattern"):
            re.compile("(")
    finally:
        kept.end()


def test_a_pattern_that_is_no_text_is_not_kept(tmp_path):
    kept = KeptPatterns("desk", tmp_path)
    kept.begin()
    try:
        found = re.Scanner([(r"\d+", lambda _, digits: int(digits))]).scan("12")
    finally:
        kept.end()
    assert found == ([12], "")


def test_what_another_python_kept_counts_for_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr("podium_desk.kept_patterns._SOURCE", b"another")
    all_found(KeptPatterns("desk", tmp_path))
    monkeypatch.undo()
    monkeypatch.setattr(re._compiler, "_code", None)
    with pytest.raises(TypeError):
        all_found(KeptPatterns("desk", tmp_path))
