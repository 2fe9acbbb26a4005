"""What the store tells a door of its evening: how many tickets there are, and whose where the
house shows names there. Anybody else of the cluster is refused.
"""

from __future__ import annotations

from podium_desk.application.evening_messages import EVENING, EveningAsked, EveningTold
from podium_desk.application.evening_told import EveningWords
from podium_desk.application.names_at_doors import shows_names
from podium_desk.domain.ids import HouseId
from podium_desk.domain.roles import Role
from podium_desk.replica.catalogue import Catalogue
from sync.facts.batch import from_wire
from sync.identity.certificate import CertificateClaims
from sync.server.service import RequestRefused, SyncService


def offer_evening(service: SyncService, catalogue: Catalogue) -> None:
    """Have this store answer the doors of its houses."""

    words = EveningWords(service.replica.sql)

    def answer(claims: CertificateClaims, payload: bytes) -> EveningTold:
        if claims.role != Role.DOOR:
            raise RequestRefused("bad_request", "only a door asks about its evening", 400)
        asked = from_wire(payload, EveningAsked)
        house = HouseId(claims.house)
        may_show = shows_names(catalogue.gates(house), claims)
        return words.told(house, asked, may_show)

    service.also[EVENING] = answer
