import pytest

from tests.config.policies import SMALL, changed, with_more
from wa_support.config.policy_parser import parse_policy
from wa_support.domain.spending import SpendLimits

BROKEN = [
    ("an empty file", b"", "1:1", "an empty file"),
    ("only a remark", b"# nothing here\n", "1:1", "an empty file"),
    ("a list", b"- one\n", "1:1", "a list"),
    ("a text", b"hello", "1:1", "'hello'"),
    ("bytes of another encoding", b"business:\n  name: \xbf\xec\n", "2:9", "not UTF-8"),
    ("UTF-16", "business: 1".encode("utf-16"), "1:1", "not UTF-8"),
    ("a NUL", b"business:\n  name: a\x00b\n", "2:10", "U+0000"),
    ("an invisible line break", "business: a\u2028b".encode(), "1:12", "U+2028"),
    ("a tab", b"business:\n\tname: x\n", "2:1", "a tab"),
    ("an open quote", b'business: "x\n', "2:1", "a quote that is never closed"),
    ("a reserved character", b"business: @home\n", "1:11", "reserves"),
    ("a colon in a text", b"a: b: c\n", "1:5", "a colon"),
    ("two documents", SMALL.encode() + b"---\na: b\n", "19:1", "a second document"),
    ("a tag", changed("[get_order]", "!!python/name:os.system x"), "18:14", "a tag"),
    ("an anchor", changed("[get_order]", "&a [get_order]"), "18:14", "an anchor"),
    ("an alias", changed("[get_order]", "*a"), "18:14", "an alias"),
    ("deep nesting", b"a: " + b"[" * 40 + b"]" * 40, "1:15", "too deep"),
    ("too many bytes", b"# " + b"x" * 300_000, "1:1", "300002 bytes"),
    ("an escaped control character", changed("Asia/Seoul", r'"\u0007"'), "4:13", "U+0007"),
    ("an escaped half character", changed("Asia/Seoul", r'"\ud800"'), "4:13", "U+D800"),
    ("an impossible escape", changed("Asia/Seoul", r'"\UFFFFFFFF"'), "4:11", "cannot read"),
    ("a section twice", with_more("people: {}\n"),
        "19:1", "people a second time (first on line 6)"),
    ("a purpose twice", with_more("  orders: {}\n"), "19:3", "orders a second time"),
    ("a list as a key", with_more("? [a]\n: b\n"), "19:3", "as a key"),
    ("an unknown section", with_more("purpose: {}\n"), "19:1", "unknown key 'purpose'"),
    ("a misspelt key", changed("bot_may", "bot_mai"), "18:5", "unknown key 'bot_mai'"),
    ("no people", changed(SMALL[SMALL.index("people") : SMALL.index("purp")], ""),
        "1:1", "people is"),
    ("no way to a person", changed('  hours: {mon-fri: "10:00-18:00"}\n  other_ways: '
        "{phone: 02-555-0134}", "  promise: {first_answer: 5 minutes}"), "7:3", "no way to reach"),
    ("people left empty", changed('  hours: {mon-fri: "10:00-18:00"}\n  other_ways: '
        "{phone: 02-555-0134}\n", ""), "6:8", "nothing"),
    ("no purpose", SMALL[: SMALL.index("  orders")].replace("purposes:", "purposes: {}").encode(),
        "9:11", "no purpose"),
    ("purposes as a list", SMALL[: SMALL.index("  orders")].encode() + b"  - orders\n",
        "10:3", "a list"),
    ("a reserved purpose", changed("  orders:", "  person:"), "10:3", "a purpose named person"),
    ("a purpose with a space", changed("  orders:", "  My Orders:"), "10:3", "'My Orders'"),
    ("a wrong declaration", changed("order_management", "shopping"), "12:18", "'shopping'"),
    ("an unknown tool", changed("[get_order]", "[get_order, send_money]"), "18:26", "'send_money'"),
    ("a tool twice", changed("[get_order]", "[get_order, get_order]"), "18:26", "a second time"),
    ("no declaration", changed("    declared_as: order_management\n", ""),
        "11:5", "declared_as is"),
    ("a name too long for a button", changed("en: Orders}", "en: Orders and all deliveries}"),
        "11:24", "(25 characters)"),
    ("an unknown language", changed("[ko, en]", "[ko, jp]"), "3:19", "'jp'"),
    ("a language without words", changed("{ko: 작은집, en: Small House}", "{ko: 작은집}"),
        "2:9", "en is missing"),
    ("an unknown time zone", changed("Asia/Seoul", "Asia/Soul"), "4:13", "'Asia/Soul'"),
    ("a path as a time zone", changed("Asia/Seoul", "../../etc/passwd"), "4:13", "'../../etc"),
    ("no web address", changed("https://small.example/privacy", "small.example"), "5:19", "'small"),
    ("sentences YAML would join", changed("en: where is my order", "en: where is my order\n"
        "          cancel it"), "17:11", "several lines"),
    ("a folded block", changed("ko: |", "ko: >"), "14:11", "several lines"),
    ("a sentence with a colon in a list", changed("en: where is my order", "en: [a: b]"),
        "17:12", "a mapping"),
    ("no sentences", changed("en: where is my order", "en:"), "17:10", "nothing"),
    ("both welcome and refused", changed("    bot_may", "    not_this: 취소해 주세요\n    bot_may"),
        "18:1", "also a customers_say on line 16"),
    ("a promise of no time", changed("0134}\n", "0134}\n  promise: {first_answer: soon}\n"),
        "9:27", "'soon'"),
    ("a promise of seconds", changed("0134}\n", "0134}\n  promise: {next_answer: 20 seconds}\n"),
        "9:26", "'20 seconds'"),
    ("lateness of nothing", changed("0134}\n", "0134}\n  promise: {if_late: offer_other_ways}\n"),
        "9:12", "nothing is promised"),
    ("a share of nobody", with_more("satisfaction: {ask: 5}\n"), "19:21", "'5'"),
    ("hours without quotes or end", changed('"10:00-18:00"', "10:00"), "7:20", "'10:00'"),
    ("hours as a number", changed('"10:00-18:00"', "1000"), "7:20", "'1000'"),
    ("hours of no time", changed('"10:00-18:00"', "10:00-10:00"), "7:20", "'10:00-10:00'"),
    ("lunch backwards", changed("{mon-fri", "{lunch: 13:30-12:30, mon-fri"),
        "7:18", "a lunch that"),
    ("days backwards", changed("mon-fri:", "fri-mon:"), "7:11", "'fri-mon'"),
    ("an unknown day", changed("mon-fri:", "monday:"), "7:11", "'monday'"),
    ("a day twice", changed("{mon-fri:", '{tue: "09:00-12:00", mon-fri:'), "7:31", "tue a second"),
    ("a bad holiday", changed("  other_ways", "  closed: [2027-02-30]\n  other_ways"),
        "8:12", "'2027-02-30'"),
    ("an unknown other way", changed("{phone: 02", "{fone: 02"), "8:16", "unknown key 'fone'"),
    ("a notice about nothing", with_more('notices:\n- {about: refunds, until: "2026-11-30", '
        "ko: ㄱ, en: a}\n"), "20:11", "'refunds'"),
    ("a notice without an end", with_more("notices:\n- {about: orders, ko: ㄱ, en: a}\n"),
        "20:3", "until is missing"),
    ("a notice with a bad end", with_more('notices:\n- {about: orders, until: soon, '
        'ko: ㄱ, en: a}\n'),
        "20:26", "'soon'"),
    ("a template for nothing", with_more("reopen_with: {refunds: x}\n"), "19:15", "'refunds'"),
    ("a template's name", with_more("reopen_with: {orders: Late One}\n"), "19:23", "'Late One'"),
    ("an unknown reply", with_more("replies: {declined: {en: no}}\n"), "19:11", "'declined'"),
    ("an unknown placeholder", with_more('replies: {decline: {en: "{name} {purposes}"}}\n'),
        "19:25", "unknown placeholder {name}"),
    ("a placeholder that reaches inside", with_more('replies: {decline: {en: "{purposes.x}"}}\n'),
        "19:25", "'{purposes.x}'"),
    ("a lone brace", with_more('replies: {thanks: {en: "a { b"}}\n'), "19:24", "'a { b'"),
    ("a long button", with_more("replies: {menu: {button: {en: Choose one of all these}}}\n"),
        "19:31", "(23 characters)"),
    ("a button too few", with_more("replies: {confirm_stale: {buttons: {en: [Again]}}}\n"),
        "19:41", "1 buttons"),
    ("buttons where none are", with_more("replies: {thanks: {buttons: {en: [A]}}}\n"),
        "19:20", "unknown key 'buttons'"),
    ("a rule that is no rule", with_more("rules: {cancel_orders: {}}\n"),
        "19:9", "'cancel_orders'"),
    ("an unknown order state", with_more("rules: {cancel_order: {only_if_status: [payed]}}\n"),
        "19:41", "'payed'"),
    ("a number that is none", with_more("rules: {request_refund: {days_after_delivery: week}}\n"),
        "19:47", "'week'"),
    ("a cancelling without its condition", with_more("rules: {cancel_order: {}}\n"),
        "19:23", "only_if_status is missing"),
    ("a cancelling of what is on its way", with_more(
        "rules: {cancel_order: {only_if_status: [shipped]}}\n"), "19:41", "'shipped'"),
    ("a refund without its days", with_more("rules: {request_refund: {up_to: {KRW: 1}}}\n"),
        "19:25", "days_after_delivery is missing"),
    ("a limit without its currency", with_more(
        "rules: {request_refund: {days_after_delivery: 7, up_to: 300000}}\n"),
        "19:57", "'300000'"),
    ("an unknown currency", with_more(
        "rules: {request_refund: {days_after_delivery: 7, up_to: {won: 1}}}\n"),
        "19:58", "'won'"),
    ("slots without a length", changed("[get_order]", "[get_order]\n    slots: {at_once: 3}"),
        "19:12", "length is missing"),
    ("a visit of a second", changed("[get_order]", "[get_order]\n    slots: {length: 30 seconds}"),
        "19:21", "'30 seconds'"),
    ("a visit of nobody", changed(
        "[get_order]", "[get_order]\n    slots: {length: 30 minutes, at_once: 0}"),
        "19:42", "'0'"),
    ("bookings for the next century", changed(
        "[get_order]", "[get_order]\n    slots: {length: 1 hour, book_ahead: 90 years}"),
        "19:41", "'90 years'"),
    ("slots that never open", changed(
        '  hours: {mon-fri: "10:00-18:00"}\n', "").replace(
        b"[get_order]", b"[get_order]\n    slots: {length: 1 hour}"), "18:12", "no hours"),
    ("slots twice", changed(
        "[get_order]", "[get_order]\n    slots: {length: 1 hour}\n  visits:\n    name: 방문\n"
        "    declared_as: booking\n    customers_say: 구경 가도 되나요\n"
        "    slots: {length: 1 hour}"),
        "20:3", "slots in visits too"),
    ("too many tries", with_more("rules: {show_an_order: {tries: 99}}\n"), "19:32", "'99'"),
    ("asking no longer helps", with_more("to_a_person: {right_away: [abuse]}\n"),
        "19:27", "asked is missing"),
    ("a reason that is counted", with_more("to_a_person: {right_away: [asked, off_purpose]}\n"),
        "19:35", "off_purpose is not for this list"),
    ("a reason that needs no rule", with_more("to_a_person: {right_away: [asked, agent_took]}\n"),
        "19:35", "agent_took is not for this list"),
    ("an unknown reason", with_more("to_a_person: {right_away: [asked, complain]}\n"),
        "19:35", "'complain'"),
    ("a reason twice", with_more("to_a_person: {right_away: [asked, abuse, abuse]}\n"),
        "19:42", "abuse a second time"),
    ("tagged, and no tags", with_more("to_a_person: {right_away: [asked, tagged]}\n"),
        "19:27", "tagged without tags"),
    ("an endless tag", with_more(f"to_a_person: {{tags: [{'v' * 41}]}}\n"),
        "19:22", "a very long tag"),
    ("a silence without a unit", with_more("to_a_person: {back_after: 12}\n"), "19:27", "'12'"),
    ("a silence of a breath", with_more("to_a_person: {back_after: 5 minutes}\n"),
        "19:27", "'5 minutes'"),
    ("a duration without a unit", with_more(
        "to_a_person: {while_waiting: {say_again_after: 5}}\n"), "19:48", "'5'"),
    ("a hurried apology", with_more(
        "to_a_person: {while_waiting: {say_again_after: 5 seconds}}\n"), "19:48", "'5 seconds'"),
    ("an unknown personal thing", with_more("never_accept: [cards]\n"), "19:16", "'cards'"),
    ("a bad keeping time", with_more("keep: {messages: for ever}\n"), "19:18", "'for ever'"),
    ("a check without an outcome", with_more("checks:\n- {say: hi}\n"), "20:3", "then is missing"),
    ("a check with an unknown outcome", with_more("checks:\n- {say: hi, then: order}\n"),
        "20:19", "'order'"),
    ("an unknown shop", with_more("engineer: {connect: my_shop}\n"), "19:21", "'my_shop'"),
    ("an unknown connected tool", with_more("engineer: {connect: {get_orders: {}}}\n"),
        "19:22", "'get_orders'"),
    ("an open bracket in a pattern", with_more("engineer: {order_id_pattern: '[0-9'}\n"),
        "19:30", "'[0-9'"),
    ("a pattern that matches nothing", with_more("engineer: {order_id_pattern: 'a*'}\n"),
        "19:30", "'a*'"),
    ("a pattern that can stall", with_more("engineer: {order_id_pattern: '(\\d+)+$'}\n"),
        "19:30", "'(\\d+)+$'"),
    ("a colon between braces", with_more("checks:\n- {say: 상담원: 연결, then: person}\n"),
        "20:12", "not closed"),
    ("a resend too many", with_more("engineer: {resend_unknown: {text: 2}}\n"), "19:35", "'2'"),
    ("a resend of nothing known", with_more("engineer: {resend_unknown: {texts: 1}}\n"),
        "19:29", "'texts'"),
    ("resending by a word", with_more("engineer: {resend_unknown: never}\n"), "19:28", "'never'"),
    ("spend without a currency", with_more("engineer: {spend: {model_per_day: 20}}\n"),
        "19:35", "'20'"),
    ("a price without a currency",
        with_more("engineer: {template_prices: {KR: {utility: 0.01}}}\n"),
        "19:44", "'0.01'"),
    ("a price of no country",
        with_more("engineer: {template_prices: {Korea: {utility: 1 USD}}}\n"),
        "19:30", "'Korea'"),
    ("a price of no category", with_more("engineer: {template_prices: {KR: {spam: 1 USD}}}\n"),
        "19:35", "'spam'"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "place", "found"), [row[1:] for row in BROKEN],
                         ids=[row[0] for row in BROKEN])  # fmt: skip
