"""The webhook bodies in webhooks/: one a shape, composed from Meta's documented names."""

import json
from pathlib import Path
from typing import Any

from wa_support.domain.events import Event
from wa_support.whatsapp.payloads import parse_webhook

FOLDER = Path(__file__).parent / "webhooks"
NAMES = sorted(path.stem for path in FOLDER.glob("*.json"))

NUMBER = "106540352000001"
BSUID = "KR.13491208655302741918"
PHONE = "821000000001"


def body(name: str) -> bytes:
    return (FOLDER / f"{name}.json").read_bytes()


def tree(name: str) -> Any:
    return json.loads(body(name))


def events(name: str) -> list[Event]:
    return parse_webhook(body(name))


def only(name: str) -> Event:
    (event,) = events(name)
    return event
