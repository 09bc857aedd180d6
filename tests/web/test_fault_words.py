"""The lint's findings are told in the language of the page."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.ctx import RequestContext

from tests.config.test_template_parser import FILE, RIGHT
from wa_support.config.template_lint import TemplateFault
from wa_support.config.template_parser import parse_template
from wa_support.domain.policy import Fault
from wa_support.domain.templates.lint import RULES
from wa_support.domain.templates.lint.rule import Rule
from wa_support.web.console.fault_words import fault_words, line_words
from wa_support.web.console.words_form import FORM_KOREAN
from wa_support.web.console.words_lint import LINT_KOREAN

PUT_THERE = re.compile(r"\b(?:IT|THAT|ALSO|MORE)\b", re.ASCII)
WHOLE = {
    "variables_many": "7 variables for 3 words",
    "variable_not_supplied": "answer_due brings no sum, only link, topic",
    "sample_type": "shop.jpg is text/plain, image wants image/jpeg or image/png",
    "sample_large": "shop.jpg has 7.1 MB of 5",
}
"""Where a rule leaves its whole sentence to the spot."""


def page(path: str = "/") -> RequestContext:
    app = Flask(__name__)
    app.secret_key = "k"
    return app.test_request_context(path)


@pytest.fixture
def korean() -> Iterator[None]:
    with page():
        yield


def fault(found: str, expected: str) -> Fault:
    return Fault(file="x.ko.yaml", line=1, column=1, found=found, expected=expected)


@pytest.mark.usefixtures("korean")
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_has_its_korean(rule: Rule) -> None:
    it = WHOLE.get(rule.code, "order_id")
    mend = rule.mend.replace("IT", it)
    said, cure = fault_words(fault(rule.found.replace("IT", it), mend)).split("; ")
    assert re.search("[가-힣]", said)
    assert re.search("[가-힣]", cure)
    if "IT" in rule.found and rule.code not in WHOLE:
        assert it in said


def test_each_korean_sentence_puts_there_what_the_english_does() -> None:
    for english, korean in {**LINT_KOREAN, **FORM_KOREAN}.items():
        assert set(PUT_THERE.findall(english)) == set(PUT_THERE.findall(korean)), english


def test_no_korean_particle_hangs_on_what_is_put_there() -> None:
    hanging = re.compile(r"(IT|THAT|ALSO|MORE)\}*(은|는|이|가|을|를|으로|로|과|와|이라)")
    for english, korean in {**LINT_KOREAN, **FORM_KOREAN}.items():
        assert not hanging.search(korean), english


def test_no_korean_is_left_of_a_rule_that_is_gone() -> None:
    said = {rule.found for rule in RULES} | {rule.mend for rule in RULES}
    whole = {"IT variables for THAT words", "IT brings no THAT, only ALSO",
             "IT is THAT, ALSO wants MORE", "IT has THAT MB of ALSO"}  # fmt: skip
    assert set(LINT_KOREAN) == (said - {"IT"}) | whole


@pytest.mark.usefixtures("korean")
@pytest.mark.parametrize(
    "source",
    [
        RIGHT.replace("category: utility", "category: service"),
        RIGHT.replace("category: utility", "category: utilty"),
        RIGHT.replace("category: utility\n", ""),
        RIGHT.replace("footer", "foot"),
        RIGHT.replace("12 hours", "soon"),
        RIGHT.replace("{text: 예약 안내}", "{}"),
        RIGHT.replace("{text: 예약 안내}", "{image: ../x}"),
        RIGHT.replace("{text: 예약 안내}", "{text: [a]}"),
        f"{RIGHT}footer: again\n", f"{RIGHT}otherwise: x\n", f"{RIGHT}---\na: b\n",
        "", "- a", "a: &a [x]\nb: *a", "a: !x y", "[a]: b", "a: b: c", "body: |\n\tx", "\x00",
        "x" * 70_000, "a: " + "[" * 90, "a: 'b", "a: [b", "a: {b", "? a\n: - b\n - c", "a: \"\\q\"",
        "%X\n---\na: b", "a: @b", "a: `b", "a: %b", "a:\n  - b\n c: d",
    ],
)  # fmt: skip
def test_what_is_wrong_with_the_form_is_told_in_korean(source: str) -> None:
    for name in (FILE, "x.yaml"):
        for each in parse_template(source.encode(), file=name).faults:
            for said in fault_words(each).split("; "):
                assert re.search("[가-힣]|^'", said), (each.found, each.expected)


@pytest.mark.usefixtures("korean")
def test_a_written_out_fault_keeps_its_place_and_its_arrow() -> None:
    circle = TemplateFault(
        file="templates/x.ko.yaml", line=3, column=9, found="languages in a circle (ko → en → ko)",
        expected="one language that names no other",
    )  # fmt: skip
    assert line_words(str(circle)) == (
        "templates/x.ko.yaml:3:9: 서로를 가리키며 맴도는 언어 (ko → en → ko)"
        " → 한 언어는 다른 언어를 가리키지 않게 해 주세요"
    )
    assert line_words("nothing of this kind") == "nothing of this kind"


def test_an_english_page_says_it_as_the_lint_does() -> None:
    with page("/?lang=en"):
        assert fault_words(fault("one line", "delete it")) == "one line; delete it"


@pytest.mark.usefixtures("korean")
def test_what_is_not_known_stays_as_it_was_said() -> None:
    assert (
        fault_words(fault("a thing of tomorrow", "delete it")) == "a thing of tomorrow; 지워 주세요"
    )