def test_every_fault_names_its_line_and_column(source: bytes, place: str, found: str) -> None:
    parsed = parse_policy(source, file="p.yaml")
    errors = [fault for fault in parsed.faults if not fault.warning]
    assert parsed.policy is None
    assert any(f"{f.line}:{f.column}" == place and found in f.found for f in errors), errors


def test_all_faults_come_at_once_in_the_order_of_the_file() -> None:
    source = changed("order_management", "shopping").replace(b"get_order", b"fly")
    parsed = parse_policy(source + b"colour: red\n", file="p.yaml")
    errors = [str(fault) for fault in parsed.faults if not fault.warning]
    assert [error.split(":")[1] for error in errors] == ["12", "18", "19"]
    assert errors[0].startswith("p.yaml:12:18: 'shopping'; ")


def test_a_reason_that_is_decided_in_another_place_is_told_where() -> None:
    section = b"to_a_person: {right_away: [asked, off_purpose, complain, agent_took]}\n"
    parsed = parse_policy(SMALL.encode() + section, file="p.yaml")
    assert [fault.expected for fault in parsed.faults if not fault.warning] == [
        "say how often: after: {off_purpose: 3}",
        "did you mean complaint?",
        "it is so by itself, leave it out",
    ]


def test_a_misspelt_key_is_answered_with_the_nearest_one() -> None:
    parsed = parse_policy(changed("bot_may", "bot_mai"), file="p.yaml")
    assert "did you mean bot_may?" in [fault.expected for fault in parsed.faults]


