"""Making a central store and its houses."""

from __future__ import annotations

import pytest

from podium_desk.central.bootstrap import create_central, open_central
from podium_desk.central.folder import CentralFolder
from podium_desk.central.houses import NewHouse, add_house, find_house, slug_of
from podium_desk.central.refusals import CentralReason, CentralRefusal, NotACentralStore
from podium_desk.domain.programme import House
from sync.identity.certificate import check
from sync.store.port import StoreDamaged


def test_a_store_is_made_once_and_found_again(central, tmp_path):
    folder = CentralFolder(tmp_path / "centrale")
    refusal = create_central(folder, "Nog een")
    assert isinstance(refusal, CentralRefusal)
    assert refusal.reason is CentralReason.EXISTS
    again = open_central(folder)
    assert again.identity.cluster == central.identity.cluster
    assert again.identity.key.seed == central.identity.key.seed
    claims = check(again.identity.certificate, again.identity.authority_public)
    assert (claims.device, claims.house, claims.role) == (1, 0, "store")
    again.close()


def test_keys_are_for_their_owner_only(central, tmp_path):
    folder = CentralFolder(tmp_path / "centrale")
    assert {path.stat().st_mode & 0o777 for path in (folder.authority_key, folder.store_key)} == {
        0o600
    }


def test_an_attempt_that_was_cut_off_is_finished(tmp_path):
    folder = CentralFolder(tmp_path)
    folder.authority_key.write_bytes(bytes(32))
    made = create_central(folder, "Cluster")
    assert not isinstance(made, CentralRefusal)
    made.close()


def test_a_folder_without_a_key_is_no_central_store(central, tmp_path):
    folder = CentralFolder(tmp_path / "centrale")
    folder.store_key.unlink()
    with pytest.raises(NotACentralStore):
        open_central(folder)


def test_a_file_that_is_no_database_is_kept_and_named(central, tmp_path):
    folder = CentralFolder(tmp_path / "anders")
    folder.path.mkdir()
    for path in (folder.database, folder.authority_key, folder.store_key):
        path.write_bytes(b"this is no database" * 100)
    with pytest.raises(StoreDamaged):
        open_central(folder)
    assert folder.database.read_bytes().startswith(b"this is no database")


def test_houses_are_numbered_and_found_by_name_or_number(central):
    first = add_house(central, NewHouse("CC De Sluis"))
    second = add_house(central, NewHouse("'t Café Ø", slug="cafe", language="en"))
    assert (first.id, first.slug, second.id) == (1, "cc-de-sluis", 2)
    assert find_house(central, "cafe") == find_house(central, "2") == second
    missing = find_house(central, "nergens")
    assert not isinstance(missing, House)
    assert missing.details["known"] == "cc-de-sluis, cafe"


@pytest.mark.parametrize(
    ("new", "reason"),
    [
        (NewHouse("Andere", slug="proef"), CentralReason.SLUG_TAKEN),
        (NewHouse("?!"), CentralReason.WRONG_SLUG),
        (NewHouse("Huis", slug="Een Huis"), CentralReason.WRONG_SLUG),
        (NewHouse("Huis", language="ru"), CentralReason.UNKNOWN_LANGUAGE),
    ],
)
def test_a_house_with_an_unfit_or_taken_name_is_refused(central, house, new, reason):
    refusal = add_house(central, new)
    assert isinstance(refusal, CentralRefusal)
    assert refusal.reason is reason


def test_a_short_name_has_no_accents_and_no_spaces():
    assert slug_of("GC  Het Ánker – Zuid") == "gc-het-anker-zuid"
