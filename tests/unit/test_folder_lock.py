"""One program at a time holds a folder, whatever version of it locked it."""

import subprocess
import sys

import filelock
import pytest

from podium_desk.folder_lock import FolderLock


def test_a_second_one_gets_it_once_the_first_let_go(tmp_path):
    first, second = FolderLock(tmp_path / "lock"), FolderLock(tmp_path / "lock")
    assert first.take()
    assert not second.take()
    first.release()
    first.release()
    assert second.take()


def test_filelock_and_this_one_know_each_other(tmp_path):
    path = tmp_path / "lock"
    ours, theirs = FolderLock(path), filelock.FileLock(path, timeout=0)
    with theirs:
        assert not ours.take()
    assert ours.take()
    with pytest.raises(filelock.Timeout):
        theirs.acquire()
    ours.release()
    with theirs:
        assert not ours.take()


def test_it_ends_with_its_program(tmp_path):
    path = tmp_path / "lock"
    takes = "import sys; from pathlib import Path; from podium_desk.folder_lock import FolderLock;"
    takes += "print(FolderLock(Path(sys.argv[1])).take())"
    said = subprocess.run(
        [sys.executable, "-c", takes, str(path)], capture_output=True, text=True, check=True
    )
    assert said.stdout.strip() == "True"
    assert FolderLock(path).take()


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(FileNotFoundError):
        FolderLock(tmp_path / "gone" / "lock").take()
