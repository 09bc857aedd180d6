"""Puts together what answers one turn."""

from wa_support.domain.decisions import GateDecision
from wa_support.flow.acting import Acting
from wa_support.flow.answering import Answering
from wa_support.flow.effect_words import EffectWords
from wa_support.flow.effects import Effects
from wa_support.flow.hearing import Burst
from wa_support.flow.leased import Leased
from wa_support.flow.looking_up import LookingUp
from wa_support.flow.speaking import wording_for
from wa_support.flow.their_orders import TheirOrders
from wa_support.flow.their_tickets import TheirTickets
from wa_support.flow.their_visits import TheirVisits
from wa_support.flow.unconnected import Unconnected
from wa_support.flow.visit_times import VisitTimes
from wa_support.flow.wording import Wording
from wa_support.ports.outside import Ids, Knowledge
from wa_support.ports.tools import Connector, OnBehalf


def answering_for(
    leased: Leased,
    burst: Burst,
    decision: GateDecision,
    *,
    shop: Connector | None,
    knowledge: Knowledge,
    ids: Ids,
    now: int,
) -> Answering:
    wording = wording_for(leased.rulebook, leased.conversation, now=now)
    effects = effects_for(leased, decision, wording, shop or Unconnected(), ids, now)
    return Answering(
        policy=leased.rulebook.policy,
        wording=wording,
        memory=leased.conversation.memory,
        offers=effects.connector.offers(),
        orders=effects.orders,
        articles=LookingUp(
            knowledge=knowledge,
            read=leased.journal.read,
            question=burst.heard.text,
            language=wording.language,
            today=wording.today,
        ),
        now=now,
        acting=Acting(
            policy=leased.rulebook.policy,
            memory=leased.conversation.memory,
            words=effects.words,
            effects=effects,
            times=VisitTimes(visits=effects.visits, words=effects.words),
            said=burst.heard.text,
            say=wording.say,
            now=now,
        ),
        tickets=TheirTickets(
            shop=effects.connector, on_behalf=effects.on_behalf, read=leased.journal.read
        ),
    )


def effects_for(
    leased: Leased,
    decision: GateDecision,
    wording: Wording,
    shop: Connector,
    ids: Ids,
    now: int,
) -> Effects:
    policy, memory = leased.rulebook.policy, leased.conversation.memory
    customer, read = leased.customer, leased.journal.read
    same_phone = policy.order_proof.same_phone_is_enough
    on_behalf = OnBehalf(
        customer=customer.id,
        phone=customer.phone,
        receiver=decision.receiver,
        last_4=decision.last_4,
        proven=memory.proven,
    )
    return Effects(
        policy=policy,
        words=EffectWords(wording=wording, policy=policy, now=now),
        memory=memory,
        decision=decision,
        orders=TheirOrders(
            shop=shop,
            customer=customer,
            proven=memory.proven,
            same_phone_is_enough=same_phone,
            read=read,
        ),
        visits=TheirVisits(shop=shop, on_behalf=on_behalf, read=read),
        connector=shop,
        on_behalf=on_behalf,
        journal=leased.journal,
        ids=ids,
        now=now,
    )
