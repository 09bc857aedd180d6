"""The platform itself: accepts sends, reports their fate, posts what customers say."""

import sys
from collections.abc import Callable
from functools import partial
from typing import Any

from wa_support.domain.conversations import WINDOW_MS
from wa_support.simulator import webhooks
from wa_support.simulator.accounts import Accounts, Number, SimCustomer
from wa_support.simulator.chats import TYPING_MS, Chats
from wa_support.simulator.configuration import SimulatorConfig
from wa_support.simulator.deliveries import Deliveries, Letter
from wa_support.simulator.faults import FaultPanel
from wa_support.simulator.handshake import shake_hands
from wa_support.simulator.inbound import NotSayable, said
from wa_support.simulator.later import Later
from wa_support.simulator.ledger import AcceptedSend, Ledger
from wa_support.simulator.media import MediaShelf
from wa_support.simulator.outbound import bubble_of
from wa_support.simulator.poster import Poster, encoded
from wa_support.simulator.refusals import Refused, no_such_object
from wa_support.simulator.standing import StandingPanel
from wa_support.simulator.templates.news import preference_news, webhook
from wa_support.simulator.templates.platform import HeldSend, Templates
from wa_support.simulator.templates.sending import bubble_from
from wa_support.simulator.templates.template import Template
from wa_support.simulator.validation import check_message


def _on_stderr(line: str) -> None:
    sys.stderr.write(line + "\n")


