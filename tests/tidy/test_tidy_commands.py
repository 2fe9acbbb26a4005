"""Every command of the command line stands in a document that people read."""

from __future__ import annotations

import importlib

import pytest
import typer.main


def test_every_command_is_documented(checkout):
    documents = [checkout / "README.md", *sorted((checkout / "docs").rglob("*.md"))]
    text = "\n".join(path.read_text(encoding="utf-8") for path in documents)
    assert [name for name in commands() if f"podium-desk {name}" not in text] == []


def commands():
    """The full names of all commands, e.g. ``central house add``."""
    app = command_line()
    return sorted(leaves(typer.main.get_command(app), ()))


def command_line():
    try:
        main = importlib.import_module("podium_desk.commands.command_line")
    except ModuleNotFoundError as missing:
        if missing.name != "podium_desk.commands.command_line":
            raise
        pytest.skip("there is no command line yet")
    apps = [value for value in vars(main).values() if isinstance(value, typer.Typer)]
    assert apps, "the command line holds no Typer application for this test to read"
    return apps[0]


def leaves(command, path):
    children = getattr(command, "commands", None)
    if not children:
        yield " ".join(path)
        return
    for name, child in children.items():
        if not child.hidden:
            yield from leaves(child, (*path, name))
