"""A disk in memory, below SQLite: what was not synced survives a power cut by chance.

SQLite reaches it as a VFS (apsw), so everything above it is the code that ships. What is written
is pending until a sync. A cut keeps, drops or garbles each pending write by 512-byte sectors. Reads
see what was written, as in a machine's memory.

Shared memory is not there, so a database on it needs ``locking_mode=EXCLUSIVE`` (sync.md 2.3).
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random

import apsw

SECTOR_BYTES = 512
_POWERSAFE_OVERWRITE = apsw.SQLITE_IOCAP_POWERSAFE_OVERWRITE
"""What the shipped VFS promises of a disk: bytes beside a write are not harmed by it."""
_SHIPPED_SECTOR_BYTES = 4096
_numbers = itertools.count(1)


class PowerCut(BaseException):
    """The machine went off in the middle of an I/O. Nothing above may go on, so no `Exception`.

    Who catches it restarts the disk first and closes the dead connection then: what that still
    writes goes nowhere.
    """


@dataclass(slots=True)
class DiskFaults:
    """What is wrong with a disk; may be changed while it is used. Chances are 0 to 1 for each I/O.

    `is_lying`: a sync says that it was done and does nothing.
    """

    is_lying: bool = False
    capacity_bytes: int | None = None
    read_error_chance: float = 0.0
    write_error_chance: float = 0.0


@dataclass(slots=True)
class _Write:
    """Bytes on their way to the platter; `data` None is a truncation to `offset`."""

    offset: int
    data: bytes | None


@dataclass(slots=True)
class _File:
    """`content` is what is read; `durable` with the pending writes is what a cut leaves."""

    durable: bytearray = field(default_factory=bytearray)
    content: bytearray = field(default_factory=bytearray)
    pending: list[_Write] = field(default_factory=list)
    is_entry_durable: bool = False

    def write(self, offset: int, data: bytes) -> None:
        _put(self.content, offset, data)
        self.pending.append(_Write(offset, data))

    def truncate(self, size: int) -> None:
        del self.content[size:]
        self.pending.append(_Write(size, None))

    def sync(self) -> None:
        for write in self.pending:
            _apply(self.durable, write)
        self.pending.clear()
        self.is_entry_durable = True

    def survive(self, rng: Random) -> _File | None:
        """What is left of the file after a cut; None when not even its name is."""
        if not self.is_entry_durable and rng.random() < 0.5:
            return None
        for write in self.pending:
            for part in _sectors(write):
                _survive(self.durable, part, rng)
        return _File(bytearray(self.durable), bytearray(self.durable), [], True)


class Disk:
    """One machine's disk. `close` it when it is not needed."""

    def __init__(self, rng: Random, faults: DiskFaults | None = None) -> None:
        """All chance comes from `rng`, so that the same seed does the same damage."""
        self.faults = faults or DiskFaults()
        self.io_count = 0
        self.cut_at_io: int | None = None
        """The machine goes off at the write, sync, truncation or deletion of this number."""
        self.on_io: Callable[[], None] = _nothing
        """Called at each of those: a slow disk lets time pass here."""
        self._rng = rng
        self._files: dict[str, _File] = {}
        self._is_off = False
        self.boot = 0
        self._vfs = [_DiskVfs(self)]

    @property
    def vfs(self) -> str:
        """Its name for SQLite, another one after each restart."""
        return self._vfs[-1].name

    @property
    def is_off(self) -> bool:
        """Whether the power was cut and `restart` was not called."""
        return self._is_off

    def cut(self) -> None:
        """Cut the power now: from here on every I/O raises `PowerCut`, until `restart`."""
        self._is_off = True

    def restart(self) -> None:
        """Power is back: the files are what chance left of them."""
        names = sorted(self._files)
        survivors = {name: self._files[name].survive(self._rng) for name in names}
        self._files = {name: file for name, file in survivors.items() if file is not None}
        self._is_off = False
        self.boot += 1
        self._vfs.append(_DiskVfs(self))
        self.cut_at_io = None

    def image(self) -> dict[str, bytes]:
        """A copy of all that can be read: a backup, or a cloned disk."""
        return {name: bytes(file.content) for name, file in sorted(self._files.items())}

    def put_image(self, image: dict[str, bytes]) -> None:
        """Replace everything by a copy made before, durably: a restore. Close databases first."""
        self._files = {
            name: _File(bytearray(data), bytearray(data), [], True) for name, data in image.items()
        }

    def rot(self, name: str) -> int:
        """Flip one bit of a file, as an old disk does; the offset of its byte."""
        file = self._files[name]
        offset = self._rng.randrange(len(file.content))
        bit = 1 << self._rng.randrange(8)
        for data in (file.durable, file.content):
            if offset < len(data):
                data[offset] ^= bit
        return offset

    def size_bytes(self) -> int:
        """What all files take together."""
        return sum(len(file.content) for file in self._files.values())

    def close(self) -> None:
        """Forget the disk; connections to it must be closed."""
        for vfs in self._vfs:
            vfs.unregister()
        self._files.clear()

    def random_bytes(self, count: int) -> bytes:
        """Randomness for SQLite, from the seed."""
        return self._rng.randbytes(count)

    def names(self) -> list[str]:
        """The files on it."""
        return sorted(self._files)

    def open(self, name: str) -> _File:
        """A file, new when it was not there."""
        self.check_power()
        if name not in self._files:
            self._change()
            self._files[name] = _File()
        return self._files[name]

    def delete(self, name: str) -> None:
        """Take a file away, durably."""
        self._change()
        self._files.pop(name, None)

    def read(self, file: _File, count: int, offset: int) -> bytes:
        """Bytes as last written; fewer at the end of the file."""
        self.check_power()
        if self.faults.read_error_chance and self._rng.random() < self.faults.read_error_chance:
            raise apsw.IOError("the disk cannot read this")
        return bytes(file.content[offset : offset + count])

    def write(self, file: _File, data: bytes, offset: int) -> None:
        """Write, pending until a sync. A cut may come in the midst of it."""
        grows = offset + len(data) > len(file.content)
        capacity = self.faults.capacity_bytes
        if grows and capacity is not None and self.size_bytes() + len(data) > capacity:
            raise apsw.FullError("the disk is full")
        self._change(lambda: file.write(offset, data))
        file.write(offset, data)

    def truncate(self, file: _File, size: int) -> None:
        """Cut a file short, pending until a sync."""
        self._change(lambda: file.truncate(size))
        file.truncate(size)

    def sync(self, file: _File) -> None:
        """Make what was written to a file durable, unless the disk lies."""
        self._change()
        if not self.faults.is_lying:
            file.sync()

    def check_power(self) -> None:
        """Raise `PowerCut` when the machine is off."""
        if self._is_off:
            raise PowerCut

    def _change(self, in_flight: Callable[[], None] = lambda: None) -> None:
        """Before each I/O that changes something; `in_flight` is what a cut meets half done."""
        self.check_power()
        self.io_count += 1
        self.on_io()
        if self.cut_at_io is not None and self.io_count >= self.cut_at_io:
            in_flight()
            self._is_off = True
            raise PowerCut
        if self.faults.write_error_chance and self._rng.random() < self.faults.write_error_chance:
            raise apsw.IOError("the disk cannot write this")


