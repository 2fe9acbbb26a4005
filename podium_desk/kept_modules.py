"""Keeps the code of all modules that a counter loads in one file, and loads them from there.

Python looks for each module in several folders, and opens, checks and reads its bytecode: for the
six hundred that a counter loads, a twelfth of its start. Here one file is read, and of each module
only looked whether its source is still the one of that size and time, as Python does. Whatever is
not kept, or was changed, Python loads as ever. Only what Python wrote as bytecode is kept, and what
is kept counts for the same Python with the same folders to look in.
"""

from __future__ import annotations

import marshal
import os
import sys
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import MAGIC_NUMBER, cache_from_source
from typing import TYPE_CHECKING, Any

from podium_desk.worked_out import keep, read_kept, values_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from types import CodeType, ModuleType

    Source = tuple[str, str, int, int]
    """Where a module's source and its bytecode are; size and time (ns) of the source."""

_HERE = os.path.dirname(os.path.abspath(__file__))
_HEAD_BYTES = 16
"""Of bytecode: Python's magic number, flags, and the time and size of the source (PEP 552)."""
_LENGTH_BYTES = 4


class _Loader(SourceFileLoader):
    """Python's own, for a module whose code is there already."""

    def __init__(self, name: str, path: str, code: memoryview) -> None:
        super().__init__(name, path)
        self._code = code

    def get_code(self, fullname: str) -> CodeType | None:
        """What Python would read from its cache; from there where a disk lost what was kept."""
        code: CodeType | None = values_of(self._code)
        return super().get_code(fullname) if code is None else code


class KeptModules:
    """Finds modules among those that were kept; to be put into `sys.meta_path`."""

    def __init__(self, name: str, folder: Path | None = None) -> None:
        """`name` is of the program whose modules these are, `folder` where they are kept."""
        self._name = name
        self._where: dict[str, Any] = {} if folder is None else {"folder": folder}
        kept = read_kept(name, self._mark, **self._where)
        self._places, self._codes = _taken_apart(memoryview(b"") if kept is None else kept)
        self._loaded_before = frozenset(sys.modules)
        self._has_old = False

    def find_spec(
        self, name: str, _path: Sequence[str] | None = None, _target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """How a module is loaded; None for one that Python has to look for."""
        place = self._places.get(name)
        if place is None:
            return None
        source, begins, ends = place
        if not _is_unchanged(source):
            self._has_old = True
            return None
        path = source[0]
        loader = _Loader(name, path, self._codes[begins:ends])
        spec = ModuleSpec(name, loader, origin=path)
        spec.cached = source[1]
        spec.has_location = True
        if path.endswith("__init__.py"):
            spec.submodule_search_locations = [os.path.dirname(path)]
        return spec

    def keep(self) -> None:
        """Keep for the next start what was loaded until now, where something was not kept."""
        plain = {
            name: module.__file__
            for name, module in [*sys.modules.items()]
            if name not in self._loaded_before and _is_plain(module)
        }
        if not self._has_old and plain.keys() <= self._places.keys():
            return
        kept = {
            name: (source, bytes(self._codes[begins:ends]))
            for name, (source, begins, ends) in self._places.items()
        }
        for name, path in plain.items():
            if path is not None and (found := _bytecode_of(path)) is not None:
                kept[name] = found
        keep(self._name, self._mark, _put_together(kept), **self._where)

    @property
    def _mark(self) -> bytes:
        """Bytecode is of one Python; which module a name means, of the folders that are looked in.
        The first is that of the script, or where one happens to be."""
        where = [_HERE, *sys.path[1:]]
        return MAGIC_NUMBER + "\n".join(where).encode()


def _is_unchanged(source: Source) -> bool:
    path, _, size, time_ns = source
    try:
        now = os.stat(path)
    except OSError:
        return False
    return now.st_size == size and now.st_mtime_ns == time_ns


def _is_plain(module: ModuleType) -> bool:
    """Whether it is of a source whose bytecode Python keeps in the usual place."""
    path, cached = getattr(module, "__file__", None) or "", getattr(module, "__cached__", None)
    return path.endswith(".py") and cached == cache_from_source(path)


def _bytecode_of(path: str) -> tuple[Source, bytes] | None:
    """What Python keeps of a source; None where it keeps nothing."""
    cached = cache_from_source(path)
    try:
        # Before it is read: what is changed meanwhile is of another time.
        now = os.stat(path)
        with open(cached, "rb") as bytecode:
            head, code = bytecode.read(_HEAD_BYTES), bytecode.read()
    except OSError:
        return None
    flags, time_s, size = (int.from_bytes(head[at : at + 4], "little") for at in (4, 8, 12))
    is_of_it = (size, time_s) == (now.st_size, int(now.st_mtime))
    is_plain = head[:4] == MAGIC_NUMBER and flags == 0
    return ((path, cached, size, now.st_mtime_ns), code) if is_plain and is_of_it else None


def _put_together(kept: dict[str, tuple[Source, bytes]]) -> bytes:
    places, codes = {}, bytearray()
    for name, (source, code) in kept.items():
        if _is_unchanged(source):
            places[name] = source, len(codes), len(codes) + len(code)
            codes += code
    told = marshal.dumps((places, len(codes)))
    return len(told).to_bytes(_LENGTH_BYTES, "big") + told + codes


def _taken_apart(kept: memoryview) -> tuple[dict[str, tuple[Source, int, int]], memoryview]:
    """Where each module's code is, and all code; nothing where it is not whole."""
    ends = _LENGTH_BYTES + int.from_bytes(kept[:_LENGTH_BYTES], "big")
    told, codes = values_of(kept[_LENGTH_BYTES:ends]), kept[ends:]
    return (told[0], codes) if told and told[1] == len(codes) else ({}, codes[:0])
