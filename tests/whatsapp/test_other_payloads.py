import pytest

from tests.whatsapp.fixtures import BSUID, NUMBER, PHONE, events, only, tree
from wa_support.domain.content import Text
from wa_support.domain.customers import CustomerRef
from wa_support.domain.delivery import DeliveryStatus
from wa_support.domain.events import EventKind, HandoverChange, IdentityChange, StatusChange
from wa_support.domain.text import MaskedText
from wa_support.whatsapp.payloads import parse_tree


def test_a_sent_status_carries_our_attempt_and_its_price() -> None:
    assert only("status_sent").status == StatusChange(
        status=DeliveryStatus.SENT,
        attempt_id="att_1",
        pricing_category="service",
        pricing_type="regular",
    )


def test_a_failed_status_carries_the_code_and_the_details() -> None:
    assert only("status_failed").status == StatusChange(
        status=DeliveryStatus.FAILED,
        attempt_id="att_1",
        error_code=131047,
        error_details="More than 24 hours have passed",
    )


def test_a_group_status_names_the_participant_and_the_group() -> None:
    event = only("status_in_group")
    assert event.customer == CustomerRef(bsuid="KR.5", phone="821000000005")
    assert event.group_id == "group-1"


def test_a_status_of_an_unknown_name_is_kept_and_changes_nothing() -> None:
    event = only("status_name_not_known")
    assert (event.kind, event.status, event.id) == (EventKind.UNKNOWN, None, "wamid.out.1")


def test_a_changed_number_names_both_the_old_and_the_new() -> None:
    assert only("system_changed_number").identity_change == IdentityChange(
        previous_bsuid=BSUID,
        previous_phone=PHONE,
        new=CustomerRef(bsuid="KR.NEW1", phone="821000000099"),
    )


def test_a_changed_bsuid_needs_no_phone() -> None:
    assert only("system_changed_user_id").identity_change == IdentityChange(
        previous_bsuid=BSUID, new=CustomerRef(bsuid="KR.NEW1", parent="KR.ENT.2")
    )


def test_a_change_without_the_old_identity_changes_nothing() -> None:
    body = tree("system_changed_user_id")
    del body["entry"][0]["changes"][0]["value"]["messages"][0]["system"]["previous_user_id"]
    (event,) = parse_tree(body)
    assert event.identity_change is None
    assert event.note == "the previous identity is missing"


def test_the_new_bsuid_in_from_user_id_is_not_taken_for_the_old_one() -> None:
    body = tree("system_changed_number")
    message = body["entry"][0]["changes"][0]["value"]["messages"][0]
    del message["system"]["previous_user_id"]
    message["from_user_id"] = "KR.NEW1"
    (event,) = parse_tree(body)
    assert event.identity_change
    assert event.identity_change.previous_bsuid is None
    assert event.identity_change.previous_phone == PHONE


def test_an_identity_key_change_moves_nobody() -> None:
    event = only("system_identity_changed")
    assert (event.kind, event.identity_change) == (EventKind.SYSTEM, None)


def test_an_echo_names_the_customer_it_went_to() -> None:
    event = only("echo_from_phone_app")
    assert event.customer == CustomerRef(bsuid=BSUID, phone=PHONE, name="김하늘")
    assert event.content == Text(body=MaskedText("제가 볼게요"))


def test_an_echo_whose_content_we_cannot_read_is_still_an_echo() -> None:
    event = only("echo_of_template")
    assert (event.kind, event.content) == (EventKind.ECHO, None)
    assert event.note


def test_standby_tells_messages_from_the_owners_words_and_from_statuses() -> None:
    message, echo, status = (only(f"standby_{name}") for name in ("message", "echo", "status"))
    assert [each.kind for each in (message, echo, status)] == [EventKind.STANDBY] * 3
    assert [each.content is not None for each in (message, echo, status)] == [True, False, False]
    assert [each.status is not None for each in (message, echo, status)] == [False, False, True]


def test_a_standby_message_of_an_unknown_type_is_not_ours_to_answer() -> None:
    body = tree("standby_message")
    value = body["entry"][0]["changes"][0]["value"]
    value["standby"]["messages"][0]["type"] = "hologram"
    (event,) = parse_tree(body)
    assert event.kind is EventKind.STANDBY


@pytest.mark.parametrize("name", ["handover_passed", "handover_taken_without_sender"])
def test_a_handover_belongs_to_the_number_in_recipient(name: str) -> None:
    assert only(name).phone_number_id == NUMBER


def test_a_handover_says_who_had_the_thread_and_who_has_it() -> None:
    assert only("handover_passed").handover == HandoverChange(
        type="control_passed",
        previous_owner_role="ai_agent",
        new_owner_role="customer_service",
    )


def test_history_belongs_to_the_customer_of_its_thread() -> None:
    assert {event.customer for event in events("history")} == {CustomerRef(phone=PHONE)}


def test_an_old_message_is_never_a_new_one() -> None:
    assert {event.content for event in events("history")} == {None}


def test_a_call_by_the_business_names_the_customer_it_rang() -> None:
    assert events("calls_terminate")[0].customer == CustomerRef(phone=PHONE)


def test_account_news_without_a_time_of_its_own_takes_the_entrys() -> None:
    assert only("template_status_paused").at == 1_795_312_800_000


def test_quality_news_under_the_wrong_field_name_is_recognised() -> None:
    names = {only(f"template_quality{end}").type for end in ("", "_under_status_field")}
    assert names == {"message_template_quality_update"}
