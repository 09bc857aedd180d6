"""Webhooks as Meta posts them: signed, ready to be written to a connection."""

import random

from bench import customers
from wa_support.whatsapp.signature import sign

_CUSTOMERS = 2_000


def signed(count: int, secret: bytes, *, seed: int) -> list[bytes]:
    bodies = customers.mixed(count, seed=seed, customers=_CUSTOMERS)
    return [_request(body, secret) for body in bodies]


def lines(count: int, secret: bytes, *, seed: int) -> list[str]:
    """Signature and body, a space between them."""
    bodies = customers.mixed(count, seed=seed, customers=_CUSTOMERS)
    return [f"{sign(body, secret)} {body.decode()}" for body in bodies]


def fresh_seed() -> int:
    return random.SystemRandom().getrandbits(32)


def _request(body: bytes, secret: bytes) -> bytes:
    head = (
        "POST /webhook HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\n"
        f"X-Hub-Signature-256: {sign(body, secret)}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body
