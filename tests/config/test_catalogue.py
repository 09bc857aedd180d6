import re
import string
from dataclasses import replace
from pathlib import Path

import pytest

from tests.config.policies import SMALL, with_more
from wa_support.config.catalogue import make_catalogue, standard
from wa_support.config.policy_business import WAYS
from wa_support.config.policy_conduct import PERSONAL_DATA
from wa_support.config.policy_parser import parse_policy
from wa_support.domain.content import MediaKind
from wa_support.domain.orders import OrderState
from wa_support.domain.outbound import BUTTON_BODY_LIMIT, BUTTON_TITLE_LIMIT
from wa_support.domain.replies import Catalogue, ReplyText

KEYS = sorted(standard().replies["ko"])
WORDS = sorted(standard().words["ko"])
ASKED_FOR = {
    "ai_notice",
    "menu",
    "clarify",
    "which_order",
    "decline",
    "handoff_now",
    "handoff_queued",
    "handoff_closed",
    "handoff_queued_unmeasured",
    "handoff_queued_first",
    "handoff_closed_no_ways",
    "still_waiting",
    "agent_joined",
    "back_to_assistant",
    "personal_data",
    "tool_failed",
    "order_not_found",
    "photo_received",
    "cannot_read",
    "language_fallback",
    "greeting",
    "thanks",
    "order_status",
    "order_list",
    "flow_left",
    "turn_failed",
    "opted_out",
    "opted_out_all",
    "not_automated",
    "resend_please",
    "over_budget",
    "bot_loop",
    "other_ways_note",
    "no_orders_here",
    "our_hours",
    "am_i_a_bot",
    "type_it",
    "tell_us_first",
    "photo_and_words_received",
}
_FORMAL = re.compile(r"(니다|니까|까요|주세요)[.?]$")
_FILLED_IN = re.compile(r"\{\w+\}$")


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def sentences(text: str) -> list[str]:
    parts = re.split(r"(?<=[.?])\s+|\n", text.strip())
    return [part for part in parts if part and not _FILLED_IN.search(part)]


def both(key: str) -> tuple[ReplyText, ReplyText]:
    replies = standard().replies
    return replies["ko"][key], replies["en"][key]


def test_no_reply_is_missing() -> None:
    assert set(KEYS) >= ASKED_FOR


def test_both_languages_have_the_same_keys() -> None:
    assert sorted(standard().replies["en"]) == KEYS
    assert sorted(standard().words["en"]) == WORDS


@pytest.mark.parametrize("key", KEYS)
def test_both_languages_have_the_same_placeholders_and_buttons(key: str) -> None:
    korean, english = both(key)
    assert placeholders(korean.text) == placeholders(english.text)
    assert (korean.button is None) == (english.button is None)
    assert len(korean.buttons) == len(english.buttons)


@pytest.mark.parametrize("word", WORDS)
def test_both_languages_fill_the_same_places_in_words(word: str) -> None:
    words = standard().words
    assert placeholders(words["ko"][word]) == placeholders(words["en"][word])


@pytest.mark.parametrize("key", KEYS)
def test_buttons_are_short_few_and_different(key: str) -> None:
    for reply in both(key):
        labels = [label for label in (*reply.buttons, reply.button) if label]
        assert all(len(label) <= BUTTON_TITLE_LIMIT for label in labels)
        assert len(reply.buttons) <= 3
        assert len(set(labels)) == len(labels)
        assert not any("{" in label for label in labels)
        assert len(reply.text) < BUTTON_BODY_LIMIT / 2


@pytest.mark.parametrize("key", KEYS)
def test_korean_sentences_end_formally(key: str) -> None:
    for sentence in sentences(both(key)[0].text):
        assert _FORMAL.search(sentence), sentence


@pytest.mark.parametrize("word", [word for word in WORDS if word.startswith("detail_")])
def test_korean_details_end_formally(word: str) -> None:
    assert all(_FORMAL.search(one) for one in sentences(standard().words["ko"][word]))


def test_no_korean_particle_hangs_on_a_placeholder_that_ends_differently_each_time() -> None:
    hanging = re.compile(r"\}(이었|였|이라|(은|는|이|가|을|를|으로|로|과|와|이나|나)(?=[\s,.]))")
    said = {key: both(key)[0].text for key in KEYS} | dict(standard().words["ko"])
    assert [key for key, text in said.items() if hanging.search(text)] == []


def test_every_order_state_reads_right_in_both_languages() -> None:
    catalogue = standard()
    for state in OrderState:
        for language in ("ko", "en"):
            said = catalogue.text(
                "order_status",
                language,
                order_id="1042",
                items="원목 의자",
                state=catalogue.word(f"state_{state}", language),
                detail=catalogue.word(f"detail_{state}", language),
            )
            assert "state_" not in said
            assert "detail_" not in said
    korean = catalogue.text(
        "order_status", "ko", order_id="1042", items="원목 의자", state="배송 중",
        detail=catalogue.word("detail_expected", "ko").format(date="11월 24일(화)"),
    )  # fmt: skip
    assert korean == "주문 1042 (원목 의자), 현재 배송 중입니다. 11월 24일(화) 도착 예정입니다."


def test_everything_that_can_be_named_has_a_word() -> None:
    named = [f"kind_{kind}" for kind in MediaKind]
    named += [f"kind_{kind}" for kind in ("location", "contacts", "unsupported", "catalog_order")]
    named += [f"pii_{kind}" for kind in PERSONAL_DATA] + [f"way_{way}" for way in WAYS]
    assert set(named) <= set(WORDS)


def made(more: str) -> Catalogue:
    parsed = parse_policy(with_more(more), file="p.yaml")
    assert parsed.policy is not None, parsed.faults
    return make_catalogue(parsed.policy)


def test_the_policys_own_words_lie_over_the_standard_ones() -> None:
    catalogue = made(
        "replies:\n  thanks: {ko: 감사합니다.}\n"
        "  confirm_stale: {buttons: {en: [Once more, Leave it]}}\n"
    )
    assert catalogue.text("thanks", "ko") == "감사합니다."
    assert catalogue.reply("thanks", "en") == standard().reply("thanks", "en")
    assert catalogue.reply("confirm_stale", "en").buttons == ("Once more", "Leave it")
    assert catalogue.reply("confirm_stale", "ko") == standard().reply("confirm_stale", "ko")


def test_a_policy_without_words_of_its_own_says_the_standard_ones() -> None:
    parsed = parse_policy(SMALL.encode(), file="p.yaml")
    assert parsed.policy is not None
    assert make_catalogue(replace(parsed.policy, replies={})) == standard()


def test_a_prefix_of_ones_own_keeps_its_distance_from_the_next_word() -> None:
    catalogue = made("replies: {agent_joined: {en: '{agent_name}.'}}\n")
    assert catalogue.text("agent_joined", "en", agent_name="Minji") == "Minji. "


def test_every_reply_that_the_flow_says_is_in_the_catalogue() -> None:
    flow = Path(__file__).parents[2] / "wa_support" / "flow"
    source = "\n".join(file.read_text(encoding="utf-8") for file in sorted(flow.glob("*.py")))
    said = set(re.findall(r'(?:\b(?:say|plain)\(\s*|\bsay=|\bkey=)"([a-z_]+)"', source))
    assert len(said) > 20
    assert said <= set(KEYS)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_why_a_rule_refuses_is_a_sentence_for_another_follows_it(language: str) -> None:
    rules = {key: said for key, said in standard().words[language].items() if key[:5] == "rule_"}
    assert rules
    assert [key for key, said in rules.items() if not said.endswith(".")] == []
