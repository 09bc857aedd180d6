"""Templates that are approved from the start."""

import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

from wa_support.simulator.refusals import Refused
from wa_support.simulator.templates.drafts import drafted
from wa_support.simulator.templates.template import Draft


def seeds_from(text: str) -> tuple[dict[str, Any], ...]:
    """From a JSON list of create bodies; ValueError says which is wrong and why."""
    bodies = json.loads(text)
    if not isinstance(bodies, list) or not all(isinstance(body, dict) for body in bodies):
        raise ValueError("a JSON list of objects is wanted")
    drafts = [seed_draft(body) for body in bodies]
    for (name, language), times in Counter((each.name, each.language) for each in drafts).items():
        if times > 1:
            raise ValueError(f"template {name!r}: {times} times in {language}")
    return tuple(bodies)


def seed_draft(body: Mapping[str, Any]) -> Draft:
    """Its header needs no upload here. ValueError for a wrong one."""
    try:
        return drafted(dict(body), lambda _handle, _type: True)
    except Refused as refusal:
        told = refusal.details or refusal.title
        raise ValueError(f"template {body.get('name')!r}: {told}") from refusal
