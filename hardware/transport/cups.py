"""A print queue of CUPS, through its programs `lp`, `lpstat` and `cancel`.

The programs and no library: they are there wherever CUPS is, and a program can be ended at its
deadline. Their words are read in English (LC_ALL=C), as CUPS 2.4's lpstat.c writes them.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass

from hardware.transport.spool import Progress, SpoolMute, SpoolRefused

_REQUEST = re.compile(r"request id is (\S+-\d+)")
_DISABLED = re.compile(r"^printer \S+ disabled since", re.MULTILINE)
_ALERTS = re.compile(r"^\tAlerts: (.*)$", re.MULTILINE)
_NOT_WHOLE = re.compile("cancel|abort")
"""In the reasons of a job that ended otherwise than well. What CUPS says of one that ended well is
no help: seen with 2.4.2, it is ``processing-to-stop-point``."""
RAW = ("-o", "raw")
"""The bytes as they are, past every filter."""
UNSCALED = ("-o", "print-scaling=none")
"""A page at its own size: a code that is made smaller may not be read any more."""


@dataclass(frozen=True, slots=True)
class CupsQueue:
    """The queue `name` on this machine; `options` are those of `lp`."""

    name: str
    options: tuple[str, ...] = RAW

    def reasons(self, timeout_s: float) -> frozenset[str]:
        """What CUPS knows of the printer, by its queue's alerts."""
        told = self._run("lpstat", "-l", "-p", self.name, timeout_s=timeout_s)
        found = {word for line in _ALERTS.findall(told) for word in re.split("[ ,]+", line)}
        if _DISABLED.search(told):
            found.add("paused")
        return frozenset(found - {"none", ""})

    def submit(self, data: bytes, title: str, timeout_s: float) -> str:
        """Hand a job to `lp`; its name is NAME-12."""
        told = self._run(
            "lp", "-d", self.name, "-t", title, *self.options, data=data, timeout_s=timeout_s
        )
        named = _REQUEST.search(told)
        if named is None:
            raise SpoolMute(self.name, f"lp said {told.strip()!r}")
        return named[1]

    def progress(self, job: str, timeout_s: float) -> Progress:
        """Look among the jobs that wait, then among those that ended.

        A job that is in neither list was printed and forgotten (PreserveJobHistory No).
        """
        if self._entry(job, "not-completed", timeout_s) is not None:
            return Progress.WAITING
        entry = self._entry(job, "completed", timeout_s)
        is_whole = entry is None or not _NOT_WHOLE.search("".join(_ALERTS.findall(entry)))
        return Progress.DONE if is_whole else Progress.FAILED

    def cancel(self, job: str, timeout_s: float) -> None:
        """Take the job out of the queue."""
        self._run("cancel", job, timeout_s=timeout_s)

    def _entry(self, job: str, which: str, timeout_s: float) -> str | None:
        """Return a job's own lines of one of lpstat's lists."""
        told = self._run("lpstat", "-l", "-W", which, "-o", self.name, timeout_s=timeout_s)
        for entry in re.split(r"^(?=\S)", told, flags=re.MULTILINE):
            if entry.split(maxsplit=1)[:1] == [job]:
                return entry
        return None

    def _run(self, program: str, *words: str, timeout_s: float, data: bytes = b"") -> str:
        found = shutil.which(program)
        if found is None:
            raise SpoolRefused(self.name, f"{program} is not installed (Debian: cups-client)")
        try:
            done = subprocess.run(
                [found, *words], input=data, capture_output=True, timeout=max(timeout_s, 0.05),
                env={**os.environ, "LC_ALL": "C"}, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            raise SpoolMute(self.name, f"{program} did not answer") from None
        if done.returncode:
            raise SpoolRefused(self.name, done.stderr.decode(errors="replace").strip() or program)
        return done.stdout.decode(errors="replace")


def queue_names(timeout_s: float = 2.0) -> tuple[str, ...]:
    """The queues of this machine; none where CUPS is not, or does not answer."""
    if shutil.which("lpstat") is None:
        return ()
    try:
        told = subprocess.run(
            ["lpstat", "-e"], capture_output=True, timeout=timeout_s, check=False,
            env={**os.environ, "LC_ALL": "C"},
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return ()
    return tuple(told.stdout.decode(errors="replace").split()) if told.returncode == 0 else ()
