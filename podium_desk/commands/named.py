"""What somebody names on the command line: a ticket, an order, goods; the command ends at a
name that is none."""

from __future__ import annotations

from collections.abc import Sequence

from podium_desk.bootstrap import Device
from podium_desk.commands.output import Answer
from podium_desk.commands.session import refuse
from podium_desk.domain.goods import GoodsWish
from podium_desk.domain.ids import OrderId, TicketId
from podium_desk.domain.refusals import Refusal, RefusalReason


def ticket_called(answer: Answer, text: str) -> TicketId:
    """The ticket of this number; the command ends when the text is none."""
    try:
        return TicketId.parse(text)
    except ValueError:
        answer.wrong_use(answer.words("device.no_ticket_number", text=text))


def order_called(answer: Answer, text: str) -> OrderId:
    """The order of this number; ends the command when the text is none."""
    try:
        return OrderId.parse(text)
    except ValueError:
        answer.wrong_use(answer.words("device.no_order_number", text=text))


def goods_wished(
    device: Device, answer: Answer, written: Sequence[str]
) -> tuple[tuple[GoodsWish, int], ...]:
    """The goods of the own house named ``CODE`` or ``CODE:N``, with what they cost; the command
    ends at one that is not sold."""
    wishes = []
    for text in written:
        code, _, number = text.partition(":")
        if number and not number.isdecimal():
            answer.wrong_use(answer.words("device.no_goods", text=text))
        known = device.work.catalogue.goods(device.work.house).get(code.strip().upper())
        if known is None:
            refuse(answer, Refusal(RefusalReason.GOODS_NOT_SOLD, {"code": code}))
        count = int(number or 1)
        wish = GoodsWish(known.house, known.code, count)
        wishes.append((wish, known.price_cents * count))
    return tuple(wishes)