class Cloud:
    """All state of one simulated platform; every method may be called from any thread."""

    def __init__(self, config: SimulatorConfig, tell: Callable[[str], None] = _on_stderr) -> None:
        self.config = config
        self.accounts = Accounts(config.phone_numbers, config.customers)
        self.chats = Chats()
        self.media = MediaShelf(config.random_bytes)
        self.faults = FaultPanel(config.faults)
        self.standing = StandingPanel(config)
        self.ledger = Ledger(config.ledger_path)
        self.later = Later()
        self.poster = Poster(
            callback_url=config.callback_url,
            app_secret=config.app_secret,
            retry_ms=config.delays.retry,
            copies=lambda: self.faults.now.duplicate_webhooks,
            later=self.later,
        )
        self.deliveries = Deliveries(
            config, chats=self.chats, faults=self.faults, later=self.later, post=self._post
        )
        self.templates = Templates(config, faults=self.faults, post=self._post, later=self.later)
        self.stopped_marketing: set[str] = set()
        self._tell = tell

    def shake_hands(self) -> None:
        shake_hands(
            self.later,
            callback_url=self.poster.callback_url,
            verify_token=self.config.verify_token,
            challenge=self.config.random_bytes(8).hex(),
            tell=self._tell,
        )

    def number(self, id: str | None) -> Number:
        """The first one when none is named; raises `Refused` for an unknown id."""
        if id is None:
            return self.accounts.first_number
        if id not in self.accounts.numbers:
            raise no_such_object(id)
        return self.accounts.numbers[id]

    def customer(self, who: str) -> SimCustomer:
        found = self.accounts.find_or_join(who)
        if found is None:
            raise NotSayable(f"no customer is called {who!r}")
        return found

    def say(self, wish: dict[str, Any]) -> str:
        """A customer does something; returns its wamid. Shapes: `inbound.said`."""
        number, customer = self.number(wish.get("phone_number_id")), self.customer(wish["customer"])
        action = said(wish, self.media)
        at = int(wish.get("at") or self.config.clock())
        wamid = self._wamid(customer, outbound=False)
        self.chats.heard((number.id, customer.id), wamid=wamid, at=at, content=action.bubble)
        body = webhooks.inbound(
            self.config.waba_id,
            number,
            customer,
            id=wamid,
            at=at,
            parts=action.parts,
            reply_to=wish.get("reply_to"),
        )
        self.poster.post(encoded(body), arrived=lambda: self.chats.tick(wamid, "delivered"))
        return wamid

    def prefer(self, wish: dict[str, Any]) -> None:
        """A customer stops or resumes the business's marketing: `customer`, `value`."""
        number, customer = self.number(wish.get("phone_number_id")), self.customer(wish["customer"])
        if wish["value"] not in ("stop", "resume"):
            raise NotSayable("value is stop or resume")
        stopped = wish["value"] == "stop"
        (self.stopped_marketing.add if stopped else self.stopped_marketing.discard)(customer.id)
        at_s = self.config.clock() // 1000
        news = preference_news(number, customer, stopped=stopped, at_s=at_s)
        self._post(encoded(webhook(self.config.waba_id, news, at_s)))

    def _post(self, body: bytes) -> None:
        """By whoever posts now: a test may put a witness there."""
        self.poster.post(body)

    def send(self, number: Number, body: dict[str, Any]) -> dict[str, Any]:
        """A business message: checked, recorded, shown on the phone, then its statuses."""
        check_message(body)
        customer = self._recipient(number, body)
        self._require_upload(body)
        template = self._template(customer, body)
        if template is None:
            self._require_open_window(number, customer)
        bubble = self._bubble(template, body)
        wamid, now = self._wamid(customer, outbound=True), self.config.clock()
        to = body.get("to") or body["recipient"]
        letter = Letter(
            number=number,
            customer=customer,
            id=wamid,
            bubble=bubble,
            opaque=body.get("biz_opaque_callback_data"),
            category=template.category.lower() if template else "service",
        )
        self.ledger.record(
            AcceptedSend(
                id=wamid, opaque=letter.opaque, phone_number_id=number.id, to=to, body=body, at=now
            )
        )
        message = {"id": wamid}
        if template is None:
            self.deliveries.deliver(letter)
        else:
            message["message_status"] = self._deliver_template(template, letter)
        contact = {"input": to}
        contact |= {"wa_id": customer.phone} if body.get("to") else {"user_id": customer.bsuid}
        return {"messaging_product": "whatsapp", "contacts": [contact], "messages": [message]}

    def mark_read(self, body: dict[str, Any]) -> dict[str, Any]:
        """A read mark, which may carry a typing indicator."""
        if body.get("messaging_product") != "whatsapp" or not body.get("message_id"):
            raise Refused(131008, "messaging_product and message_id are required")
        typing_until = self.config.clock() + TYPING_MS if "typing_indicator" in body else None
        if not self.chats.read_upto(str(body["message_id"]), typing_until=typing_until):
            raise Refused(131009, "message_id is not a message from a customer")
        return {"success": True}

    def stop(self) -> None:
        self.later.stop()
        self.poster.close()
        self.ledger.close()

    def _wamid(self, customer: SimCustomer, *, outbound: bool) -> str:
        random = self.config.random_bytes(10)
        return webhooks.wamid(customer.phone or customer.bsuid, outbound=outbound, random=random)

    def _recipient(self, number: Number, body: dict[str, Any]) -> SimCustomer:
        to, recipient = body.get("to"), body.get("recipient")
        for name, value in (("to", to), ("recipient", recipient)):
            if value is not None and not isinstance(value, str):
                raise Refused(131009, f"{name} must be a string")
        if not to and not recipient:
            raise Refused(131008, "to or recipient is required")
        customer = self.accounts.addressed(number, to=to, recipient=recipient)
        if customer is None:
            raise Refused(131026, f"{to or recipient} cannot be reached (a phone wants + in front)")
        return customer

    def _require_upload(self, body: dict[str, Any]) -> None:
        file = body.get(body["type"])
        upload = file.get("id") if isinstance(file, dict) else None
        if upload is not None and not self.media.has(upload):
            raise Refused(100, f"{body['type']}.id is not the id of an upload")

    def _require_open_window(self, number: Number, customer: SimCustomer) -> None:
        heard = self.chats.last_heard_at((number.id, customer.id))
        if heard is None or self.config.clock() - heard >= WINDOW_MS:
            raise Refused(131047, "More than 24 hours have passed since the customer last wrote")

    def _template(self, customer: SimCustomer, body: dict[str, Any]) -> Template | None:
        """What the send names, when it may go to this customer."""
        if body["type"] != "template":
            return None
        template = self.templates.sendable(body["template"])
        if self._unwanted(template, customer) and not self.faults.now.late_131050:
            raise Refused(131050, "The customer has stopped marketing messages from you")
        return template

    def _unwanted(self, template: Template, customer: SimCustomer) -> bool:
        return template.category == "MARKETING" and customer.id in self.stopped_marketing

    def _bubble(self, template: Template | None, body: dict[str, Any]) -> dict[str, Any]:
        if template is None:
            return bubble_of(body)
        return bubble_from(template, body["template"], is_upload=self.media.has)

    def _deliver_template(self, template: Template, letter: Letter) -> str:
        """What the answer says of it."""
        if self._unwanted(template, letter.customer):
            self.deliveries.fail(letter, 131050)
        elif self.faults.take("paused_sends"):
            return "paused"
        elif self.faults.take("held_sends"):
            held = HeldSend(
                template_id=template.id,
                release=partial(self.deliveries.deliver, letter),
                drop=partial(self.deliveries.fail, letter, 132015),
            )
            self.templates.hold(held)
            return "held_for_quality_assessment"
        else:
            self.deliveries.deliver(letter)
        return "accepted"
