"""One extractor for fitting and for scoring."""

import hashlib
import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wa_support.models.features import BUCKETS, features
from wa_support.models.lines import VERSION

SAMPLES = (
    "택배 언제 와요??",
    "주문 1042 A/S 접수",
    "Where is my order?",
    "i can't make it https://a.example/b",
)


def test_what_it_makes_of_a_message_changes_only_with_the_version() -> None:
    """Weights are read by the same program that made them; raise VERSION when this fails."""
    told = json.dumps([sorted(features(text)[1].items()) for text in SAMPLES])
    assert (VERSION, hashlib.sha256(told.encode()).hexdigest()[:16]) == ("3", "d679b49a7c0584ac")


@pytest.mark.parametrize(
    ("text", "script"),
    [("주문", "hangul"), ("order 주문", "hangul"), ("order", "latin"), ("заказ", None),
     ("ご注文", None), ("", None), ("1042", None), ("😀", None), ("\ud800", None)],
)  # fmt: skip
def test_the_script_decides_which_weights_count(text: str, script: str | None) -> None:
    found, grams = features(text)
    assert found == script
    assert bool(grams) == (script is not None)


def test_spelling_that_says_the_same_is_the_same() -> None:
    assert features("ＷＨＥＲＥ is  my order!!") == features("where is my order")
    assert features("주문 1042") == features("주문 7")
    assert features("주문\u200b왔어요ㅋㅋㅋ") == features("주문왔어요")


@given(st.text(max_size=300))
def test_any_text_has_features_within_the_buckets(text: str) -> None:
    _, grams = features(text)
    assert all(0 <= bucket < BUCKETS and weight >= 1 for bucket, weight in grams.items())


@pytest.mark.parametrize("unit", ["주문 ", "order ", "ㅋ", "\ufdfa", "가\ud800"])
def test_hostile_length_costs_little(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    begun = time.perf_counter()
    features(text)
    assert time.perf_counter() - begun < 0.5
