"""The programs of CUPS without CUPS: `lp`, `lpstat` and `cancel` as small scripts on the PATH.

They answer in the words that CUPS 2.4.2 was heard to say. A test turns the switches by files
in the folder: `stuck` keeps jobs waiting, `ended` is what is said of jobs that ended.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

_LP = """
title=; queue=
while [ $# -gt 0 ]; do
  case $1 in
    -d) queue=$2; shift 2;; -t) title=$2; shift 2;;
    -o) options="$options $2"; shift 2;; *) shift;;
  esac
done
[ -e mute ] && sleep 5
if [ "$queue" != Kassa ]; then echo "lp: The printer or class does not exist." >&2; exit 1; fi
number=$(($(ls jobs | wc -l) + 1))
cat > "jobs/$number"
echo "$options" > "options"
echo "request id is Kassa-$number (0 file(s))"
"""
_LPSTAT = """
which=; printers=
while [ $# -gt 0 ]; do
  case $1 in -W) which=$2; shift 2;; -p) printers=$2; shift 2;; *) shift;; esac
done
if [ -n "$printers" ]; then
  if [ "$printers" != Kassa ]; then
    echo "lpstat: Invalid destination name in list \\"$printers\\"." >&2; exit 1
  fi
  if [ -e disabled ]; then echo "printer Kassa disabled since Mon 30 Nov 2026 01:02:03 AM UTC -"
  else echo "printer Kassa is idle.  enabled since Mon 30 Nov 2026 01:02:03 AM UTC"; fi
  printf '\\tDescription: Kassa\\n\\tAlerts: %s\\n' "$(cat reasons)"
  exit 0
fi
number=$(ls jobs | wc -l)
if [ -e stuck ]; then now=not-completed; else now=completed; fi
if [ "$which" = $now ]; then
  echo "Kassa-$number                 clerk           1024   Mon 30 Nov 2026 01:02:03 AM UTC"
  printf '\\tStatus: \\n\\tAlerts: %s\\n\\tqueued for Kassa\\n' "$(cat ended)"
fi
"""
_CANCEL = """
echo "$1" >> cancelled
"""


@dataclass(frozen=True)
class FakeCups:
    """Its one queue is called Kassa."""

    folder: Path

    def jobs(self) -> list[bytes]:
        """What was given to `lp`, oldest first."""
        found = sorted((self.folder / "jobs").iterdir(), key=lambda path: int(path.name))
        return [path.read_bytes() for path in found]

    def switch(self, name: str, text: str = "") -> None:
        """Turn a switch on."""
        (self.folder / name).write_text(text)

    def told(self, name: str) -> str:
        """What a script wrote down."""
        path = self.folder / name
        return path.read_text().strip() if path.exists() else ""


@contextmanager
def fake_cups(folder: Path) -> Iterator[FakeCups]:
    """Put the programs before all others on the PATH."""
    programs = folder / "programs"
    programs.mkdir()
    (folder / "jobs").mkdir()
    for name, script in (("lp", _LP), ("lpstat", _LPSTAT), ("cancel", _CANCEL)):
        path = programs / name
        path.write_text(f"#!/bin/sh\ncd '{folder}'\n{script}")
        path.chmod(0o755)
    cups = FakeCups(folder)
    cups.switch("reasons", "none")
    cups.switch("ended", "processing-to-stop-point")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
        yield cups
