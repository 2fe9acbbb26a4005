"""The names of the catalogue's records. A record's key is unique in its house and kind."""

from __future__ import annotations

HOUSE = "house"
"""Key: the house's number. Body: `domain.programme.House`."""
PLAN = "plan"
"""Key: the plan's name. Body: `domain.venue.HallPlan`."""
PERFORMANCE = "performance"
"""Key: the performance's number. Body: `domain.programme.Performance`."""
TARIFFS = "tariffs"
"""Key: the performance's number. Body: its `domain.programme.Tariff` values, base first."""
UITPAS = "uitpas"
"""Key: the house's number. Body: `domain.uitpas.UitpasRules`; without it a house has no UiTPAS."""
GOODS = "goods"
"""Key: the code. Body: `domain.goods.Goods`."""
DISCOUNT = "discount"
"""Key: the code. Body: `domain.discounts.Discount`."""
