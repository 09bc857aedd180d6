"""What customers agree to and take back: recorded at once with where it came from, told once."""

from dataclasses import replace
from typing import Final

from wa_support.domain.consents import (
    ConsentCategory,
    ConsentRecord,
    Consents,
    ConsentSource,
    consents_of,
)
from wa_support.domain.content import Content, Tap, words_of
from wa_support.domain.conversations import Conversation, Owner
from wa_support.domain.customers import AliasKind, Consent, CustomerRef
from wa_support.domain.dates import say_date
from wa_support.domain.delivery import Author
from wa_support.domain.gate.shapes import opts_in, opts_out
from wa_support.domain.people import AuditRecord
from wa_support.domain.templates.template import STOP_PROMOTIONS
from wa_support.domain.text import MaskedText
from wa_support.domain.turns import StoredMessage
from wa_support.flow.policy_book import Rulebook
from wa_support.flow.speaking import Voice, wording_for
from wa_support.ports.database import Tx
from wa_support.ports.outside import Ids

_LATE_MS: Final = 60_000
"""Within a minute the order of arrival counts: Meta's clock knows whole seconds only."""
_SAID: Final = {
    Consent.PROMOTIONS_STOPPED: "opted_out",
    Consent.ALL_STOPPED: "opted_out_all",
    Consent.PROMOTIONS_WANTED: "opted_in",
}


def consent_in(message: StoredMessage) -> Consent | None:
    """What the whole message says of it: a word, or the button that stops promotions."""
    return _said(message.content, message.text)


def refusal_in(content: Content | None) -> Consent | None:
    said = _said(content, words_of(content)) if content is not None else None
    return None if said is Consent.PROMOTIONS_WANTED else said


def _said(content: Content | None, words: MaskedText) -> Consent | None:
    if isinstance(content, Tap) and content.id == STOP_PROMOTIONS:
        return Consent.PROMOTIONS_STOPPED
    stopped = opts_out(words)
    if stopped is not None:
        return Consent.ALL_STOPPED if stopped == "all" else Consent.PROMOTIONS_STOPPED
    return Consent.PROMOTIONS_WANTED if opts_in(words) else None


def record_consent(
    tx: Tx,
    conversation: Conversation,
    consent: Consent,
    *,
    said_at: int,
    ids: Ids,
    rulebook: Rulebook,
    now: int,
    cause: str,
    turn_id: str,
) -> bool:
    """Stores what was said in words; True when it was confirmed: once, and only while the bot may
    speak. The law asks that the customer is told the result and its date."""
    held, changed = hear(tx, conversation.customer_id, consent, now=now, said_at=said_at)
    if conversation.owner is not Owner.AUTOMATED or not conversation.window_open(now):
        return False
    if _same(consent, held, changed):
        return False
    wording = wording_for(rulebook, conversation, now=now)
    draft = wording.plain(
        _SAID[consent],
        business=wording.business,
        date=say_date(wording.today.isoformat(), wording.language, wording.today),
    )
    voice = Voice(tx=tx, ids=ids, rulebook=rulebook, now=now)
    tx.conversations.save(
        voice.say(
            conversation,
            draft,
            author=Author.NOTICE,
            cause=cause,
            turn_id=turn_id,
            lives_ms=None,
        )
    )
    return True


def hear(
    tx: Tx, customer_id: str, consent: Consent, *, now: int, said_at: int | None = None
) -> tuple[Consents, Consents]:
    """The customer's own words; what held before and what holds since. Who wants promotions takes
    back that they wanted nothing. Words that Meta brings late are older than what came since."""
    held = standing(tx, customer_id)
    at = said_at if said_at is not None and now - said_at > _LATE_MS else now
    given = consent is Consent.PROMOTIONS_WANTED
    category = ConsentCategory.MARKETING
    if consent is Consent.ALL_STOPPED or (given and held.all_stopped_at is not None):
        category = ConsentCategory.ALL
    words = ConsentSource.WORDS
    record(tx, customer_id, category, given=given, source=words, now=now, at=at)
    if given and category is ConsentCategory.ALL:
        marketing = ConsentCategory.MARKETING
        record(tx, customer_id, marketing, given=True, source=words, now=now, at=at)
    return held, standing(tx, customer_id)