class _DiskVfs(apsw.VFS):
    """The disk as SQLite asks for it, from one start of the machine to its end.

    What a program of an earlier start still does goes to files that nobody reads: the power was
    off, its exceptions have been raised, and it is only being closed.
    """

    def __init__(self, disk: Disk) -> None:
        self._disk = disk
        self._boot = disk.boot
        self.name = f"simulated disk {next(_numbers)}"
        super().__init__(self.name, base="")

    @property
    def is_over(self) -> bool:
        """Whether the machine was off since."""
        return self._boot != self._disk.boot

    def xOpen(  # type: ignore[override]
        self, name: str | apsw.URIFilename | None, _flags: list[int]
    ) -> _OpenFile:
        file = _File() if self.is_over else self._disk.open(_plain(name))
        return _OpenFile(self._disk, self, file)

    def xDelete(self, filename: str, _syncdir: bool) -> None:
        if not self.is_over:
            self._disk.delete(filename)

    def xAccess(self, pathname: str, _flags: int) -> bool:
        return not self.is_over and pathname in self._disk.names()

    def xFullPathname(self, name: str) -> str:
        return name

    def xRandomness(self, numbytes: int) -> bytes:
        return self._disk.random_bytes(numbytes)

    def xSleep(self, microseconds: int) -> int:
        return microseconds

    def xCurrentTimeInt64(self) -> int:
        # No statement of the engine asks SQLite for the time; one moment serves all.
        return 2_460_000 * 86_400_000


