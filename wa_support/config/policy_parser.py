"""`policies.yaml` → a `domain.policy.Policy`, or every fault with its line and column."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from wa_support.config.catalogue import LANGUAGES
from wa_support.config.nodes import Node, TextNode
from wa_support.config.not_yet import not_yet
from wa_support.config.policy_business import (
    Business,
    localised,
    read_business,
    read_people,
)
from wa_support.config.policy_conduct import (
    PERSONAL_DATA,
    SCREENED,
    read_keep,
    read_reopen_with,
    read_satisfaction,
    read_to_a_person,
)
from wa_support.config.policy_extras import read_checks, read_engineer, read_notices
from wa_support.config.policy_purposes import read_purposes
from wa_support.config.policy_replies import read_replies
from wa_support.config.policy_rules import read_rules
from wa_support.config.reading import Reading
from wa_support.config.yaml_reader import read_yaml
from wa_support.domain.policy import Hours, People, Policy, Purpose
from wa_support.ports.outside import ParsedPolicy

_REQUIRED: Final = ("business", "people", "purposes")
_KEYS: Final = (
    "business", "people", "notices", "purposes", "rules", "to_a_person", "never_accept",
    "hide_in_screens", "keep", "tone", "replies", "reopen_with", "satisfaction", "checks",
    "engineer",
)  # fmt: skip


def parse_policy(source: bytes, *, file: str) -> ParsedPolicy:
    """Implements `ports.outside.PolicyParser`; never raises for what the bytes hold."""
    reading = Reading(file)
    root = read_yaml(source, reading)
    if root is None and not reading.failed:
        reading.fault_at(1, 1, "an empty file", f"a mapping with {', '.join(_REQUIRED)}")
    policy = _policy(root, reading) if root is not None else None
    if policy is not None and root is not None and not reading.failed:
        policy = replace(policy, not_yet=not_yet(policy, root, file=file))
    return ParsedPolicy(policy=None if reading.failed else policy, faults=reading.faults)


def _policy(root: Node, reading: Reading) -> Policy:
    fields = _filled(reading.fields(root, _KEYS, required=_REQUIRED, of="a policy"))
    business = _business(fields, reading)
    people = _people(fields, reading, business)
    purposes: tuple[Purpose, ...] = ()
    if "purposes" in fields:
        purposes = read_purposes(
            fields["purposes"], reading, business.languages, hours=people.hours
        )
    # without a readable list every name in the rest would be a fault of its own
    names = tuple(purpose.name for purpose in purposes) or None
    rest = _rest(fields, reading, business, names)
    return Policy(
        business=business.name,
        languages=business.languages,
        timezone=business.timezone,
        privacy_notice=business.privacy_notice,
        people=people,
        purposes=purposes,
        **rest,
    )


def _filled(fields: Mapping[str, Node]) -> dict[str, Node]:
    """A section whose every line is a comment is a section left out."""
    return {
        name: node
        for name, node in fields.items()
        if name in _REQUIRED or not (isinstance(node, TextNode) and node.empty)
    }


def _business(fields: Mapping[str, Node], reading: Reading) -> Business:
    if "business" in fields:
        return read_business(fields["business"], reading)
    return Business(name={}, languages=LANGUAGES, timezone="UTC", privacy_notice="")


def _people(fields: Mapping[str, Node], reading: Reading, business: Business) -> People:
    if "people" in fields:
        return read_people(fields["people"], reading, timezone=business.timezone)
    return People(hours=Hours(timezone=business.timezone, days={}), other_ways={})


def _rest(
    fields: Mapping[str, Node],
    reading: Reading,
    business: Business,
    purposes: Sequence[str] | None,
) -> dict[str, Any]:
    """Everything that a policy may leave out."""
    read: dict[str, Callable[[Node], object]] = {
        "notices": lambda node: read_notices(
            node,
            reading,
            purposes=purposes,
            languages=business.languages,
            timezone=business.timezone,
        ),
        "never_accept": lambda node: reading.words(node, PERSONAL_DATA),
        "hide_in_screens": lambda node: reading.words(node, SCREENED),
        "keep": lambda node: read_keep(node, reading),
        "tone": lambda node: localised(node, reading, ()),
        "replies": lambda node: read_replies(node, reading),
        "reopen_with": lambda node: read_reopen_with(node, reading, purposes),
        "satisfaction": lambda node: read_satisfaction(node, reading),
        "checks": lambda node: read_checks(node, reading, purposes),
    }
    found: dict[str, Any] = {name: read[name](fields[name]) for name in read if name in fields}
    for name, section in (
        ("rules", read_rules),
        ("to_a_person", read_to_a_person),
        ("engineer", read_engineer),
    ):
        if name in fields:
            found |= section(fields[name], reading)
    return found
