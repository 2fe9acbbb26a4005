"""What came of a file of scenarios: one line each, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from podium_desk.i18n.words import Words
from podium_desk.late_dataclass import dataclass
from podium_desk.proving.replay.form import BadForm
from podium_desk.proving.replay.form_checks import read_scenario
from podium_desk.proving.replay.playing import Difference, Way, play

_SCHEMA = "schema.json"
"""The form itself, which stands among the scenarios."""


@dataclass(frozen=True, slots=True)
class Replayed:
    """One file. `way` is how it was played where it differed `first`; `bad_form` is why it is no
    scenario."""

    file: Path
    id: str = ""
    first: Difference | None = None
    way: Way | None = None
    bad_form: str = ""

    @property
    def is_passed(self) -> bool:
        """Whether it is a scenario and all was as expected, in every way."""
        return self.first is None and not self.bad_form

    @property
    def difference(self) -> str:
        """The first difference in words; empty for none."""
        return "" if self.first is None else self.first.what


def files_of(paths: Iterable[Path]) -> list[Path]:
    """The files to play: those that are named, and of a folder its JSON by name."""
    found: list[Path] = []
    for path in paths:
        found += sorted(path.glob("*.json")) if path.is_dir() else [path]
    return [path for path in found if path.name != _SCHEMA]


def replayed(path: Path, ways: Sequence[Way]) -> Replayed:
    """Play one file in each of these ways, to the first difference."""
    try:
        scenario = read_scenario(path.read_bytes())
    except (BadForm, OSError) as fault:
        return Replayed(path, bad_form=str(fault))
    for way in ways:
        played = play(scenario, way)
        if played.first is not None:
            return Replayed(path, scenario.id, played.first, way)
    return Replayed(path, scenario.id)


def line_of(one: Replayed, words: Words) -> str:
    """The line that people read."""
    if one.bad_form:
        return words("replay.bad_form", file=str(one.file), why=one.bad_form)
    if one.way is not None:
        how = words("replay.disk" if one.way.on_disk else "replay.memory")
        how += words("replay.with_restarts") if one.way.restarts else ""
        return words("replay.differs", id=one.id, how=how, what=one.difference)
    return words("replay.passed", id=one.id)


def as_data(done: Sequence[Replayed], ways: Sequence[Way]) -> dict[str, Any]:
    """The same for programs."""
    return {
        "scenarios": [
            {
                "file": str(one.file), "id": one.id, "passed": one.is_passed,
                "difference": one.difference, "bad_form": one.bad_form,
                "way": None if one.way is None else _way(one.way),
            }
            for one in done
        ],
        "passed": sum(1 for one in done if one.is_passed),
        "failed": [_failed(one) for one in done if not one.is_passed],
        "ways": [_way(way) for way in ways],
    }  # fmt: skip


def _failed(one: Replayed) -> dict[str, Any]:
    """What failed; a file that is no scenario failed at no step of it."""
    if one.first is None:
        return {"id": one.id or one.file.stem, "step": None, "expected": None, "got": one.bad_form}
    first = one.first
    return {"id": one.id, "step": first.step, "expected": first.expected, "got": first.got}


def _way(way: Way) -> dict[str, Any]:
    return {"on": "disk" if way.on_disk else "memory", "restarts": way.restarts}
