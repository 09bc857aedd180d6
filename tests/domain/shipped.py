"""The policy that the repository ships."""

from functools import cache
from pathlib import Path

from wa_support.config.policy_parser import parse_policy
from wa_support.domain.policy import Policy

FILE = Path(__file__).parents[2] / "policies.yaml"


@cache
def shipped_policy() -> Policy:
    parsed = parse_policy(FILE.read_bytes(), file="policies.yaml")
    assert parsed.policy is not None
    return parsed.policy
