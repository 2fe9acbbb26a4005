"""What follows from a file of the program is kept under that file's content."""

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
    assert [worked_out("words", b"one", lambda n=n: n, blocked) for n in (1, 2)] == [1, 2]
