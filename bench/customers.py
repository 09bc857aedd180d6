"""What customers and Meta send us: signed webhook bodies, each of its own."""

import json
import random
import time
from collections.abc import Iterator, Sequence

NUMBERS = tuple(f"1000000000{number:05}" for number in range(25))
"""Many numbers of ours: Meta lets each of them send 80 messages a second."""

QUESTIONS = (
    "주문 1042 어디쯤이에요?",
    "배송비 얼마예요?",
    "토요일 오후에 쇼룸 가도 돼요?",
    "where is order 1042?",
    "교환하고 싶은데 어떻게 해야 하나요",
    "ㅋㅋㅋ 심심한데 끝말잇기 하자",
)


def text(dice: random.Random, *, customers: int) -> bytes:
    """One message of one of so many customers; each always writes to the same number of ours."""
    who = dice.randrange(customers)
    message = {
        "from": f"8210{who:08}",
        "from_user_id": f"KR.{who:015}",
        "id": _wamid(dice),
        "timestamp": str(int(time.time())),  # noqa: TID251 - nothing here injects a clock
        "type": "text",
        "text": {"body": dice.choice(QUESTIONS)},
    }
    contact = {
        "wa_id": f"8210{who:08}",
        "user_id": f"KR.{who:015}",
        "profile": {"name": "김하나"},
    }
    return _body(NUMBERS[who % len(NUMBERS)], {"contacts": [contact], "messages": [message]})


def status(dice: random.Random) -> bytes:
    who = dice.randrange(10**8)
    news = {
        "id": _wamid(dice),
        "status": "delivered",
        "timestamp": str(int(time.time())),  # noqa: TID251 - nothing here injects a clock
        "recipient_id": f"8210{who:08}",
        "recipient_user_id": f"KR.{who:015}",
        "biz_opaque_callback_data": f"att_{dice.randrange(10**12):026}",
        "pricing": {"billable": False, "pricing_model": "PMP", "category": "service"},
    }
    return _body(NUMBERS[0], {"contacts": [{"user_id": f"KR.{who:015}"}], "statuses": [news]})


def mixed(count: int, *, seed: int, customers: int) -> Iterator[bytes]:
    """Three status updates to one message, as a busy number sees them."""
    dice = random.Random(seed)
    for number in range(count):
        yield status(dice) if number % 4 else text(dice, customers=customers)


def _wamid(dice: random.Random) -> str:
    return f"wamid.{dice.randbytes(30).hex()}"


def _body(number: str, what: dict[str, Sequence[object]]) -> bytes:
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "821055500000", "phone_number_id": number},
        **what,
    }
    change = {"field": "messages", "value": value}
    entry = {"id": "102290129340398", "changes": [change]}
    return json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()
