"""Asks whether a template may go to a customer, with all that one transaction knows of both."""

from wa_support.domain.conversations import Conversation
from wa_support.domain.outbound import OutTemplate
from wa_support.domain.templates.approvals import ApprovalState
from wa_support.domain.templates.sendable import NotNow, Question, not_now
from wa_support.domain.templates.template import TemplateKey, Trigger
from wa_support.flow.consent import standing
from wa_support.ports.database import Tx


def template_not_now(
    tx: Tx, message: OutTemplate, trigger: Trigger, conversation: Conversation, now: int
) -> NotNow | None:
    key = TemplateKey(name=message.name, language=message.language)
    version = tx.template_versions.get(message.version_id)
    customer = tx.customers.get(conversation.customer_id)
    return not_now(
        Question(
            name=str(key),
            version_id=version.id,
            approved=version.state is ApprovalState.APPROVED,
            category=message.category,
            trigger=trigger,
            body=message.body,
            standing=tx.meta_templates.get(key),
            customer=customer,
            consents=standing(tx, customer.id),
            last_message_at=conversation.last_message_at,
            now=now,
        )
    )
