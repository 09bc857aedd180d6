"""Opt-outs: recorded at once, said once, and never a silence towards a customer who writes."""

from dataclasses import replace

from wa_support.domain.conversations import Conversation, Owner
from wa_support.domain.customers import Consent
from wa_support.domain.dates import say_date
from wa_support.domain.delivery import Author
from wa_support.domain.people import AuditRecord
from wa_support.flow.policy_book import Rulebook
from wa_support.flow.speaking import Voice, wording_for
from wa_support.ports.database import Tx
from wa_support.ports.outside import Ids


def record_consent(
    tx: Tx,
    conversation: Conversation,
    consent: Consent,
    *,
    ids: Ids,
    rulebook: Rulebook,
    now: int,
    cause: str,
    turn_id: str,
) -> bool:
    """Stores the stop; True when it was confirmed: once, and only while the bot may speak."""
    known = tx.customers.get(conversation.customer_id)
    everything = consent is Consent.ALL_STOPPED
    already = known.opted_out_of_all_at if everything else known.opted_out_at
    stop(tx, conversation.customer_id, consent, now=now)
    if conversation.owner is not Owner.AUTOMATED or not conversation.window_open(now) or already:
        return False
    wording = wording_for(rulebook, conversation, now=now)
    draft = wording.plain(
        "opted_out_all" if everything else "opted_out",
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


def stop(tx: Tx, customer_id: str, consent: Consent, *, now: int) -> None:
    customer = tx.customers.get(customer_id)
    everything = consent is Consent.ALL_STOPPED
    tx.customers.save(
        replace(
            customer,
            opted_out_at=customer.opted_out_at or now,
            opted_out_of_all_at=(customer.opted_out_of_all_at or now)
            if everything
            else customer.opted_out_of_all_at,
        )
    )
    tx.audit.add(
        AuditRecord(at=now, actor="customer", action=f"consent_{consent}", subject=customer_id)
    )


def resume(tx: Tx, customer_id: str, *, now: int) -> None:
    customer = tx.customers.get(customer_id)
    tx.customers.save(replace(customer, opted_out_at=None, opted_out_of_all_at=None))
    tx.audit.add(
        AuditRecord(at=now, actor="customer", action="consent_resumed", subject=customer_id)
    )
