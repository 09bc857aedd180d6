"""Whatever the bytes are, the answer is a policy or faults, and it comes soon."""

import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.config.policies import SMALL
from wa_support.config.policy_parser import parse_policy

SHIPPED = (Path(__file__).parents[2] / "policies.yaml").read_bytes()
CALM = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
YAML_PIECES = st.sampled_from(
    [
        "&a ",
        "*a",
        "!!x ",
        "<<: ",
        "- ",
        ": ",
        "? ",
        "|\n",
        ">-\n",
        "[",
        "]",
        "{",
        "}",
        "'",
        '"',
        "#",
        "\n",
        "  ",
        "\t",
        "no",
        "~",
        "1_000",
        "10:00",
        "---\n",
        "%YAML 1.1\n",
        "\\x",
        "{name}",
        "\x85",
        "\ufeff",
        "가",
        "😀",
        "business",
        "people",
    ]
)


def answers(source: bytes) -> None:
    parsed = parse_policy(source, file="p.yaml")
    errors = [fault for fault in parsed.faults if not fault.warning]
    assert (parsed.policy is None) == bool(errors)
    lines = source.count(b"\n") + source.count(b"\r") + 2
    assert all(1 <= fault.line <= lines and fault.column >= 1 for fault in parsed.faults)
    "\n".join(str(fault) for fault in parsed.faults).encode()


@CALM
@given(st.binary(max_size=200))
def test_any_bytes_are_answered(source: bytes) -> None:
    answers(source)


@CALM
@given(st.lists(YAML_PIECES, max_size=40).map("".join))
def test_any_yaml_is_answered(source: str) -> None:
    answers(source.encode())


@CALM
@given(
    at=st.integers(0, len(SMALL.encode())),
    gone=st.integers(0, 12),
    put=st.one_of(
        st.binary(max_size=4), st.lists(YAML_PIECES, max_size=3).map("".join).map(str.encode)
    ),
)
def test_any_damage_to_a_right_policy_is_answered(at: int, gone: int, put: bytes) -> None:
    right = SMALL.encode()
    answers(right[:at] + put + right[at + gone :])


@CALM
@given(line=st.integers(0, SHIPPED.count(b"\n")), value=YAML_PIECES)
def test_any_broken_line_of_the_shipped_policy_is_answered(line: int, value: str) -> None:
    lines = SHIPPED.split(b"\n")
    lines[line] += value.encode()
    answers(b"\n".join(lines))


BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join([f'*{chr(97 + n)}'] * 9)}]\n" for n in range(20)
)
HEAVY = {
    "an alias bomb": BOMB.encode(),
    "open brackets": b"[" * 200_000,
    "open braces": b"{" * 200_000,
    "deep indentation": b"".join(b" " * n + b"a:\n" for n in range(300)),
    "many unknown keys": b"".join(b"bot_may%d: 1\n" % n for n in range(10_000)),
    "one long line": b"a: " + b"x" * 200_000,
    "one long key": b"x" * 200_000,
    "many anchors": b"".join(b"- &a%d x\n" % n for n in range(10_000)),
    "many dashes": b"- " * 100_000,
    "a huge number": b"%YAML 1." + b"9" * 10_000 + b"\n---\na: b\n",
}


@pytest.mark.parametrize("source", HEAVY.values(), ids=HEAVY.keys())
def test_a_bomb_is_answered_within_a_second_of_work(source: bytes) -> None:
    began = time.process_time()
    answers(source)
    assert time.process_time() - began < 1.0