class _OpenFile:
    """An open file as SQLite asks for it. One machine, one program: locks are always granted."""

    def __init__(self, disk: Disk, vfs: _DiskVfs, file: _File) -> None:
        self._disk = disk
        self._vfs = vfs
        self._file = file

    def xRead(self, amount: int, offset: int) -> bytes:
        if self._vfs.is_over:
            return bytes(self._file.content[offset : offset + amount])
        return self._disk.read(self._file, amount, offset)

    def xWrite(self, data: bytes, offset: int) -> None:
        if self._vfs.is_over:
            self._file.write(offset, bytes(data))
        else:
            self._disk.write(self._file, bytes(data), offset)

    def xTruncate(self, newsize: int) -> None:
        if self._vfs.is_over:
            self._file.truncate(newsize)
        else:
            self._disk.truncate(self._file, newsize)

    def xSync(self, _flags: int) -> None:
        if not self._vfs.is_over:
            self._disk.sync(self._file)

    def xFileSize(self) -> int:
        return len(self._file.content)

    def xClose(self) -> None:
        pass

    def xLock(self, _level: int) -> None:
        pass

    def xUnlock(self, _level: int) -> None:
        pass

    def xCheckReservedLock(self) -> bool:
        return False

    def xFileControl(self, _op: int, _pointer: int) -> bool:
        return False

    def xSectorSize(self) -> int:
        return _SHIPPED_SECTOR_BYTES

    def xDeviceCharacteristics(self) -> int:
        return _POWERSAFE_OVERWRITE


def _plain(name: str | apsw.URIFilename | None) -> str:
    if name is None:
        return f"temporary {next(_numbers)}"
    return name if isinstance(name, str) else name.filename()


def _nothing() -> None:
    pass


def _put(data: bytearray, offset: int, new: bytes) -> None:
    if offset > len(data):
        data.extend(bytes(offset - len(data)))
    data[offset : offset + len(new)] = new


def _apply(data: bytearray, write: _Write) -> None:
    if write.data is None:
        del data[write.offset :]
    else:
        _put(data, write.offset, write.data)


def _sectors(write: _Write) -> Iterator[_Write]:
    """A write in the pieces that the disk writes for themselves."""
    if write.data is None:
        yield write
        return
    start, end = write.offset, write.offset + len(write.data)
    while start < end:
        stop = min(end, (start // SECTOR_BYTES + 1) * SECTOR_BYTES)
        yield _Write(start, write.data[start - write.offset : stop - write.offset])
        start = stop


def _survive(durable: bytearray, part: _Write, rng: Random) -> None:
    """Half of what was pending is there, most of the rest is not, some of it is garbage."""
    luck = rng.random()
    if luck < 0.5:
        _apply(durable, part)
    elif luck > 0.85 and part.data is not None:
        _put(durable, part.offset, rng.randbytes(len(part.data)))
