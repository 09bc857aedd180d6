from dataclasses import replace
from pathlib import Path

import pytest

from wa_support.config.policy_parser import parse_policy
from wa_support.domain.policy import Policy

FILE = Path(__file__).parents[2] / "policies.yaml"


@pytest.fixture(scope="module")
def policy() -> Policy:
    parsed = parse_policy(FILE.read_bytes(), file="policies.yaml")
    assert parsed.faults == ()
    assert parsed.policy is not None
    return parsed.policy


def test_it_has_the_three_purposes_of_the_sample_shop(policy: Policy) -> None:
    declared = {purpose.name: purpose.declared_as for purpose in policy.purposes}
    assert declared == {"orders": "order_management", "booking": "booking", "support": "support"}
    assert policy.uses_sample_shop


def test_each_purpose_has_twenty_to_thirty_sentences_a_language(policy: Policy) -> None:
    for purpose in policy.purposes:
        for language in policy.languages:
            count = sum(1 for example in purpose.examples if example.language == language)
            assert 20 <= count <= 30, (purpose.name, language)


def test_every_sentence_stands_on_the_line_that_it_names(policy: Policy) -> None:
    lines = FILE.read_text(encoding="utf-8").split("\n")
    for purpose in policy.purposes:
        assert lines[purpose.line - 1].strip() == f"{purpose.name}:"
        for example in (*purpose.examples, *purpose.not_this):
            assert lines[example.line - 1].strip() == example.text


def test_every_sentence_is_in_the_language_it_stands_under(policy: Policy) -> None:
    for purpose in policy.purposes:
        for example in purpose.examples:
            korean = any("가" <= letter <= "힣" for letter in example.text)
            assert korean == (example.language == "ko"), example


def test_its_remark_on_a_notice_is_a_notice_once_uncommented() -> None:
    source = FILE.read_bytes().replace(b"\n# - {about", b"\n- {about")
    parsed = parse_policy(source, file="policies.yaml")
    assert parsed.faults == ()
    assert parsed.policy is not None
    assert parsed.policy.notices[0].about == "orders"


def test_the_practice_shop_is_there_for_every_tool(policy: Policy) -> None:
    for purpose in policy.purposes:
        assert policy.unconnected(purpose) == ()
        alone = replace(policy, connect=None).unconnected(purpose)
        assert alone == tuple(tool for tool in purpose.bot_may if tool != "kb_search")
