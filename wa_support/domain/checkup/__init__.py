"""Looks at what was seen of the live connection and of this machine, and says what to do. Pure."""

from collections.abc import Sequence
from typing import Final

from wa_support.domain.checkup.callback import about_callback
from wa_support.domain.checkup.clock import about_clock
from wa_support.domain.checkup.connection import about_connection
from wa_support.domain.checkup.databases import about_database
from wa_support.domain.checkup.finding import Finding
from wa_support.domain.checkup.graph_facts import GraphFacts
from wa_support.domain.checkup.graph_version import about_version
from wa_support.domain.checkup.language_model import about_language_model
from wa_support.domain.checkup.machine import about_folder, about_key, about_policy, about_traffic
from wa_support.domain.checkup.machine_facts import MachineFacts, NotOpened, Traffic
from wa_support.domain.checkup.media import about_media
from wa_support.domain.checkup.model_facts import ModelFacts
from wa_support.domain.checkup.numbers import about_numbers
from wa_support.domain.checkup.subscriptions import about_account, about_fields
from wa_support.domain.checkup.token import about_secret, about_token

_ECHOES: Final = frozenset({"smb_message_echoes"})
_ROUTING: Final = frozenset({"standby", "messaging_handovers"})


def examine(graph: GraphFacts, machine: MachineFacts, model: ModelFacts | None) -> list[Finding]:
    """In the order in which a person puts things right."""
    database = machine.database
    traffic = Traffic() if isinstance(database, NotOpened) else database.traffic
    return [
        about_connection(graph),
        *about_token(graph),
        about_secret(graph),
        *about_numbers(graph),
        about_account(graph),
        *about_fields(graph, shared=_wanted_of_a_shared_number(graph, traffic)),
        about_callback(graph),
        about_version(graph),
        about_clock(graph.time),
        about_language_model(model),
        *about_folder(machine.folder),
        about_key(machine.key),
        about_database(database),
        about_media(database),
        *about_policy(database, local=graph.local),
        *about_traffic(database, graph.now),
    ]


def _wanted_of_a_shared_number(graph: GraphFacts, traffic: Traffic) -> frozenset[str]:
    """Nothing without a sign of others: words of theirs that came by, a thread that was handed to
    or by them, or another app that gets the account's webhooks as well."""
    echoes = _ECHOES if traffic.echoed else frozenset()
    several = isinstance(graph.apps, Sequence) and len(graph.apps) > 1
    return echoes | (_ROUTING if traffic.routed or several else frozenset())