def hear_at_phone(
    tx: Tx,
    ref: CustomerRef | None,
    conversation: Conversation,
    message: StoredMessage,
    *,
    now: int,
) -> None:
    """One webhook may name two customers, who are kept apart: what is refused from a phone is
    refused for whoever we would reach there."""
    consent = refusal_in(message.content)
    if consent is None or ref is None or not ref.phone:
        return
    other = tx.customers.find(AliasKind.PHONE, ref.phone)
    if other is not None and other.id != conversation.customer_id:
        hear(tx, other.id, consent, now=now, said_at=message.at)


def standing(tx: Tx, customer_id: str) -> Consents:
    """The history, and the quick columns where they are stricter."""
    customer = tx.customers.get(customer_id)
    held = consents_of(tx.consents.of(customer.id))
    stopped = held.stopped_at or customer.opted_out_at
    return replace(
        held,
        marketing=held.marketing and stopped is None,
        night=held.night and stopped is None,
        stopped_at=stopped,
        all_stopped_at=held.all_stopped_at or customer.opted_out_of_all_at,
    )


def record(
    tx: Tx,
    customer_id: str,
    category: ConsentCategory,
    *,
    given: bool,
    source: ConsentSource,
    now: int,
    at: int | None = None,
    by: str | None = None,
) -> None:
    """`at`: when it was said, by Meta's clock or the list's; now when left out."""
    said = min(at or now, now)
    news = ConsentRecord(
        customer_id=tx.consents.lock(customer_id),
        category=category,
        given=given,
        source=source,
        at=said,
        by=by,
    )
    tx.consents.add(news)
    customer = tx.customers.get(news.customer_id)
    held = consents_of(tx.consents.of(customer.id))
    lifts = given and category is ConsentCategory.MARKETING
    lifts_all = given and category is ConsentCategory.ALL
    tx.customers.save_stops(
        replace(
            customer,
            opted_out_at=_since(customer.opted_out_at, held.stopped_at, said if lifts else None),
            opted_out_of_all_at=_since(
                customer.opted_out_of_all_at, held.all_stopped_at, said if lifts_all else None
            ),
        )
    )
    actor = by or ("meta" if source is ConsentSource.ERROR_131050 else "customer")
    audited = AuditRecord(
        at=now,
        actor=actor,
        action=f"consent_{_named(news)}",
        subject=customer.id,
        detail={"source": source},
    )
    tx.audit.add(audited)


def _since(known: int | None, told: int | None, lifted_at: int | None) -> int | None:
    """A stop that is known only by its column ends when something newer lifts it."""
    if known is not None and lifted_at is not None and lifted_at > known:
        known = None
    return min((at for at in (known, told) if at is not None), default=None)


def _same(consent: Consent, held: Consents, changed: Consents) -> bool:
    match consent:
        case Consent.ALL_STOPPED:
            return held.all_stopped_at is not None
        case Consent.PROMOTIONS_STOPPED:
            return held.stopped_at is not None
        case _:
            return held.marketing or not changed.marketing


def _named(news: ConsentRecord) -> str:
    match news.category:
        case ConsentCategory.MARKETING if news.given and news.source is ConsentSource.WHATSAPP:
            return "resumed"
        case ConsentCategory.MARKETING:
            return Consent.PROMOTIONS_WANTED if news.given else Consent.PROMOTIONS_STOPPED
        case ConsentCategory.ALL:
            return "resumed" if news.given else Consent.ALL_STOPPED
        case ConsentCategory.MARKETING_NIGHT:
            return "night_wanted" if news.given else "night_stopped"