def test_a_missing_list_of_purposes_is_one_fault() -> None:
    rest = (
        'notices:\n- {about: orders, until: "2026-11-30", ko: ㄱ, en: a}\n'
        "reopen_with: {orders: late}\nchecks:\n- {say: hi, then: orders}\n"
    )
    source = SMALL[: SMALL.index("purposes:")] + rest
    faults = parse_policy(source.encode(), file="p.yaml").faults
    assert [fault.found for fault in faults] == ["purposes is missing"]


def test_hours_that_close_before_they_open_are_a_warning() -> None:
    parsed = parse_policy(changed('"10:00-18:00"', '"18:00-10:00"'), file="p.yaml")
    assert parsed.policy is not None
    assert parsed.policy.people.hours.days[0] == (1080, 600)
    assert str(parsed.faults[0]) == (
        "p.yaml:7:20: warning: '18:00-10:00' closes before it opens; "
        "taken as overnight, until that time of the next day"
    )


def test_a_text_with_a_colon_is_told_to_be_quoted() -> None:
    for check in ("- {say: 상담원: 연결, then: person}", "- say: 상담원: 연결"):
        (fault,) = parse_policy(with_more(f"checks:\n{check}\n"), file="p.yaml").faults
        assert "quote a text" in fault.expected
        assert "': '" in fault.expected


