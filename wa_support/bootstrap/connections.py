"""A policy's HTTP connectors, joined to this machine: its clock, its resolver, its environment."""

import os
import time
from pathlib import Path

from wa_support.config.settings import variables
from wa_support.connectors.http.connector import HttpConnector
from wa_support.connectors.http.exchange import Exchange
from wa_support.connectors.http.field_values import Readers
from wa_support.connectors.http.probing import look_at
from wa_support.connectors.http.recorder import HttpRecorder
from wa_support.domain.checkup.connectors import ConnectorLook
from wa_support.domain.connector_specs import HttpConnections
from wa_support.domain.policy import Policy
from wa_support.ports.outside import Clock


def environment_of(connections: HttpConnections) -> dict[str, str]:
    names = [each.name for each in connections.variables]
    return variables(names, os.environ, Path(".env"))


def look_at_connectors(policy: Policy, clock: Clock) -> tuple[ConnectorLook, ...]:
    connections = policy.connect
    if not isinstance(connections, HttpConnections):
        return ()
    exchange = Exchange(clock=clock, private_hosts=connections.private_hosts)
    return tuple(look_at(connections, exchange, environment_of(connections)))


def http_recorder(policy: Policy, clock: Clock) -> HttpRecorder | None:
    connections = policy.connect
    if not isinstance(connections, HttpConnections) or connections.record is None:
        return None
    return HttpRecorder(
        call=connections.record,
        exchange=Exchange(clock=clock, private_hosts=connections.private_hosts),
        environment=environment_of(connections),
    )


def http_connector(policy: Policy, clock: Clock) -> HttpConnector | None:
    """None: the policy connects no system of its own. One is made for each version of a policy."""
    connections = policy.connect
    if not isinstance(connections, HttpConnections):
        return None
    return HttpConnector(
        calls=connections.tools,
        exchange=Exchange(clock=clock, private_hosts=connections.private_hosts),
        readers=Readers(languages=policy.languages, timezone=policy.timezone),
        environment=environment_of(connections),
        clock=clock,
        sleep=time.sleep,
    )
