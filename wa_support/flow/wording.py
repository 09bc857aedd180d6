"""Puts the catalogue's words together: one bubble, its choices, and what it asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from wa_support.domain.conversations import Asked
from wa_support.domain.dates import say_date
from wa_support.domain.knowledge import Passage
from wa_support.domain.orders import Order, OrderState
from wa_support.domain.outbound import (
    BUTTON_BODY_LIMIT,
    BUTTON_TITLE_LIMIT,
    ROW_DESCRIPTION_LIMIT,
    ROW_TITLE_LIMIT,
    TEXT_LIMIT,
    Choice,
    Outbound,
    OutButtons,
    OutList,
    OutText,
)
from wa_support.domain.policy import Policy, Purpose
from wa_support.domain.replies import Catalogue
from wa_support.flow.hours_words import say_hours

_MOST_BUTTONS = 3
MOST_ROWS = 10
_WITH_A_BUTTON = 700
"""Characters of a body with buttons (at most 1,024) that leave room for an introduction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A bubble before it is introduced; `asked` is what "2" and "네" will answer."""

    outbound: Outbound
    asked: Asked | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The replies in one language."""

    policy: Policy
    catalogue: Catalogue
    language: str
    today: date

    def say(self, key: str, **values: object) -> str:
        return self.catalogue.text(key, self.language, **values)

    def word(self, key: str) -> str:
        return self.catalogue.word(key, self.language)

    @property
    def business(self) -> str:
        return self._in(self.policy.business)

    def buttons(self, key: str) -> tuple[str, ...]:
        return tuple(self.catalogue.reply(key, self.language).buttons)

    def named(self, names: Mapping[str, str] | None) -> str | None:
        """In this language, else in any."""
        return self._in(names) if names else None

    def text(self, body: str) -> Outbound:
        return OutText(body=body)

    def field_name(self, name: str) -> str:
        """A form may ask for what the catalogue has no word for."""
        key = f"field_{name}"
        known = self.word(key)
        return name.replace("_", " ") if known == key else known

    def plain(self, key: str, **values: object) -> Draft:
        return Draft(outbound=OutText(body=self.say(key, **values)))

    def menu(self, *, opening: str | None = None) -> Draft:
        choices = [*self._purpose_choices(self.policy.purposes), self.person()]
        numbered = "\n".join(f"{n}. {choice.title}" for n, choice in enumerate(choices, 1))
        body = self.say("menu", numbered_choices=numbered)
        body = f"{opening}\n{body}" if opening else body
        return Draft(outbound=self.choose(body, "menu", choices), asked=Asked.MENU)

    def greeting(self) -> Draft:
        return self.menu(opening=self.say("greeting", business=self.business))

    def clarify(self, between: Sequence[str]) -> Draft:
        purposes = [self.policy.purpose(name) for name in between]
        choices = [*self._purpose_choices([one for one in purposes if one]), self.person()]
        return Draft(
            outbound=self.choose(self.say("clarify"), "menu", choices), asked=Asked.CLARIFY
        )

    def decline(self) -> Draft:
        choices = [*self._purpose_choices(self.policy.purposes), self.person()]
        names = ", ".join(choice.title for choice in choices[:-1])
        body = self.say("decline", purposes=names)
        return Draft(outbound=self.choose(body, "menu", choices), asked=Asked.MENU)

    def article(self, passage: Passage) -> Draft:
        """The passage whole, and where it stands; a person is one tap away where it fits."""
        place = f"{passage.title} › {passage.heading}" if passage.heading else passage.title
        body = self.say("from_knowledge", text=passage.text, place=place)
        if len(body) > _WITH_A_BUTTON:
            return Draft(outbound=OutText(body=body))
        return Draft(outbound=self.choose(body, "menu", [self.person()]))

    def not_in_knowledge(self) -> Draft:
        ask, drop = self.catalogue.reply("not_in_knowledge", self.language).buttons
        choices = [Choice(id="question:ask", title=ask), Choice(id="question:drop", title=drop)]
        body = self.say("not_in_knowledge")
        return Draft(outbound=self.choose(body, "menu", choices), asked=Asked.ASK_A_PERSON)

    def tell_us_first(self, purpose: Purpose) -> Draft:
        body = self.say("tell_us" if purpose.reads_articles else "tell_us_first")
        return Draft(outbound=self.choose(body, "menu", [self.person()]), asked=Asked.TELL_US)

    def our_hours(self) -> Draft:
        """People's hours, as the policy has them, and how else they are reached."""
        return self.plain(
            "our_hours",
            hours=say_hours(self.policy.people.hours, self.word),
            ways=self.other_ways() or self.word("way_here"),
        )

    def which_order(self, orders: Sequence[Order], *, key: str) -> Draft:
        """`key` is order_list or which_order."""
        return Draft(outbound=self.orders(orders, key, "order"), asked=Asked.WHICH_ORDER)

    def about_photo(self, orders: Sequence[Order], *, told: bool) -> Draft:
        if told:
            outbound = self.orders(orders, "photo_and_words_received", "about")
        else:
            outbound = self.orders(orders, "photo_received", "about")
        return Draft(outbound=outbound, asked=Asked.ABOUT_PHOTO)

    def orders(self, orders: Sequence[Order], key: str, tap: str) -> Outbound:
        rows = [
            Choice(
                id=f"{tap}:{order.id}",
                title=f"{order.id} {self._state(order.state)}"[:ROW_TITLE_LIMIT],
                description=self.items(order)[:ROW_DESCRIPTION_LIMIT],
            )
            for order in orders
        ]
        choices = [*rows, self.person()]
        if rows:
            return self.list_of(self.say(key), key, choices)
        return self.choose(self.say(key), key, choices)

    def order_status(self, order: Order) -> Draft:
        body = self.say(
            "order_status",
            order_id=order.id,
            items=self.items(order),
            state=self._state(order.state),
            detail=self._detail(order),
        )
        if not self._is_late(order):
            return Draft(outbound=OutText(body=body.strip()))
        return Draft(outbound=self.choose(body.strip(), "menu", [self.person()]))

    def ticket(self, ticket: Mapping[str, Any] | None) -> Draft:
        """How it stands; a foreign one and none at all read the same. A person is a tap away."""
        body = self.say("ticket_not_found")
        if ticket is not None:
            opened = say_date(ticket["opened_on"], self.language, self.today)
            state = self.word(f"ticket_{ticket['state']}")
            body = self.say("ticket_status", ticket_id=ticket["id"], state=state, opened=opened)
        return Draft(outbound=self.choose(body, "menu", [self.person()]))

    def no_orders_here(self) -> Draft:
        body = self.say("no_orders_here")
        return Draft(outbound=self.choose(body, "menu", [self.person()]), asked=Asked.ORDER_PROOF)

    def type_order_proof(self) -> Draft:
        return replace(self.plain("type_it"), asked=Asked.ORDER_PROOF)

    def order_not_found(self) -> Draft:
        again, _ = self.catalogue.reply("order_not_found", self.language).buttons
        choices = [Choice(id="again", title=again), self.person()]
        body = self.say("order_not_found")
        return Draft(outbound=self.choose(body, "menu", choices), asked=Asked.ORDER_PROOF)

    def cannot_read(self, kind: str) -> Draft:
        typing, _ = self.catalogue.reply("cannot_read", self.language).buttons
        choices = [Choice(id="type", title=typing), self.person()]
        body = self.say("cannot_read", kind=self.word(f"kind_{kind}"))
        return Draft(outbound=self.choose(body, "menu", choices), asked=Asked.READ_INSTEAD)

    def language_fallback(self) -> Draft:
        ours = f" {self.word('or')} ".join(
            self.word(f"language_{language}") for language in self.policy.languages
        )
        body = self.say("language_fallback", languages=ours)
        return Draft(outbound=self.choose(body, "menu", [self.person()]), asked=Asked.MENU)

    def still_waiting(self, ahead: int) -> Draft:
        keep, ways, back = self.catalogue.reply("still_waiting", self.language).buttons
        choices = [Choice(id="wait:keep", title=keep), Choice(id="wait:back", title=back)]
        if self.policy.people.other_ways:
            choices.insert(1, Choice(id="wait:ways", title=ways))
        body = self.say("still_waiting", ahead=ahead)
        return Draft(outbound=self.choose(body, "menu", choices), asked=Asked.KEEP_WAITING)

    def offer(self, key: str, taps: Sequence[str]) -> Outbound:
        """A reply whose buttons are these taps."""
        titles = self.catalogue.reply(key, self.language).buttons
        choices = [Choice(id=tap, title=title) for tap, title in zip(taps, titles, strict=True)]
        return self.choose(self.say(key), key, choices)

    def other_ways(self) -> str:
        ways = self.policy.people.other_ways
        return ", ".join(f"{self.word(f'way_{kind}')} {address}" for kind, address in ways.items())

    def items(self, order: Order) -> str:
        return ", ".join(
            f"{self._in(item.name)} ×{item.quantity}" if item.quantity > 1 else self._in(item.name)
            for item in order.items
        )

    def _state(self, state: OrderState) -> str:
        return self.word(f"state_{state}")

    def _detail(self, order: Order) -> str:
        """Only typed fields of the order: dates, carrier and tracking number."""
        parts = []
        if order.state is OrderState.DELIVERED and order.delivered_on:
            parts.append(self._dated("detail_delivered", order.delivered_on))
        elif order.state is OrderState.SHIPPED and order.expected_on:
            key = "detail_late" if self._is_late(order) else "detail_expected"
            parts.append(self._dated(key, order.expected_on))
        elif order.state is not OrderState.DELIVERED:
            parts.append(self.word(f"detail_{order.state}"))
        if order.state is OrderState.SHIPPED and order.carrier and order.tracking:
            tracking = self.word("tracking")
            parts.append(tracking.format(carrier=self._in(order.carrier), number=order.tracking))
        return " ".join(part for part in parts if part)

    def _is_late(self, order: Order) -> bool:
        on_its_way = order.state is OrderState.SHIPPED and order.expected_on is not None
        return on_its_way and date.fromisoformat(order.expected_on or "") < self.today

    def _dated(self, key: str, iso: str) -> str:
        said = say_date(iso, self.language, self.today)
        return self.word(key).format(date=said)

    def _purpose_choices(self, purposes: Sequence[Purpose]) -> list[Choice]:
        return [
            Choice(id=f"purpose:{purpose.name}", title=self._in(purpose.names))
            for purpose in purposes
        ]

    def person(self) -> Choice:
        return Choice(id="person", title=self.word("person"))

    def choose(self, body: str, key: str, choices: Sequence[Choice]) -> Outbound:
        fits = len(choices) <= _MOST_BUTTONS and len(body) <= BUTTON_BODY_LIMIT
        if fits and all(len(choice.title) <= BUTTON_TITLE_LIMIT for choice in choices):
            return OutButtons(body=body, buttons=tuple(choices))
        return self.list_of(body, key, choices)

    def list_of(self, body: str, key: str, choices: Sequence[Choice]) -> OutList:
        button = self.catalogue.reply(key, self.language).button
        button = button or self.catalogue.reply("menu", self.language).button or "…"
        shown = choices if len(choices) <= MOST_ROWS else [*choices[: MOST_ROWS - 1], choices[-1]]
        rows = tuple(replace(choice, title=choice.title[:ROW_TITLE_LIMIT]) for choice in shown)
        return OutList(body=body[:TEXT_LIMIT], button=button, rows=rows)

    def _in(self, names: Mapping[str, str]) -> str:
        return names.get(self.language) or next(iter(names.values()))


def with_opening(outbound: Outbound, opening: str) -> Outbound:
    """The same bubble with a first line above it."""
    return replace(outbound, body=f"{opening}\n{outbound.body}"[:TEXT_LIMIT])
