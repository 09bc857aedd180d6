"""The list of conversations: what was asked of it, and its rows as people read them."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeVar

from flask import request

from wa_support.domain.conversations import Conversation, Owner
from wa_support.domain.customers import Customer
from wa_support.domain.desk import Line, Order, View
from wa_support.domain.views import ConversationSummary
from wa_support.web.console.access import agent
from wa_support.web.console.language import word
from wa_support.web.console.parts import parts
from wa_support.web.console.times import ago, countdown, moment

PAGE: Final = 50
_LAST_WORDS: Final = 200
_STEP_MS: Final = 20_000
"""The times in a list move on in steps: fifty rows that each change when their own minute is over
would make every poll news."""
_SOON_MS: Final = 2 * 3600 * 1000
_Code = TypeVar("_Code", bound=StrEnum)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which stretch of which view, and the conversation that is open beside it."""

    view: View = View.WAITING
    order: Order = Order.WAIT
    tag: str | None = None
    skip: int = 0
    chosen: str | None = None
    pane: bool = False

    def args(self, **other: object) -> dict[str, object]:
        """For an address; what stands as it is by itself is left out."""
        now = {
            "view": None if self.view is View.WAITING else self.view,
            "order": None if self.order is Order.WAIT else self.order,
            "tag": self.tag,
            "skip": self.skip or None,
            "c": self.chosen,
            "pane": "1" if self.pane else None,
        }
        return {name: value for name, value in {**now, **other}.items() if value}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """`left` is what remains of the customer service window (`23:58`), None when it has closed;
    `closing` when little is left. `at` is when the customer last wrote, for what is unread."""

    id: str
    owner: str
    agent: str | None
    name: str
    last_words: str
    since: str
    left: str | None
    closing: bool
    reason: str | None
    at: int
    tags: tuple[str, ...] = ()
    put_off_until: str | None = None
    waiting_for: str | None = None
    assigned_to: str | None = None


def asked() -> Asked:
    given = request.values
    skip = given.get("skip", "")
    return Asked(
        view=_one_of(View, given.get("view")) or View.WAITING,
        order=_one_of(Order, given.get("order")) or Order.WAIT,
        tag=given.get("tag") or None,
        skip=int(skip) if skip.isdecimal() and len(skip) < 7 else 0,
        chosen=given.get("c") or None,
        pane=given.get("pane") == "1",
    )


def listing(wanted: Asked) -> dict[str, object]:
    """What `_list.html` shows."""
    name, now = agent(), parts().clock.now()
    at = now - now % _STEP_MS
    shown = parts().cases.page(
        view=wanted.view, agent=name, now=now, order=wanted.order, tag=wanted.tag,
        skip=wanted.skip, limit=PAGE,
    )  # fmt: skip
    return {
        "asked": wanted,
        "rows": [line_row(line, at) for line in shown.lines],
        "total": shown.total,
        "until": min(wanted.skip + PAGE, shown.total),
        "page_size": PAGE,
        "waiting": shown.waiting,
        "counts": parts().cases.view_counts(agent=name, now=now),
        "tags": parts().cases.tags(),
        "views": tuple(View),
        "orders": tuple(Order),
    }


def line_row(line: Line, now: int) -> Row:
    return row(
        line.summary, now=now, tags=line.tags, assigned_to=line.assigned_to,
        put_off_until=moment(line.snooze.until) if line.snooze else None,
        waiting_for=line.snooze.waiting_for if line.snooze else None,
    )  # fmt: skip


def row(
    summary: ConversationSummary,
    *,
    now: int | None = None,
    tags: tuple[str, ...] = (),
    put_off_until: str | None = None,
    waiting_for: str | None = None,
    assigned_to: str | None = None,
) -> Row:
    """`now` where the rows of a list shall change at the same moments, else the clock's."""
    conversation, now = summary.conversation, now or parts().clock.now()
    closes = conversation.window_closes_at
    return Row(
        id=conversation.id,
        owner=conversation.owner,
        agent=conversation.agent,
        name=shown_name(summary.customer),
        last_words=summary.last_text[:_LAST_WORDS] or word(_without_words(conversation)),
        since=ago(_waiting_since(summary), now),
        left=countdown(closes, now),
        closing=closes is not None and closes - now < _SOON_MS,
        reason=summary.handoff.reason if summary.handoff else None,
        at=conversation.last_message_at or 0,
        tags=tags,
        put_off_until=put_off_until,
        waiting_for=waiting_for,
        assigned_to=assigned_to,
    )


def newest(summaries: Sequence[ConversationSummary]) -> ConversationSummary | None:
    return max(summaries, key=lambda one: one.conversation.last_message_at or 0, default=None)


def shown_name(customer: Customer) -> str:
    """Their profile name, else the end of their number: screens hide the rest."""
    if customer.name:
        return customer.name
    if customer.phone:
        return word("customer_ending", digits=customer.phone[-4:])
    return word("customer")


def _waiting_since(summary: ConversationSummary) -> int:
    if summary.conversation.owner is Owner.QUEUED and summary.handoff:
        return summary.handoff.opened_at
    return summary.conversation.last_message_at or summary.conversation.created_at


def _one_of(kind: type[_Code], code: str | None) -> _Code | None:
    return next((one for one in kind if one.value == code), None)


def _without_words(conversation: Conversation) -> str:
    """Somebody may be here who has never written: people paused the bot for them."""
    return "no_words" if conversation.last_message_at is None else "attachment"
