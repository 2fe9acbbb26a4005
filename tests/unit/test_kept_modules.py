"""A module's code comes from one file as long as its source is the same, and else from Python."""

import importlib
import os
import subprocess
import sys

import pytest

from podium_desk.kept_modules import KeptModules

OURS = "made_module"


@pytest.fixture
def program(tmp_path, monkeypatch):
    """A module of the program in a folder of its own, and where its code is kept."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    root, folder = tmp_path / "root", tmp_path / "kept"
    source = root / "made_module.py"
    root.mkdir()
    source.write_text("SAYS = 'one'\n")
    monkeypatch.setattr(sys, "path", [*sys.path, str(root)])
    yield folder, source
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


def kept_once(folder):
    first = KeptModules("desk", folder)
    loaded(first)
    first.keep()
    forget()


def test_the_next_start_loads_it_without_reading_its_bytecode(program):
    folder, source = program
    kept_once(folder)
    (bytecode,) = (source.parent / "__pycache__").iterdir()
    bytecode.unlink()
    kept = KeptModules("desk", folder)
    module = loaded(kept)
    assert (module.SAYS, module.__file__, module.__cached__) == ("one", str(source), str(bytecode))
    assert not bytecode.exists()


def test_a_source_that_was_changed_is_read_and_kept_anew(program):
    folder, source = program
    kept_once(folder)
    source.write_text("SAYS = 'two and more'\n")
    kept = KeptModules("desk", folder)
    assert loaded(kept).SAYS == "two and more"
    kept.keep()
    assert KeptModules("desk", folder).find_spec(OURS) is not None


def test_a_source_of_the_same_size_and_second_is_not_what_was_kept(program):
    folder, source = program
    kept_once(folder)
    before = source.stat()
    source.write_text("SAYS = 'two'\n")
    os.utime(source, ns=(before.st_atime_ns, before.st_mtime_ns + 1000))
    assert source.stat().st_size == before.st_size
    assert KeptModules("desk", folder).find_spec(OURS) is None


def test_a_source_that_is_gone_is_not_loaded(program):
    folder, source = program
    kept_once(folder)
    source.unlink()
    with pytest.raises(ModuleNotFoundError):
        loaded(KeptModules("desk", folder))


def test_what_another_start_kept_stays(program):
    folder, source = program
    kept_once(folder)
    source.with_name("other_made_module.py").write_text("")
    second = KeptModules("desk", folder)
    forget()
    sys.meta_path.insert(0, second)
    importlib.import_module("other_made_module")
    sys.meta_path.remove(second)
    second.keep()
    sys.modules.pop("other_made_module")
    assert KeptModules("desk", folder).find_spec(OURS) is not None


@pytest.mark.parametrize("spoil", [lambda all_: all_[:-1], lambda all_: all_[:20], lambda _: b""])
def test_a_file_that_is_not_whole_counts_for_nothing(program, spoil):
    folder, _ = program
    kept_once(folder)
    (file,) = folder.iterdir()
    file.write_bytes(spoil(file.read_bytes()))
    assert KeptModules("desk", folder).find_spec(OURS) is None
    assert loaded(KeptModules("desk", folder)).SAYS == "one"


def test_code_that_a_disk_lost_is_read_where_python_has_it(program):
    folder, _ = program
    kept_once(folder)
    (file,) = folder.iterdir()
    whole = file.read_bytes()
    code_bytes = len(KeptModules("desk", folder)._codes)
    file.write_bytes(whole[:-code_bytes] + bytes(code_bytes))
    assert loaded(KeptModules("desk", folder)).SAYS == "one"


def test_it_is_of_one_python_and_of_the_same_folders(program, monkeypatch):
    folder, _ = program
    kept_once(folder)
    with monkeypatch.context() as changed:
        changed.setattr(sys, "path", [*sys.path, "/another"])
        assert KeptModules("desk", folder).find_spec(OURS) is None
    assert KeptModules("desk", folder).find_spec(OURS) is not None
    monkeypatch.setattr("podium_desk.kept_modules.MAGIC_NUMBER", b"\0\0\r\n")
    assert KeptModules("desk", folder).find_spec(OURS) is None


def test_a_folder_that_nobody_may_write_to_keeps_nothing(program):
    folder, _ = program
    folder.write_bytes(b"")
    kept_once(folder)
    assert loaded(KeptModules("desk", folder)).SAYS == "one"


def test_nothing_is_written_where_nothing_is_new(program):
    folder, _ = program
    kept_once(folder)
    (file,) = folder.iterdir()
    file_id = file.stat().st_ino
    again = KeptModules("desk", folder)
    loaded(again)
    again.keep()
    assert file.stat().st_ino == file_id
    assert again.find_spec("sys") is again.find_spec("nowhere") is None


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
