"""A module's code comes from one file as long as its source is the same, and else from Python."""

import importlib
import os
import subprocess
import sys

import pytest

from podium_desk.kept_modules import KeptModules

OURS = "hardware.made_module"


@pytest.fixture
def program(tmp_path, monkeypatch):
    """A module of the program in a folder of its own, and where its code is kept."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    root, folder = tmp_path / "root", tmp_path / "kept"
    source = root / "hardware" / "made_module.py"
    source.parent.mkdir(parents=True)
    source.write_text("SAYS = 'one'\n")
    package = importlib.import_module("hardware")
    monkeypatch.setattr(package, "__path__", [str(source.parent)])
    yield str(root), folder, source
    forget()


def forget():
    sys.modules.pop(OURS, None)
    importlib.invalidate_caches()


def loaded(kept):
    """The module, as a new start of the program would load it."""
    forget()
    sys.meta_path.insert(0, kept)
    try:
        return importlib.import_module(OURS)
    finally:
        sys.meta_path.remove(kept)


def kept_once(root, folder):
    first = KeptModules("desk", root, folder)
    loaded(first)
    first.keep()


def test_the_next_start_loads_it_without_reading_its_bytecode(program):
    root, folder, source = program
    kept_once(root, folder)
    (bytecode,) = (source.parent / "__pycache__").iterdir()
    bytecode.unlink()
    kept = KeptModules("desk", root, folder)
    module = loaded(kept)
    assert (module.SAYS, module.__file__, module.__cached__) == ("one", str(source), str(bytecode))
    assert not bytecode.exists()


def test_a_source_that_was_changed_is_read_and_kept_anew(program):
    root, folder, source = program
    kept_once(root, folder)
    source.write_text("SAYS = 'two and more'\n")
    kept = KeptModules("desk", root, folder)
    assert loaded(kept).SAYS == "two and more"
    kept.keep()
    assert KeptModules("desk", root, folder).find_spec(OURS) is not None


def test_a_source_that_is_gone_is_not_loaded(program):
    root, folder, source = program
    kept_once(root, folder)
    source.unlink()
    with pytest.raises(ModuleNotFoundError):
        loaded(KeptModules("desk", root, folder))


def test_what_another_start_kept_stays(program):
    root, folder, source = program
    kept_once(root, folder)
    source.with_name("other.py").write_text("")
    second = KeptModules("desk", root, folder)
    forget()
    sys.meta_path.insert(0, second)
    importlib.import_module("hardware.other")
    sys.meta_path.remove(second)
    second.keep()
    sys.modules.pop("hardware.other")
    assert KeptModules("desk", root, folder).find_spec(OURS) is not None


@pytest.mark.parametrize("spoil", [lambda all_: all_[:-1], lambda all_: all_[:20], lambda _: b""])
def test_a_file_that_is_not_whole_counts_for_nothing(program, spoil):
    root, folder, _ = program
    kept_once(root, folder)
    (file,) = folder.iterdir()
    file.write_bytes(spoil(file.read_bytes()))
    assert KeptModules("desk", root, folder).find_spec(OURS) is None
    assert loaded(KeptModules("desk", root, folder)).SAYS == "one"


def test_it_is_of_one_python_and_one_place(program, monkeypatch):
    root, folder, _ = program
    kept_once(root, folder)
    assert KeptModules("desk", root + "x", folder).find_spec(OURS) is None
    monkeypatch.setattr("podium_desk.kept_modules.MAGIC_NUMBER", b"\0\0\r\n")
    assert KeptModules("desk", root, folder).find_spec(OURS) is None


def test_a_folder_that_nobody_may_write_to_keeps_nothing(program):
    root, folder, _ = program
    folder.write_bytes(b"")
    kept_once(root, folder)
    assert loaded(KeptModules("desk", root, folder)).SAYS == "one"


def test_modules_of_others_are_never_kept():
    kept = KeptModules("desk", os.path.dirname(os.__file__))
    assert kept.find_spec("json") is None
    assert kept.find_spec("podium_desk_more") is None


def test_a_start_leaves_python_as_it_was(tmp_path):
    program = (
        "import re, sys; before = [*sys.meta_path]; compiler = re._compiler.compile;"
        "from podium_desk.commands.plain_desk import plain_desk\n"
        "try: plain_desk(['desk', sys.argv[1]])\n"
        "except SystemExit: print(sys.meta_path == before, re._compiler.compile is compiler)"
    )
    said = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert said.stdout.split() == ["True", "True"]
