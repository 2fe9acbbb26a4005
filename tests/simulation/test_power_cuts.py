"""The power goes in the middle of things below SQLite, and nothing confirmed is gone."""

from __future__ import annotations

from random import Random

import pytest

from podium_desk.proving.simulation.power_cuts import FILE, Till, prepare, run_cuts
from sync.simulation.disk import Disk, PowerCut
from sync.store.port import StoreDamaged, StoreFull
from sync.store.sqlite import SqliteStore

CUTS = 1500


def test_no_confirmed_sale_is_lost_or_halved_by_a_power_cut():
    report = run_cuts(CUTS, seed=1)
    assert report.losses == []
    assert report.cuts == CUTS
    assert report.actions > CUTS / 2


def test_a_disk_that_lies_about_its_syncs_is_found_out():
    assert run_cuts(60, seed=1, is_lying=True).losses


def test_the_same_seed_cuts_at_the_same_places():
    first, again = run_cuts(40, seed=7), run_cuts(40, seed=7)
    assert (first.actions, first.losses) == (again.actions, again.losses)


def test_a_full_disk_is_told_and_what_was_sold_before_stays():
    till = Till(prepare(Random(1)), Random(2))
    till.open()
    till.disk.faults.capacity_bytes = till.disk.size_bytes() + 300_000
    with pytest.raises(StoreFull):
        _work(till, 1000)
    assert till.confirmed.sales
    till.disk.cut()
    assert list(till.losses()) == []


def test_a_flipped_bit_is_found():
    till = Till(prepare(Random(1)), Random(2))
    till.open()
    _work(till, 10)
    till.close()
    for _ in range(200):
        till.disk.rot(str(FILE))
    till.disk.cut()
    assert list(till.losses())


def test_what_was_not_synced_is_there_by_chance_and_what_was_is_always():
    outcomes = set()
    for seed in range(40):
        disk = Disk(Random(seed))
        file = disk.open("f")
        disk.write(file, b"a" * 512, 0)
        disk.sync(file)
        disk.write(file, b"b" * 512, 512)
        disk.cut()
        disk.restart()
        content = disk.image()["f"]
        assert content[:512] == b"a" * 512
        outcomes.add(content[512:] if content[512:] in (b"", b"b" * 512) else b"garbage")
        disk.close()
    assert outcomes == {b"", b"b" * 512, b"garbage"}


def test_a_machine_that_is_off_does_nothing():
    disk = Disk(Random(1))
    sql = SqliteStore(FILE, vfs=disk.vfs)
    sql.run("CREATE TABLE t (k INTEGER)")
    disk.cut()
    with pytest.raises(PowerCut):
        sql.run("INSERT INTO t VALUES (1)")
    disk.restart()
    sql.run("INSERT INTO t VALUES (1)")
    sql.close()
    again = SqliteStore(FILE, vfs=disk.vfs)
    assert again.rows("SELECT * FROM t") == []
    again.close()


def test_a_file_that_is_no_database_is_called_damaged():
    disk = Disk(Random(1))
    disk.put_image({str(FILE): b"x" * 4096})
    with pytest.raises(StoreDamaged):
        SqliteStore(FILE, vfs=disk.vfs)


def _work(till, times):
    for _ in range(times):
        till.work_one()


@pytest.mark.soak
def test_ten_thousand_cuts_of_the_days_own_seed(request):
    seed = request.config.getoption("randomly_seed")
    assert run_cuts(10_000, seed=int(seed)).losses == []
