"""The houses of the cluster: numbered from 1, each known by a short name of its own."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from podium_desk.central.cluster import Central
from podium_desk.central.refusals import CentralReason, CentralRefusal
from podium_desk.domain.bank import read_bic, read_iban
from podium_desk.domain.ids import HouseId
from podium_desk.domain.programme import House
from podium_desk.domain.text import LANGUAGES
from podium_desk.late_dataclass import dataclass
from podium_desk.replica.codec import record_to_bytes
from podium_desk.replica.kinds import HOUSE
from sync.server.enrolment import CLUSTER

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class NewHouse:
    """What is told of a house when it joins. Without `slug` one is made from the name."""

    name: str
    slug: str = ""
    legal_name: str = ""
    enterprise_number: str = ""
    language: str = "nl"
    street: str = ""
    postal_code: str = ""
    locality: str = ""


def add_house(central: Central, new: NewHouse) -> House | CentralRefusal:
    """The house, now in the catalogue; refused when its short name is another's or unfit."""
    slug = new.slug or slug_of(new.name)
    if not _SLUG.fullmatch(slug):
        return CentralRefusal(CentralReason.WRONG_SLUG, {"slug": slug})
    if new.language not in LANGUAGES:
        return CentralRefusal(
            CentralReason.UNKNOWN_LANGUAGE,
            {"language": new.language, "known": ", ".join(LANGUAGES)},
        )
    with central.sql.transaction():
        central.sql.lock((CLUSTER,))
        known = central.catalogue.houses().values()
        if any(house.slug == slug for house in known):
            return CentralRefusal(CentralReason.SLUG_TAKEN, {"slug": slug})
        house = House(
            id=HouseId(max((house.id for house in known), default=0) + 1),
            slug=slug,
            name=new.name.strip(),
            legal_name=new.legal_name,
            enterprise_number=new.enterprise_number,
            language=new.language,
            street=new.street,
            postal_code=new.postal_code,
            locality=new.locality,
        )
        central.replica.write_records(
            [(house.id, HOUSE, str(house.id), record_to_bytes(house))],
        )
    return house


def set_account(central: Central, house: House, iban: str, bic: str) -> House | CentralRefusal:
    """The house with the account that transfers go to; refused when the number is none."""
    number, bank = read_iban(iban), read_bic(bic) if bic else ""
    if number is None or bank is None:
        return CentralRefusal(CentralReason.WRONG_ACCOUNT, {"iban": iban, "bic": bic})
    changed = replace(house, iban=number, bic=bank)
    with central.sql.transaction():
        central.sql.lock((CLUSTER,))
        central.replica.write_records(
            [(house.id, HOUSE, str(house.id), record_to_bytes(changed))],
        )
    return changed


def find_house(central: Central, name: str) -> House | CentralRefusal:
    """The house of this short name or number."""
    houses = central.catalogue.houses().values()
    for house in houses:
        if name in (house.slug, str(house.id)):
            return house
    known = ", ".join(house.slug for house in houses) or "–"
    return CentralRefusal(CentralReason.UNKNOWN_HOUSE, {"house": name, "known": known})


def slug_of(name: str) -> str:
    """A short name for addresses and commands: ``CC De Sluis`` is ``cc-de-sluis``."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
