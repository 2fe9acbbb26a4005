"""The simulated requests of the API, from decoded values to decoded values."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from podium_desk.integrations.uitpas.simulator import saying
from podium_desk.integrations.uitpas.simulator.published import (
    ORGANIZER,
    PERMISSIONS,
    SimulatedPass,
    SimulatedReward,
    Social,
)
from podium_desk.integrations.uitpas.simulator.rewarding import Rewarding, sentence_of
from podium_desk.integrations.uitpas.simulator.saying import Said
from podium_desk.integrations.uitpas.simulator.world import (
    Sale,
    Tariff,
    World,
    passholder_id,
    social_price,
)
from podium_desk.late_dataclass import dataclass

Json = dict[str, object] | list[dict[str, object]]
Query = Mapping[str, str]
_LIMIT_DEFAULT = 20
_LIMIT_MAX = 500


@dataclass(slots=True)
class Requests:
    """Each method is one request: its answer, or how it says no."""

    world: World
    rewarding: Rewarding
    permissions: tuple[str, ...] = PERMISSIONS

    def get_permissions(self) -> Json:
        """``GET /permissions``."""
        return [{
            "organizer": {"id": ORGANIZER, "name": "Testorganisatie"},
            "permissions": list(self.permissions),
            "permissionDetails": [{"id": name} for name in self.permissions],
            "linkedOrganizers": [],
        }]  # fmt: skip

    def get_pass(self, query: Query) -> Json | Said:
        """``GET /passes?identifier=``."""
        found = self.world.found(query.get("identifier", ""))
        if isinstance(found, Said):
            return found
        messages = []
        if found.social is Social.EXPIRED:
            messages = [{"level": "WARN", "text": saying.SOCIAL_EXPIRED.nl}]
        return {
            "passholderId": passholder_id(found.number),
            "passType": "GROUP" if found.group else "INDIVIDUAL",
            "uitpasNumber": found.number,
            "firstName": "Test",
            "points": self.rewarding.points(found),
            "postalCode": found.postcode,
            "socialTariff": {"status": found.social.value},
            "messages": messages,
            "cardSystem": {"id": 1 if found.is_of_region else 2, "name": "UiTPAS Test"},
        }

    def get_tariffs(self, query: Query) -> Json | Said:
        """``GET /tariffs``."""
        event = self.world.event(query.get("eventId", ""))
        if isinstance(event, Said):
            return event
        holder = self.world.holder(query.get("uitpasNumber", ""))
        if isinstance(holder, Said):
            return holder
        regular_cents = _cents(query.get("regularPrice"))
        if regular_cents is None:
            return saying.BODY_INVALID
        offers, message = self.world.tariffs(holder, event, regular_cents)
        wanted = query.get("type", "ANY")
        shown = [_tariff(one) for one in offers if wanted in ("ANY", one.kind)]
        told: dict[str, object] = {"available": shown}
        if message:
            told["endUserMessage"] = {"nl": message}
        return told

    def get_static(self, query: Query) -> Json | Said:
        """``GET /tariffs/static``."""
        event = self.world.event(query.get("eventId", ""))
        if isinstance(event, Said):
            return event
        regular_cents = _cents(query.get("regularPrice"))
        if regular_cents is None:
            return saying.BODY_INVALID
        price_cents = social_price(regular_cents, is_of_region=True)
        return {"available": [_tariff(Tariff("SOCIALTARIFF", "Kansentarief", price_cents, 1))]}

    def post_sales(self, body: object) -> Json | Said:
        """``POST /ticket-sales``: all of them or none."""
        if not isinstance(body, list) or not body:
            return saying.BODY_INVALID
        made: list[Sale] = []
        for place, one in enumerate(body):
            sale = self._sale(one)
            if isinstance(sale, Said):
                for earlier in made:
                    del self.world.sales[earlier.id]
                pointer: dict[str, object] = {**sale.more, "jsonPointer": f"/{place}"}
                return Said(sale.slug, sale.status, sale.nl, pointer)
            self.world.put(sale)
            made.append(sale)
        return [_told_sale(sale) for sale in made]

    def _sale(self, wanted: object) -> Sale | Said:
        if not isinstance(wanted, dict):
            return saying.BODY_INVALID
        tariff, regular_cents = wanted.get("tariff"), _cents(wanted.get("regularPrice"))
        if not isinstance(tariff, dict) or regular_cents is None:
            return saying.BODY_INVALID
        event = self.world.event(str(wanted.get("eventId")))
        if isinstance(event, Said):
            return event
        holder = self.world.holder(str(wanted.get("uitpasNumber")))
        if isinstance(holder, Said):
            return holder
        priced = self.world.priced(holder, event, str(tariff.get("id")), regular_cents)
        if isinstance(priced, Said):
            return priced
        return Sale(
            self.world.next_id(), holder.number, event, priced.id, priced.name,
            priced.price_cents, regular_cents, str(wanted.get("regularPriceLabel", "")),
            self.world.now(),
        )  # fmt: skip

    def get_sales(self, query: Query) -> Json | Said:
        """``GET /ticket-sales``: of one event, a page at a time."""
        event = self.world.event(query.get("eventId", ""))
        if isinstance(event, Said):
            return event
        start = _count(query.get("start"), 0)
        limit = min(_count(query.get("limit"), _LIMIT_DEFAULT), _LIMIT_MAX)
        found = [sale for sale in self.world.sales.values() if sale.event.id == event.id]
        page = [_told_sale(sale) for sale in found[start : start + limit]]
        return {"totalItems": len(found), "member": page}

    def delete_sale(self, number: str) -> Said | None:
        """``DELETE /ticket-sales/{id}``."""
        return saying.SALE_NOT_FOUND if self.world.sales.pop(number, None) is None else None

    def get_rewards(self) -> Json:
        """``GET /rewards``."""
        return [_told_reward(one) for one in self.rewarding.rewards.values()]

    def get_redeem_status(self, number: str, query: Query) -> Json | Said:
        """``GET /rewards/{id}/redeem-status``."""
        asked = self._rewarded(number, query.get("uitpasNumber", ""))
        if isinstance(asked, Said):
            return asked
        reason = self.rewarding.constraint(*asked)
        if not reason:
            return {"redeemable": True}
        return {"redeemable": False, "reason": reason, "message": sentence_of(reason)}

    def post_redeemed(self, body: object) -> Json | Said:
        """``POST /rewards/redeemed``."""
        if not isinstance(body, dict):
            return saying.BODY_INVALID
        asked = self._rewarded(str(body.get("rewardId")), str(body.get("uitpasNumber")))
        if isinstance(asked, Said):
            return asked
        done = self.rewarding.redeem(*asked)
        if isinstance(done, Said):
            return done
        told: dict[str, object] = {
            "id": done.id, "reward": _told_reward(done.reward), "redeemDate": done.at.isoformat(),
        }  # fmt: skip
        if done.reward.is_online:
            told["redeemCode"] = f"CODE-{done.id}"
        return told

    def delete_redeemed(self, number: str) -> Said | None:
        """``DELETE /rewards/redeemed/{id}``."""
        gone = self.rewarding.redeemed.pop(number, None) is None
        return Said("reward-not-found", 404) if gone else None

    def post_check_in(self, body: object) -> Json | Said:
        """``POST /checkins``."""
        if not isinstance(body, dict):
            return saying.BODY_INVALID
        event = self.world.event(str(body.get("eventId")))
        holder = self.world.holder(str(body.get("uitpasNumber")))
        for refused in (event, holder):
            if isinstance(refused, Said):
                return refused
        assert not isinstance(event, Said), "told above"
        assert not isinstance(holder, Said), "told above"
        done = self.rewarding.check_in(event.id, holder)
        if isinstance(done, Said):
            return done
        return {"id": done.id, "points": 1, "creationDate": done.at.isoformat()}

    def delete_check_in(self, number: str) -> Said | None:
        """``DELETE /checkins/{id}``."""
        gone = self.rewarding.check_ins.pop(number, None) is None
        return Said("checkin-not-found", 404) if gone else None

    def _rewarded(
        self, number: str, uitpas_number: str
    ) -> tuple[SimulatedReward, SimulatedPass] | Said:
        reward = self.rewarding.rewards.get(number)
        if reward is None:
            return Said("reward-not-found", 404)
        holder = self.world.holder(uitpas_number)
        return holder if isinstance(holder, Said) else (reward, holder)


def _tariff(tariff: Tariff) -> dict[str, object]:
    return {
        "id": tariff.id, "name": tariff.name, "price": _euro(tariff.price_cents),
        "type": tariff.kind, "remaining": tariff.remaining,
    }  # fmt: skip


def _told_sale(sale: Sale) -> dict[str, object]:
    offered = Tariff(sale.tariff, sale.name, sale.price_cents, 1)
    return {
        "id": sale.id, "uitpasNumber": sale.number, "eventId": sale.event.id,
        "eventTitle": sale.event.title, "creationDate": sale.at.isoformat(),
        "regularPrice": _euro(sale.regular_cents), "regularPriceLabel": sale.label,
        "tariff": {
            "id": sale.tariff, "name": sale.name, "price": _euro(sale.price_cents),
            "type": offered.kind,
        },
    }  # fmt: skip


def _told_reward(reward: SimulatedReward) -> dict[str, object]:
    return {
        "id": reward.id, "title": reward.title, "type": reward.kind, "points": reward.points,
        "online": reward.is_online,
    }  # fmt: skip


def _cents(value: object) -> int | None:
    try:
        amount = Decimal(str(value)) * 100
    except InvalidOperation:
        return None
    return int(amount) if amount.is_finite() and amount >= 0 else None


def _euro(amount_cents: int) -> float | int:
    """A JSON number: whole euro without decimals, as the API writes them."""
    return amount_cents // 100 if amount_cents % 100 == 0 else amount_cents / 100


def _count(value: str | None, default: int) -> int:
    return int(value) if value is not None and value.isascii() and value.isdigit() else default
