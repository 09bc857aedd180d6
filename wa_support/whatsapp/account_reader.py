"""Asks Graph about a token, a number and an app: one request each, nothing changed by any."""

import logging
import re
from collections.abc import Callable, Mapping
from email.utils import parsedate_to_datetime
from typing import Final, TypeVar
from urllib.parse import quote, urlencode

from wa_support.domain.checkup.graph_facts import (
    AccountNumbers,
    Denied,
    NoLook,
    NumberFacts,
    ServerTime,
    Silent,
    SubscribedApp,
    SubscriptionLook,
    TokenFacts,
)
from wa_support.domain.errors import ConfigurationError, Unreadable
from wa_support.ports.outside import Clock
from wa_support.whatsapp import account_reading as read
from wa_support.whatsapp.decoding import decode
from wa_support.whatsapp.reading import Json, inside, text
from wa_support.whatsapp.transport import Answer, NoAnswer, Transport

_SECONDS: Final = 5.0
_TOLD: Final = 200
# Graph may repeat a token that it cannot read; numbers are personal data
_PRIVATE: Final = re.compile(r"[A-Za-z0-9_|%+/=.\-]{30,}|\+?\d[\d ().\-]{5,}\d")

Facts = TypeVar("Facts")


class AccountReader:
    """`answered`: Graph itself has said something. `time`: the first of its clock that was read.

    Neither token nor secret is in anything that this gives back.
    """

    def __init__(self, *, base_url: str, version: str, token: str, clock: Clock) -> None:
        self._root = f"{base_url.rstrip('/')}/{version}"
        self._token = token
        self._clock = clock
        self._transport = self._carrying(token)
        # `debug_token` has the token in its query, and urllib3 notes queries for debugging
        logging.getLogger("urllib3.connectionpool").setLevel(logging.INFO)
        self.answered = False
        self.time: ServerTime | None = None

    def token(self) -> TokenFacts | NoLook:
        query = urlencode({"input_token": self._token})
        return self._ask(f"debug_token?{query}", read.token_facts)

    def number(self, id: str) -> NumberFacts | NoLook:
        query = urlencode({"fields": read.NUMBER_FIELDS})
        return self._ask(f"{quote(id, safe='')}?{query}", read.number_facts)

    def numbers_of(self, account_id: str) -> AccountNumbers | NoLook:
        query = urlencode({"fields": "id", "limit": 100})
        return self._ask(
            f"{quote(account_id, safe='')}/phone_numbers?{query}", read.account_numbers
        )

    def apps_of(self, account_id: str) -> tuple[SubscribedApp, ...] | NoLook:
        return self._ask(f"{quote(account_id, safe='')}/subscribed_apps", read.subscribed_apps)

    def subscription(self, app_id: str, app_secret: str) -> SubscriptionLook | NoLook:
        """Asked with the app's own token, so the answer proves the secret too."""
        try:
            transport = self._carrying(f"{app_id}|{app_secret}")
        except ConfigurationError:
            return Silent(why="WHATSAPP_APP_SECRET has characters that no secret has")
        path = f"{quote(app_id, safe='')}/subscriptions"
        return self._ask(path, read.subscription_look, transport)

    def _carrying(self, token: str) -> Transport:
        return Transport(
            token=token, clock=self._clock, connect_seconds=_SECONDS, read_seconds=_SECONDS
        )

    def _ask(
        self,
        path: str,
        facts_of: Callable[[Json], Facts | None],
        transport: Transport | None = None,
    ) -> Facts | NoLook:
        before = self._clock.now()
        try:
            answer = (transport or self._transport).get(f"{self._root}/{path}")
        except NoAnswer as error:
            return Silent(why=self._clean(str(error)))
        tree = _tree(answer)
        if isinstance(tree.get("error"), Mapping):
            self._heard(answer, before)
            return self._denied(answer, inside(tree, "error"))
        facts = facts_of(tree) if answer.status == 200 else None
        if facts is None:
            return Silent(why=f"HTTP {answer.status}, not in the shape that is documented")
        self._heard(answer, before)
        return facts

    def _denied(self, answer: Answer, error: Json) -> Denied:
        code = _number(error.get("code"))
        return Denied(
            code=answer.status if code is None else code,
            subcode=_number(error.get("error_subcode")),
            told=self._clean(text(error.get("message")) or ""),
        )

    def _clean(self, said: str) -> str:
        said = said.replace(self._token, "…")
        return _PRIVATE.sub("…", " ".join(said.split()))[:_TOLD]

    def _heard(self, answer: Answer, before: int) -> None:
        self.answered = True
        theirs = _milliseconds(answer.date)
        if self.time is None and theirs is not None:
            self.time = ServerTime(theirs=theirs, before=before, after=self._clock.now())


def _tree(answer: Answer) -> Json:
    try:
        tree = decode(answer.body)
    except Unreadable:
        return {}
    return tree if isinstance(tree, Mapping) else {}


def _number(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _milliseconds(date: str | None) -> int | None:
    """From an HTTP date; what a proxy has made of it counts as not said."""
    try:
        return int(parsedate_to_datetime(date or "").timestamp() * 1000)
    except (TypeError, ValueError, OverflowError):
        return None
