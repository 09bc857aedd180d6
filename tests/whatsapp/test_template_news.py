"""Every shape of the four template webhooks, as news."""

from typing import Any

import pytest

from tests.whatsapp.fixtures import only
from wa_support.domain.events import Event
from wa_support.domain.templates.news import TemplateNews
from wa_support.domain.templates.template import TemplateKey
from wa_support.whatsapp.payloads import parse_tree

WHICH = {
    "message_template_id": 551,
    "message_template_name": "order_shipped",
    "message_template_language": "ko",
}
KEY = TemplateKey(name="order_shipped", language="ko")
AT = 1_795_312_800_000


def event(field: str, value: Any, **entry: Any) -> Event:
    change = {"field": field, "value": value}
    tree = {"entry": [{"id": "102", "time": AT // 1000, "changes": [change], **entry}]}
    (read,) = parse_tree(tree)
    return read


def news(field: str, **value: Any) -> TemplateNews:
    told = event(field, {**WHICH, **value}).template
    assert told is not None
    return told


def status(**value: Any) -> TemplateNews:
    return news("message_template_status_update", **value)


def test_a_status_with_its_category() -> None:
    assert only("template_status_approved").template == TemplateNews(
        key=KEY, meta_id="551", at=AT, event="APPROVED", category="UTILITY"
    )


def test_a_pause_says_which_one() -> None:
    told = only("template_status_paused").template
    assert told is not None
    assert (told.event, told.reason) == ("PAUSED", "FIRST_PAUSE · 3 hours")


def test_a_rejection_says_why_and_what_to_mend() -> None:
    info = {"reason": "The format is not valid.", "recommendation": "Add an example."}
    told = status(event="REJECTED", reason="INVALID_FORMAT", rejection_info=info)
    assert told.reason == "INVALID_FORMAT · The format is not valid. · Add an example."


@pytest.mark.parametrize("date", [1_795_312_800, "1795312800"])
def test_a_disabled_template_says_since_when_in_either_type(date: object) -> None:
    assert status(event="DISABLED", disable_info={"disable_date": date}).reason == (
        "since 2026-11-22"
    )
    assert status(event="DISABLED", disable_info={"disable_date": "Nov 22"}).reason == (
        "since Nov 22"
    )


def test_ids_are_texts_and_languages_have_an_underscore() -> None:
    told = status(event="APPROVED", message_template_id="551", message_template_language="en-US")
    assert (told.meta_id, told.key.language) == ("551", "en_US")


@pytest.mark.parametrize("name", ["template_quality", "template_quality_under_status_field"])
def test_quality_under_either_field_s_name(name: str) -> None:
    told = only(name).template
    assert told is not None
    assert told.quality in {"YELLOW", "RED"}
    assert told.status is None


def test_the_notice_of_a_category_calls_the_present_one_new() -> None:
    told = news(
        "template_category_update", new_category="UTILITY", correct_category="MARKETING",
        category_update_timestamp=1_795_399_200,
    )  # fmt: skip
    assert (told.category, told.category_next) == ("UTILITY", "MARKETING")
    assert (told.category_next_at, told.settles) == (1_795_399_200_000, False)


def test_a_category_that_was_changed() -> None:
    told = only("template_category").template
    assert told is not None
    assert (told.category, told.category_next, told.settles) == ("MARKETING", None, True)


def test_components_only_ask_for_a_look() -> None:
    assert only("template_components").template == TemplateNews(key=KEY, meta_id="551", at=AT)


def test_a_status_of_the_year_after_next_is_kept() -> None:
    assert status(event="Frozen_in_2027").status == "FROZEN_IN_2027"


@pytest.mark.parametrize("odd", [None, 7.5, {}, [], "", "<b>", True, "a" * 400])
def test_what_is_of_another_type_counts_as_not_said(odd: object) -> None:
    told = status(
        event=odd, reason=odd, other_info=odd, rejection_info=odd, disable_info=odd,
        message_template_category=odd, new_quality_score=odd, message_template_id=odd,
    )  # fmt: skip
    assert (told.event, told.category, told.quality) == (None, None, None)


@pytest.mark.parametrize("key", ["message_template_name", "message_template_language"])
@pytest.mark.parametrize("odd", [None, "", [], "ko\n", "<b>", "a/b", "..", "x" * 513])
def test_a_template_without_name_or_language_is_no_news(key: str, odd: object) -> None:
    read = event("message_template_status_update", {**WHICH, "event": "PAUSED", key: odd})
    assert read.template is None
    assert read.type == "PAUSED"


def test_other_fields_have_no_news_of_templates() -> None:
    assert event("account_update", {**WHICH, "event": "ACCOUNT_DELETED"}).template is None
