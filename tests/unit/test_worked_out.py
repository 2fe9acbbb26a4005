"""What follows from a file of the program is kept under that file's content."""

import subprocess
import sys

from podium_desk.worked_out import worked_out


def test_it_is_worked_out_once_for_each_content(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    worked = []

    def make(source):
        return worked_out("words", source, lambda: worked.append(source) or {"n": 1}, tmp_path)

    assert [make(b"one"), make(b"one"), make(b"two"), make(b"two")] == [{"n": 1}] * 4
    assert worked == [b"one", b"two"]


def test_what_is_kept_and_spoilt_is_worked_out_again(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    worked_out("words", b"one", lambda: 1, tmp_path)
    (kept,) = tmp_path.iterdir()
    kept.write_bytes(kept.read_bytes()[:8])
    assert worked_out("words", b"one", lambda: 2, tmp_path) == 2


def test_a_folder_that_nobody_may_write_to_keeps_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    blocked = tmp_path / "file"
    blocked.write_bytes(b"")
    out_of_sight = tmp_path / ("n" * 300)
    for folder in (blocked, out_of_sight):
        assert [worked_out("words", b"one", lambda n=n: n, folder) for n in (1, 2)] == [1, 2]


def test_python_that_leaves_things_out_has_files_of_its_own(tmp_path):
    works = "import sys; sys.dont_write_bytecode = False; from pathlib import Path;"
    works += "from podium_desk.worked_out import worked_out;"
    works += "print(worked_out('code', b'one', lambda: sys.flags.optimize, Path(sys.argv[1])))"

    def worked(*options):
        command = [sys.executable, *options, "-c", works, str(tmp_path)]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()

    assert [worked(), worked("-O"), worked("-OO"), worked()] == ["0", "1", "2", "0"]
