"""The real fit, in its own process."""

from dataclasses import replace

import pytest

from tests.domain.sayings import sayings
from tests.domain.shipped import shipped_policy
from tests.fitted import fitted_once
from wa_support.config.policy_parser import parse_policy
from wa_support.domain.conversations import Memory
from wa_support.domain.decisions import GateDecision, Verdict
from wa_support.domain.errors import NotTheseWeights
from wa_support.domain.gate.rules import Heard, decide
from wa_support.domain.policy import Policy
from wa_support.models.estimates import estimated
from wa_support.models.fitter import fitted_apart
from wa_support.models.lines import key_of, lines_of
from wa_support.models.weights import Weights, load_weights

ONE_PURPOSE = """\
business:
  name: {ko: 작은집, en: Small House}
  languages: [ko]
  timezone: Asia/Seoul
  privacy_notice: https://small.example/privacy
people:
  hours: {mon-fri: "10:00-18:00"}
  other_ways: {phone: 02-555-0134}
purposes:
  help:
    name: {ko: 도움}
    declared_as: support
    customers_say:
      ko: |
        고장 났어요
"""


@pytest.fixture(scope="module")
def weights() -> Weights:
    return load_weights(fitted_once(key_of(shipped_policy()), shipped_policy()))


def gate(text: str, weights: Weights) -> GateDecision:
    return decide(Heard(text=text), policy=shipped_policy(), memory=Memory(), scorer=weights)


def test_the_same_lines_make_the_same_bytes() -> None:
    policy, key = shipped_policy(), key_of(shipped_policy())
    assert fitted_apart(key, policy) == fitted_apart(key, policy)


def test_the_key_follows_the_lines_and_nothing_else() -> None:
    policy = shipped_policy()
    orders, *others = policy.purposes
    quieter = replace(orders, examples=orders.examples[1:])
    assert key_of(replace(policy, off_purpose_limit=9)) == key_of(policy)
    assert key_of(replace(policy, purposes=(quieter, *others))) != key_of(policy)


def test_weights_come_back_from_their_bytes(weights: Weights) -> None:
    again = load_weights(weights.as_bytes())
    assert again("서랍이 안 닫혀요") == weights("서랍이 안 닫혀요")
    assert again.thresholds == weights.thresholds


@pytest.mark.parametrize("stored", [b"", b"nothing", b"wa-support weights\nxx"])
def test_other_bytes_are_no_weights(stored: bytes) -> None:
    with pytest.raises(NotTheseWeights):
        load_weights(stored)


def test_probabilities_make_one(weights: Weights) -> None:
    for text in ("주문 언제 와요", "my order", "가", "z", "주문" * 2000, "\ud800 order"):
        scored = weights(text)
        assert scored is not None
        assert sum(scored.purposes.values()) + scored.off == pytest.approx(1)
    assert weights("заказ") is weights("") is weights("😀") is None


@pytest.mark.parametrize(
    ("text", "purpose"),
    [
        ("받침대 나사가 헛돌아요", "support"),
        ("the wardrobe door is squeaking", "support"),
        ("물건이 아직도 도착을 안 했네요", "orders"),
        ("nothing has shown up yet, where is my delivery", "orders"),
        ("내일 오후에 둘이서 들를게요", "booking"),
        ("could we drop by on sunday afternoon", "booking"),
    ],
)
def test_sentences_that_no_rule_knows_find_their_purpose(
    text: str, purpose: str, weights: Weights
) -> None:
    assert gate(text, weights).purpose == purpose


@pytest.mark.parametrize(
    "text",
    [
        "예약 시스템 DB 설계",
        "배송 기사 월급 얼마예요",
        "환불 회계 처리는 어떻게 하나요",
        "explain how refunds work in accounting",
        "how do courier companies plan their routes",
        "what does it take to design a booking platform",
    ],
)
def test_our_words_in_other_work_are_not_admitted(text: str, weights: Weights) -> None:
    assert gate(text, weights).verdict is not Verdict.ADMIT


def test_what_the_rules_agreed_on_hardly_changes(weights: Weights) -> None:
    """A classifier may send a saying to the menu or out of it, but few, and none elsewhere."""
    moved = []
    for verdict, purpose, _, text in sayings():
        decision = gate(text, weights)
        if (decision.verdict, decision.purpose) != (verdict, purpose):
            moved.append(text)
            assert decision.purpose is None or purpose is None, text
            assert decision.verdict in {Verdict.ASK, Verdict.ADMIT}, text
    assert len(moved) <= 0.03 * len(sayings()), moved


def test_the_estimate_counts_every_line_once(weights: Weights) -> None:
    policy = shipped_policy()
    shares = estimated(policy, weights)
    examples = {example.text for purpose in policy.purposes for example in purpose.examples}
    negatives = [text for text, purpose in lines_of(policy) if purpose is None]
    assert sum(one.of for one in shares if one.purpose is not None) == len(examples)
    assert sum(one.of for one in shares if one.purpose is None) == len(negatives)
    assert all(one.percent >= 40 for one in shares if one.purpose is not None), shares
    assert all(one.percent <= 10 for one in shares if one.purpose is None), shares


def test_a_policy_of_one_purpose_in_one_language_is_fitted_too() -> None:
    policy = _parsed(ONE_PURPOSE)
    fitted = load_weights(fitted_once(key_of(policy), policy))
    found = fitted("전원이 안 켜져요")
    assert found is not None
    assert found.purposes["help"] > found.off
    assert sum(one.of for one in estimated(policy, fitted) if one.purpose == "help") == 1


def test_purposes_declared_alike_learn_from_their_own_lines_alone() -> None:
    policy = shipped_policy()
    second = replace(policy.purposes[0], name="parcels", examples=())
    lines = dict(lines_of(replace(policy, purposes=(*policy.purposes, second))))
    assert "주문한 상품이 언제 도착하나요" not in lines
    assert lines["예약 부탁드립니다 두 명이요"] == "booking"


def _parsed(source: str) -> Policy:
    parsed = parse_policy(source.encode(), file="policies.yaml")
    assert parsed.policy is not None, parsed.faults
    return parsed.policy