def test_a_thousand_faults_are_cut_off_before_they_are_noise() -> None:
    source = b"".join(b"k%d: 1\n" % number for number in range(1000))
    assert len(parse_policy(source, file="p.yaml").faults) == 200


def test_few_examples_are_a_warning_and_the_policy_stands() -> None:
    parsed = parse_policy(SMALL.encode(), file="p.yaml")
    assert parsed.policy is not None
    assert [fault.found for fault in parsed.faults if fault.warning] == [
        "2 sentences for orders in ko",
        "1 sentences for orders in en",
    ]


def test_what_the_model_may_cost_is_read_in_micro_dollars() -> None:
    spend = "{model_per_day: 20 USD, model_per_customer_per_day: 0.50 USD, model_in_all: 1000 USD}"
    parsed = parse_policy(with_more(f"engineer: {{spend: {spend}}}\n"), file="p.yaml")
    assert parsed.policy is not None
    assert parsed.policy.model_spend == SpendLimits(
        per_customer_per_day=500_000, per_day=20_000_000, in_all=1_000_000_000
    )


def test_what_a_template_costs_is_read_to_the_micro_dollar() -> None:
    prices = '{KR: {utility: 0.0104 USD, marketing: 0.05 USD}, "+1": {utility: 0.004 USD}}'
    parsed = parse_policy(with_more(f"engineer: {{template_prices: {prices}}}\n"), file="p.yaml")
    assert parsed.policy is not None
    assert parsed.policy.template_prices == {
        "KR": {"utility": 10_400, "marketing": 50_000}, "+1": {"utility": 4_000},
    }  # fmt: skip
