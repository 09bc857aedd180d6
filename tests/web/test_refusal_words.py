"""Whatever the desk refuses is said in the language of the page."""

import re
import string
from collections import Counter

import pytest
from flask import Flask, session

from wa_support.flow import refusals
from wa_support.web.console import words
from wa_support.web.console.code_words import CODE_WORDS
from wa_support.web.console.refusal_words import KOREAN, in_words
from wa_support.web.console.words_desk import DESK_WORDS
from wa_support.web.console.words_people import PEOPLE_WORDS
from wa_support.web.console.words_rounds import ROUNDS_WORDS
from wa_support.web.console.words_templates import TEMPLATE_WORDS

SENTENCES = [
    value for name, value in vars(refusals).items() if name.isupper() and isinstance(value, str)
]


def names(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


@pytest.fixture
def app() -> Flask:
    made = Flask(__name__)
    made.secret_key = "k"
    return made


def test_every_sentence_has_its_korean_with_the_same_names() -> None:
    assert set(KOREAN) == set(SENTENCES)
    assert {one: names(one) for one in SENTENCES} == {
        one: names(korean) for one, korean in KOREAN.items()
    }


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_is_known_again_with_its_values(app: Flask, sentence: str) -> None:
    values = {name: f"<{name} 1.0>" for name in names(sentence)}
    with app.test_request_context("/"):
        said = in_words(sentence.format(**values))
        assert re.search("[가-힣]", said)
        assert all(value in said for value in values.values())
    with app.test_request_context("/?lang=en"):
        assert in_words(sentence.format(**values)) == sentence.format(**values)


def test_a_state_has_words_and_what_is_not_known_stays(app: Flask) -> None:
    with app.test_request_context("/"):
        session["lang"] = "ko"
        assert "automated" not in in_words(refusals.ENDED.format(owner="automated"))
        assert in_words("snd_1 is done, not held") == "snd_1 is done, not held"


def test_no_word_is_said_twice() -> None:
    """The later one would take the place of the other on pages that mean the first."""
    parts = (words._SEAT, words._WHY, words._DEMO, DESK_WORDS, CODE_WORDS, PEOPLE_WORDS,
             ROUNDS_WORDS, TEMPLATE_WORDS)  # fmt: skip
    every = [key for part in parts for key in part]
    assert [key for key, many in Counter(every).items() if many > 1] == []
    assert set(every) == set(words.WORDS)
