"""What the right shapes mean, and that YAML 1.1 never surprises."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.config.policies import SMALL, changed, with_more
from wa_support.config.policy_parser import parse_policy
from wa_support.domain.connector_specs import HttpConnections, Slot
from wa_support.domain.eligibility import CancelRule, RefundRule, Rules
from wa_support.domain.orders import OrderState
from wa_support.domain.policy import Policy, Promise, ResendUnknown, Satisfaction, SlotRules


def parsed(source: bytes) -> Policy:
    result = parse_policy(source, file="p.yaml")
    assert result.policy is not None, result.faults
    return result.policy


def test_every_line_of_a_block_is_an_example_with_its_own_line() -> None:
    examples = parsed(SMALL.encode()).purposes[0].examples
    assert [(e.text, e.language, e.line) for e in examples] == [
        ("택배 언제 와요?", "ko", 15),
        ("취소해 주세요", "ko", 16),
        ("where is my order", "en", 17),
    ]


def test_lines_are_those_of_the_file_under_crlf_and_a_byte_order_mark() -> None:
    source = b"\xef\xbb\xbf" + SMALL.replace("\n", "\r\n").encode()
    policy = parsed(source)
    assert [e.line for e in policy.purposes[0].examples] == [15, 16, 17]
    assert policy.purposes[0].line == 10


def test_blank_lines_and_remarks_in_a_block_keep_the_count() -> None:
    policy = parsed(changed("        취소해", "\n        # 취소\n        취소해"))
    assert [e.line for e in policy.purposes[0].examples] == [15, 18, 19]


def test_a_sentence_may_hold_what_yaml_would_read_otherwise() -> None:
    policy = parsed(changed("취소해 주세요", "- 1042: *언제* & {왜} #2"))
    assert policy.purposes[0].examples[1].text == "- 1042: *언제* & {왜} #2"


def test_not_this_takes_its_language_from_the_script() -> None:
    policy = parsed(changed("    bot_may", "    not_this: |\n      시 써줘\n      poem\n      ???\n"
                                           "    bot_may"))  # fmt: skip
    refused = policy.purposes[0].not_this
    assert [(e.language, e.line) for e in refused] == [("ko", 19), ("en", 20), (None, 21)]


def test_customers_say_may_be_one_block_for_all_languages() -> None:
    start, end = SMALL.index("      ko: |"), SMALL.index("    bot_may")
    block = " |\n      어디쯤이에요\n      where is it\n"
    source = SMALL[: start - 1] + block + SMALL[end:]
    examples = parsed(source.encode()).purposes[0].examples
    assert [(e.language, e.line) for e in examples] == [("ko", 14), ("en", 15)]


@pytest.mark.parametrize("word", ["no", "on", "Yes", "y", "1_000", "0x1F", "10:30", "2027-02-05"])
def test_a_text_is_what_was_written(word: str) -> None:
    assert parsed(changed("ko: 작은집", f"ko: {word}")).business["ko"] == word


def test_a_phone_number_needs_no_quotes() -> None:
    assert parsed(SMALL.encode()).people.other_ways == {"phone": "02-555-0134"}


def test_hours_need_no_quotes_and_days_may_be_ranges() -> None:
    hours = '{mon-wed: 9:30-18:00, "fri,sun": 10:00-02:00, lunch: 12:30-13:30}'
    read = parsed(changed('{mon-fri: "10:00-18:00"}', hours)).people.hours
    assert read.days == {0: (570, 1080), 1: (570, 1080), 2: (570, 1080), 4: (600, 120),
                         6: (600, 120)}  # fmt: skip
    assert read.lunch == (750, 810)


def test_other_ways_alone_are_a_way_to_a_person() -> None:
    policy = parsed(changed('  hours: {mon-fri: "10:00-18:00"}\n', ""))
    assert policy.people.hours.days == {}


def test_korean_public_holidays_include_substitute_days() -> None:
    more = "  closed: [korean_public_holidays, 2027-02-05]\n  other_ways"
    closed = parsed(changed("  other_ways", more)).people.hours.closed
    assert {"2026-10-05", "2026-09-25", "2032-01-01", "2027-02-05"} <= closed
    assert "2026-10-06" not in closed


def test_a_notice_ends_at_local_time() -> None:
    notices = "notices:\n- {about: orders, until: 2026-11-30 18:00, ko: 늦습니다, en: Late}\n"
    notice = parsed(with_more(notices)).notices[0]
    assert notice.until == int(datetime(2026, 11, 30, 9, tzinfo=UTC).timestamp() * 1000)
    assert (notice.line, notice.text["en"]) == (20, "Late")


def test_a_section_of_remarks_only_is_left_out() -> None:
    assert parsed(with_more("notices:\n# - {about: orders}\n")).notices == ()


def test_people_rules_reach_the_policy() -> None:
    policy = parsed(with_more(
        "rules: {show_an_order: {same_phone: ask_receiver_name_and_last_4, tries: 2}}\n"
        "to_a_person:\n  right_away: [asked, abuse]\n  after: {not_understood: 4}\n"
        "  while_waiting: {say_again_after: 6 minutes, at_most: 1}\n"
    ))  # fmt: skip
    assert (policy.order_proof.same_phone_is_enough, policy.order_proof.tries) == (False, 2)
    assert policy.right_away == {"asked", "abuse"}
    assert (policy.not_understood_limit, policy.off_purpose_limit) == (4, 3)
    assert policy.while_waiting.say_again_after_ms == 360_000
    assert policy.while_waiting.at_most == 1


def test_tags_and_the_silence_after_an_agent_reach_the_policy() -> None:
    policy = parsed(with_more("to_a_person: {tags: [VIP, 단골], back_after: 12 hours}\n"))
    assert policy.people_tags == {"vip", "단골"}
    assert policy.back_after_ms == 12 * 3_600_000
    assert parsed(with_more("")).back_after_ms is None


def test_rules_that_code_decides_reach_the_policy() -> None:
    rules = parsed(with_more(
        "rules:\n  cancel_order: {only_if_status: [paid], otherwise: person}\n"
        "  request_refund: {days_after_delivery: 7, up_to: {KRW: 300_000}, needs: [reason]}\n"
    )).rules  # fmt: skip
    assert rules.cancel_order == CancelRule(states=frozenset({OrderState.PAID}))
    assert rules.request_refund == RefundRule(
        days_after_delivery=7, up_to={"KRW": 300_000}, needs=frozenset({"reason"})
    )
    assert parsed(SMALL.encode()).rules == Rules()


def test_slots_have_hours_of_their_own_or_those_of_the_people() -> None:
    def slots(more: str) -> SlotRules | None:
        return parsed(changed("[get_order]", f"[get_order]\n    slots: {{{more}}}")).slots

    plain = slots("length: 30 minutes, at_once: 3, change_until: 2 hours before")
    assert plain is not None
    assert (plain.length_ms, plain.at_once, plain.change_until_ms) == (1_800_000, 3, 7_200_000)
    assert plain.hours == parsed(SMALL.encode()).people.hours
    own = slots('length: 1 hour, hours: {sat: "11:00-19:00", lunch: "13:00-14:00"}, place: 성수')
    assert own is not None
    assert (own.hours.days, own.hours.lunch) == ({5: (660, 1140)}, (780, 840))
    assert own.place == {"ko": "성수", "en": "성수"}
    assert parsed(SMALL.encode()).slots is None


def test_checks_keep_what_must_happen() -> None:
    check = parsed(
        with_more("checks:\n- {say: [hi, bye], then: orders, uses: get_order}\n")
    ).checks[0]
    assert (check.say, check.then, check.line) == (("hi", "bye"), "orders", 20)
    assert check.extra == {"uses": "get_order"}


def test_what_this_build_cannot_act_on_is_said_with_its_line() -> None:
    policy = parsed(changed("[get_order]", "[get_order, book]"))
    assert policy.not_yet == (
        (
            "p.yaml:18: purposes.orders.bot_may: get_order, book → "
            "these go to a person (not_automated)"
        ),
    )


def test_what_screens_do_not_hide_and_checks_that_nobody_runs_are_said() -> None:
    written = "hide_in_screens: [phone, email]\nchecks:\n- {say: hi, then: orders}\n"
    said = [one for one in parsed(with_more(written)).not_yet if "bot_may" not in one]
    assert said == [
        "p.yaml:19: hide_in_screens: phone, email → screens hide nothing of what customers wrote",
        "p.yaml:20: checks: 1 → not run; policy try says what the file decides",
    ]
    assert "hide_in_screens" not in "".join(parsed(SMALL.encode()).not_yet)


def test_reminders_want_a_system_that_lists_bookings() -> None:
    slots = "slots: {length: 30 minutes, remind: 1 day before}"
    alone = parsed(changed("    bot_may:", f"    {slots}\n    bot_may:"))
    (said,) = [one for one in alone.not_yet if "remind" in one]
    assert said.endswith("nobody is reminded, because list_bookings is not connected")
    shop = (
        changed("    bot_may:", f"    {slots}\n    bot_may:")
        + b"engineer: {connect: sample_shop}\n"
    )
    assert not [one for one in parsed(shop).not_yet if "remind" in one]


def test_a_connected_shop_of_ones_own_is_kept_and_listed() -> None:
    call = "{post: 'https://s.example/{order_id}/cancel', gives: {reference: id}}"
    policy = parsed(with_more(f"engineer: {{connect: {{cancel_order: {call}}}}}\n"))
    assert isinstance(policy.connect, HttpConnections)
    request = policy.connect.tools["cancel_order"].request
    assert request.url.origin == "https://s.example"
    assert request.url.segments == ((Slot("order_id"),), ("cancel",))
    assert not policy.uses_sample_shop
    orders = policy.purposes[0]
    assert policy.unconnected(orders) == ("get_order",)
    assert policy.unconnected(replace(orders, bot_may=("cancel_order",))) == ()


def test_the_order_number_pattern_has_a_default_and_can_be_changed() -> None:
    assert parsed(SMALL.encode()).order_id_pattern == r"\d{4,8}"
    own = parsed(with_more("engineer: {order_id_pattern: 'ML-\\d{6}'}\n"))
    assert own.order_id_pattern == r"ML-\d{6}"


def test_the_same_sentence_in_two_purposes_is_a_warning() -> None:
    second = SMALL[SMALL.index("  orders:") :].replace("  orders:", "  returns:")
    faults = parse_policy(with_more(second), file="p.yaml").faults
    again = [fault for fault in faults if "first in orders, line 15" in fault.found]
    assert [(fault.line, fault.warning) for fault in again] == [(24, True)]


def test_words_are_tried_once_more_and_effects_never_unless_the_policy_says_so() -> None:
    assert parsed(SMALL.encode()).resend_unknown == ResendUnknown(text=1, effects=0)
    own = parsed(with_more("engineer: {resend_unknown: {text: 0, effects: 1}}\n"))
    assert own.resend_unknown == ResendUnknown(text=0, effects=1)
    assert "engineer.resend_unknown.effects: 1" in "\n".join(own.not_yet)


@pytest.mark.parametrize(
    ("written", "promise"),
    [
        ("first_answer: 10 minutes", Promise(first_ms=600_000)),
        (
            "first_answer: 10 minutes, next_answer: 2 hours, if_late: offer_other_ways",
            Promise(first_ms=600_000, next_ms=7_200_000, offers_other_ways=True),
        ),
    ],
)
def test_what_is_promised_is_counted_and_kept(written: str, promise: Promise) -> None:
    old, new = "  other_ways: {phone: 02-555-0134}\n", f"  promise: {{{written}}}\n"
    policy = parsed(changed(old, old + new))
    assert policy.people.promise == promise
    assert "promise" not in "".join(policy.not_yet)
    assert parsed(SMALL.encode()).people.promise is None


@pytest.mark.parametrize(("written", "one_in"), [("1 in 5", 5), ("1 in 1", 1), ("nobody", None)])
def test_how_many_are_asked_whether_it_was_solved(written: str, one_in: int | None) -> None:
    policy = parsed(with_more(f"satisfaction: {{ask: {written}}}\n"))
    assert policy.satisfaction == Satisfaction(one_in=one_in)
    assert parsed(SMALL.encode()).satisfaction == Satisfaction(one_in=5)
