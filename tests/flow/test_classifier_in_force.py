"""A version is published with the weights that it decides with, or not at all."""

from dataclasses import replace

import pytest

from tests.flow.house import Home
from tests.flow.test_policy_changes import shipped, version
from wa_support.domain.errors import NotFitted
from wa_support.domain.policy import Policy
from wa_support.flow.policy_changes import Published

UNKNOWN_TO_RULES = "서랍이 뻑뻑해서 안 닫혀요"


class CountingFitter:
    """Implements `ports.outside.Fitter`."""

    def __init__(self, home: Home, *, broken: bool = False) -> None:
        self.real = home.house.changes.fitter
        self.broken = broken
        self.fits = 0

    def key(self, policy: Policy) -> str:
        return self.real.key(policy)

    def fit(self, policy: Policy) -> bytes:
        self.fits += 1
        if self.broken:
            raise NotFitted("no memory left")
        return self.real.fit(policy)


def publish(home: Home, source: str, fitter: CountingFitter) -> Published:
    changes = replace(home.house.changes, fitter=fitter)
    return changes.publish(source.encode(), file="policies.yaml", by="ops")


def other_examples(home: Home) -> str:
    return shipped(home).replace("택배 언제 와요?", "택배 아저씨 언제 오시나요?", 1)


def gate_of(home: Home) -> dict[str, object]:
    return next(dict(payload) for kind, payload in home.stories()[0].steps if kind == "gate")


def test_a_turn_is_decided_by_the_published_weights(home: Home) -> None:
    assert "상담원에게" in home.asks(UNKNOWN_TO_RULES)
    decided = gate_of(home)
    assert (decided["reason"], decided["purpose"]) == ("classifier", "support")
    assert isinstance(decided["confidence"], float)


def test_other_examples_are_fitted_before_they_are_published(home: Home) -> None:
    fitter = CountingFitter(home)
    published = publish(home, other_examples(home), fitter)
    assert published.version is not None
    assert (published.version.version, fitter.fits) == (2, 1)
    with home.house.database.read() as tx:
        assert tx.policies.weights(published.version.weights_key or "")


def test_the_same_examples_are_not_fitted_again(home: Home) -> None:
    fitter = CountingFitter(home)
    published = publish(home, shipped(home).replace("answers: live", "answers: people", 1), fitter)
    assert published.version is not None
    assert (published.version.version, fitter.fits) == (2, 0)


def test_what_cannot_be_fitted_is_not_published_and_says_why(home: Home) -> None:
    published = publish(home, other_examples(home), CountingFitter(home, broken=True))
    assert (published.version, version(home)) == (None, 1)
    assert "no memory left" in str(published.faults[-1])
    assert not published.faults[-1].warning
    assert "상담원에게" in home.asks(UNKNOWN_TO_RULES)


def test_an_old_version_without_weights_decides_by_its_rules(home: Home) -> None:
    source = home.house.settings.policies_file.read_bytes() + b"# older\n"
    with home.house.database.write() as tx:
        tx.policies.publish(source, weights_key=None, by="ops", now=home.clock.now())
    assert "배송 중" in home.asks("주문 1042 어디쯤이에요?")
    assert "무엇을 도와드릴까요" in home.asks(UNKNOWN_TO_RULES)
    again = home.house.changes.publish(source, file="policies.yaml", by="ops")
    assert again.version is not None
    assert again.version.version == 3, "publishing it again is what fits it"


def test_weights_of_another_program_are_told_of_and_not_used(
    home: Home, caplog: pytest.LogCaptureFixture
) -> None:
    source = home.house.settings.policies_file.read_bytes() + b"# other program\n"
    with home.house.database.write() as tx:
        now = home.clock.now()
        tx.policies.keep_weights("another", b"of another program", now=now)
        tx.policies.publish(source, weights_key="another", by="ops", now=now)
    assert "무엇을 도와드릴까요" in home.asks(UNKNOWN_TO_RULES)
    home.asks("이것도 흔들거리네요 받침대가", "821099990077")
    told = [record.getMessage() for record in caplog.records if "rules alone" in record.message]
    assert len(told) == 1
    assert "policy publish" in told[0]
