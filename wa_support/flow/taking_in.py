"""One webhook body inside one transaction: decoded, masked, and every update applied once."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from wa_support.domain.consents import ConsentCategory, ConsentSource
from wa_support.domain.errors import DatabaseUnavailable, Unreadable
from wa_support.domain.events import Event, EventKind
from wa_support.domain.failpoints import failpoint
from wa_support.flow.consent import record
from wa_support.flow.identity import change_identity, recognise
from wa_support.flow.inbound import Inbound
from wa_support.flow.lost_words import LostWords
from wa_support.flow.masking_tree import mask_tree
from wa_support.flow.policy_book import Rulebook
from wa_support.flow.statuses import Statuses
from wa_support.flow.template_looks import TemplateLooks
from wa_support.ports.database import Tx
from wa_support.ports.outside import Ids, InboxRow, Masker, WebhookReader

HORIZON_MS: Final = 35 * 24 * 3600 * 1000
"""Meta signs no time and retries for 7 days: what is older than our memory is not acted on."""

_KINDS: Final = ("resident_number", "foreigner_number", "card")
_ACTED_ON: Final = frozenset(
    {
        EventKind.MESSAGE,
        EventKind.ECHO,
        EventKind.SYSTEM,
        EventKind.STATUS,
        EventKind.STANDBY,
        EventKind.HANDOVER,
    }
)
_PREFERENCES: Final = {
    "stop": (False, ConsentSource.WHATSAPP),
    "resume": (True, ConsentSource.WHATSAPP),
    "signup": (True, ConsentSource.SIGNUP),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One update, masked. `key` tells a second delivery; `found` are the kinds that were masked."""

    event: Event
    key: str
    found: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TakingIn:
    tx: Tx
    ids: Ids
    reader: WebhookReader
    mask: Masker
    rulebook: Rulebook
    numbers: frozenset[str]
    account: str | None
    now: int
    _flow: dict[str, int] = field(default_factory=dict)

    def finish(self) -> None:
        """What concerns the whole batch, once."""
        for number, at in self._flow.items():
            self.tx.status_flow.seen(number, at)

    def row(self, row: InboxRow) -> None:
        """What cannot be read is kept whole as a dead letter."""
        try:
            tree = self.reader.decode(row.body)
            events = self.reader.parse_tree(tree)
        except Unreadable as why:
            self.tx.events.dead_letter(row.body, reason=str(why), now=self.now)
            return
        failpoint("intake.parsed")
        masked, kinds = mask_tree(tree, self.mask)
        self.tx.events.keep_body(_as_bytes(masked), row.received_at)
        items = [Item(event=event, key=self.reader.dedup_key(event)) for event in events]
        for item in self._masked(items, masked, row) if kinds else items:
            self._guarded(item, row)

    def _masked(self, items: list[Item], masked: object, row: InboxRow) -> list[Item]:
        """The same updates without the numbers; a dead letter if masking bent the shape."""
        try:
            events = self.reader.parse_tree(masked)
            return [
                Item(event=event, key=item.key, found=_found(item.event.raw, event.raw))
                for item, event in zip(items, events, strict=True)
            ]
        except (Unreadable, ValueError) as why:
            self.tx.events.dead_letter(row.body, reason=type(why).__name__, now=self.now)
            return []

    def _guarded(self, item: Item, row: InboxRow) -> None:
        """One update that fails must not take its batch along, whatever it tripped over."""
        try:
            with self.tx.savepoint():
                self._once(item)
        except DatabaseUnavailable:
            raise
        except Exception as why:  # noqa: BLE001 - a poison update would be tried for ever
            reason = f"{item.event.kind}: {type(why).__name__}"
            self.tx.events.dead_letter(row.body, reason=reason, now=self.now)

    def _once(self, item: Item) -> None:
        """What is quarantined claims a key of its own: once the settings know the number, the same
        update counts as new."""
        strange = self._is_strange(item.event)
        key = f"quarantined:{item.key}" if strange else item.key
        if not self.tx.events.first_time(key, self.now):
            return
        if strange:
            self._keep(item.event, "quarantined")
        else:
            self._apply(item)

    def _is_strange(self, event: Event) -> bool:
        """A number that is not ours, or news older than our memory of what came before."""
        if event.phone_number_id is not None and event.phone_number_id not in self.numbers:
            return True
        old = event.at is not None and self.now - event.at > HORIZON_MS
        return old and (event.kind in _ACTED_ON or event.content is not None)

    def _apply(self, item: Item) -> None:
        event = item.event
        inbound = Inbound(tx=self.tx, ids=self.ids, rulebook=self.rulebook, now=self.now)
        match event.kind:
            case EventKind.STATUS:
                self._flows(event)
                self._statuses().apply(event)
            case EventKind.MESSAGE if event.group_id is None and event.content is not None:
                inbound.message(event, found=item.found)
            case EventKind.ECHO:
                inbound.echo(event)
            case EventKind.STANDBY | EventKind.HANDOVER:
                self._keep(event, "kept")
                inbound.routed(event)
            case EventKind.SYSTEM:
                self._keep(event, "kept")
                self._system(event)
            case EventKind.EDIT if event.group_id is None and event.content is not None:
                self._keep(event, "kept")
                inbound.edited(event)
            case EventKind.UNKNOWN:
                self._keep(event, "unknown")
                if event.content is not None and event.group_id is None:
                    inbound.message(event, found=item.found)  # unreadable is not unanswered
            case _:
                self._keep(event, "kept")
                self._preference(event)
                self._template(event)

    def _statuses(self) -> Statuses:
        lost = LostWords(tx=self.tx, ids=self.ids, rulebook=self.rulebook, now=self.now)
        return Statuses(tx=self.tx, lost=lost, now=self.now)

    def _flows(self, event: Event) -> None:
        """By Meta's clock: what lay in our inbox for an hour is no news of now."""
        if event.phone_number_id is not None and event.at is not None:
            at = min(event.at, self.now)
            self._flow[event.phone_number_id] = max(at, self._flow.get(event.phone_number_id, at))

    def _keep(self, event: Event, state: str) -> None:
        self.tx.events.keep(event, event.raw, state=state, now=self.now)

    def _system(self, event: Event) -> None:
        change = event.identity_change
        changed = change_identity(self.tx, change, now=self.now) if change else None
        if changed is not None and changed.clash is not None:
            both: Mapping[str, Any] = {"customers": [changed.customer.id, changed.clash.id]}
            self.tx.events.keep(event, both, state="clash", now=self.now)

    def _template(self, event: Event) -> None:
        """Of another account there may be templates of the same name."""
        if event.template is None or self.account not in {None, event.entry_id}:
            return
        looks = TemplateLooks(tx=self.tx, read=self.rulebook.read_template, now=self.now)
        looks.heard(event.template)

    def _preference(self, event: Event) -> None:
        """`user_preferences`: the customer stopped or resumed promotions inside WhatsApp, or signed
        up for them. By Meta's clock: what is told late is older than what came since. A refusal
        counts for both where one webhook names two."""
        wish = event.raw.get("value") if event.field_name == "user_preferences" else None
        if wish not in _PREFERENCES or event.customer is None or not event.customer.known:
            return
        found = recognise(self.tx, event.customer, ids=self.ids, now=self.now)
        given, source = _PREFERENCES[wish]
        told = (found.customer,) if given or found.clash is None else (found.customer, found.clash)
        for customer in told:
            record(
                self.tx, customer.id, ConsentCategory.MARKETING, given=given, source=source,
                now=self.now, at=event.at,
            )  # fmt: skip


def _found(clear: Mapping[str, Any], masked: Mapping[str, Any]) -> tuple[str, ...]:
    """The kinds whose mark appears oftener than the customer typed it."""
    before, after = _as_bytes(clear), _as_bytes(masked)
    marks = {kind: f"[{kind}]".encode() for kind in _KINDS}
    return tuple(kind for kind, mark in marks.items() if after.count(mark) > before.count(mark))


def _as_bytes(tree: object) -> bytes:
    return json.dumps(tree, ensure_ascii=False, separators=(",", ":")).encode()
