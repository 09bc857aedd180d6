"""The pages of message templates: what is seen, what is decided there, and by whom."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from html import unescape

import pytest
from flask.testing import FlaskClient

from tests.templates_in_memory import EN, KO, SHIPPED_EN, SHIPPED_KO
from tests.web.console_world import NOW, World, lively, policy
from tests.web.signed_in import app_of, as_somebody, inside, post, text
from tests.web.templates_world import submitted, with_templates
from wa_support.domain.errors import ConfigurationError, WaSupportError
from wa_support.domain.policy import Policy
from wa_support.domain.templates.approvals import ApprovalState, Refusal
from wa_support.domain.templates.stages import Next, Ours
from wa_support.domain.templates.template import ButtonKind, Trigger
from wa_support.web.console.parts import EXTENSION
from wa_support.web.console.words import WORDS

PAGE = "/templates/order_shipped"


def world_of() -> World:
    return with_templates(lively())


def approver(world: World, name: str = "수진") -> FlaskClient:
    return inside(world, role="approver", name=name)


def seen(page: str) -> list[str]:
    return re.findall(r'type="checkbox" name="seen" value="([^"]+)"', page)


def states(world: World) -> dict[str, ApprovalState]:
    newest = world.templates.template_versions.newest()
    return {str(one.key): one.state for one in newest}


@dataclass
class Meta:
    """Implements `TemplatesAtMeta`; `says` are the lines it answers with."""

    says: Sequence[str] = ()
    trouble: str | None = None
    asked: list[str] = field(default_factory=list)

    def submit(self, name: str, *, by: str) -> Sequence[str]:
        return self._answer(f"submit {name} by {by}")

    def refresh(self) -> Sequence[str]:
        return self._answer("refresh")

    def _answer(self, asked: str) -> Sequence[str]:
        self.asked.append(asked)
        if self.trouble is not None:
            raise WaSupportError(self.trouble)
        return self.says


def connected(world: World, meta: Meta, role: str = "ops") -> FlaskClient:
    return as_somebody(app_of(world, at_meta=meta), world, role=role)


def test_the_list_shows_every_template_also_what_it_does_not_know() -> None:
    page = text(inside(world_of(), role="viewer"), "/templates?lang=en")
    for told in (
        "order_shipped", "in review", "approved by Meta", "quality high", "file has errors",
        "rejected by Meta", "FROZEN_BY_MOON", "PURPLE", "English (US)", "355 delivered in 30 days",
        "It is at Meta only", "Says that an order is on its way",
    ):  # fmt: skip
        assert told in page
    assert page.index("Korean") < page.index("English (US)")
    waiting = page[page.index("Waiting now") : page.index("tpl-list")]
    assert re.findall(r'href="([^"]+)"', waiting) == [PAGE]


def test_without_templates_the_list_says_how_to_begin() -> None:
    page = text(inside(lively(), role="ops"), "/templates?lang=en")
    assert "wa-support templates lint" in page


def test_a_page_shows_every_language_as_the_phone_does() -> None:
    page = text(approver(world_of()), PAGE)
    ko, en = page.index('lang="ko" aria-label='), page.index('lang="en" aria-label=')
    assert ko < en
    assert '<strong><mark title="item">two oak stools</mark></strong> is on its way' in page
    assert '<p class="head">배송 안내</p>' in page
    assert '<p class="footer">모먼트리빙</p>' in page
    assert "templates/order_shipped.ko.yaml" in page
    assert "<code>purpose:orders</code>" in page
    assert re.search(r"<code>order_id</code></th>\s*<td>주문 번호</td>", page)


def test_who_approves_sees_the_category_and_where_each_button_leads() -> None:
    page = text(approver(world_of()), "/templates/satisfaction")
    assert '<span class="badge quiet">알림 (utility)</span></h3>' in page
    assert "<dt>버튼 “도움말”</dt><dd><code>https://moment.example/help</code></dd>" in page


def test_of_more_than_three_buttons_two_are_shown_and_the_list_of_all() -> None:
    page = text(approver(world_of()), "/templates/satisfaction?lang=en")
    bubble = page[page.index('class="taps"') : page.index("</figure>")]
    assert "해결되었습니다" in bubble
    assert "아직입니다" in bubble
    assert "도움말" not in bubble
    assert "See all options" in bubble
    assert "All 5 buttons" in page


def test_what_files_and_meta_say_is_never_markup() -> None:
    world = world_of()
    hostile = "<script>alert(1)</script>"
    world.templates.written[EN] = SHIPPED_EN.replace("two oak stools", hostile).replace(
        "is on its way", f"*{hostile}* _x_ is"
    )
    submitted(world, EN, "<b>ODD</b>", reason="<i>why</i>", quality="<u>")
    world.templates.reviews().put_up("order_shipped", by="현우")
    for path in ("/templates", PAGE, f"{PAGE}/state", "/templates-rows"):
        page = text(approver(world), path)
        assert not re.search(r"<script>alert|<b>ODD|<i>why|<u>", page), path
    page = text(approver(world), PAGE)
    assert "<strong>&lt;script&gt;alert(1)&lt;/script&gt;</strong> <em>x</em> is" in page


def test_the_changes_since_the_approved_version_stand_line_by_line() -> None:
    page = text(approver(world_of()), PAGE)
    gone = re.findall(r'<li class="gone">.*?<code>(.*?)</code>', page)
    new = re.findall(r'<li class="new">.*?<code>(.*?)</code>', page)
    assert gone[0] == "  주문하신 *{{item}}*이(가) 출발했습니다."
    assert new[0] == "  주문하신 *{{item}}*이(가) 오늘 출발했습니다."
    assert (len(gone), len(new)) == (2, 2)


def test_metas_copy_is_compared_with_what_was_approved() -> None:
    world = world_of()
    other = ({"type": "BODY", "text": "Something else"}, {"type": "SOMETHING_NEW"})
    submitted(world, EN, components=other)
    page = text(approver(world), f"{PAGE}?lang=en")
    assert "Meta&#39;s copy is not what was approved" in page
    assert "Something else" in page


def test_a_month_is_counted_and_priced_where_a_price_is_given() -> None:
    page = text(inside(world_of(), role="ops"), f"{PAGE}?lang=en")
    assert "accepted 367 · delivered 355 · read 177 · failed 6" in page
    assert "about $3.54, without 15 that have no price" in page
    assert page.count("no price</td>") == 2
    assert "rate card" in text(inside(world_of(), role="ops"), "/templates/satisfaction?lang=en")


def test_it_says_who_uses_it_and_what_its_pause_means() -> None:
    page = text(inside(world_of(), role="viewer"), f"{PAGE}?lang=en")
    for told in (
        "another system (POST /notify)", "<dd>booking</dd>", "Korean: English goes out",
        "English: no other language", "wait and go out when the pause ends", "02-555-0134",
    ):  # fmt: skip
        assert told in page


def test_what_meta_refused_is_told_with_how_to_mend_it() -> None:
    page = text(inside(world_of(), role="ops"), "/templates/booking_reminder?lang=en")
    assert "INCORRECT_CATEGORY" in page
    assert "make it marketing" in page
    assert "It becomes marketing on" in page


@pytest.mark.parametrize(
    ("reason", "mend"),
    [
        ("INVALID_FORMAT: variables at the end", "where variables stand"),
        ("SCAM", "short links"),
        ("SOMETHING_NEW", "WhatsApp Manager may say more"),
        ("no code at all", "WhatsApp Manager may say more"),
    ],
)
def test_a_reason_is_shown_as_it_is_with_what_it_asks_for(reason: str, mend: str) -> None:
    world = world_of()
    submitted(world, EN, "REJECTED", reason=reason)
    page = text(inside(world, role="ops"), f"{PAGE}?lang=en")
    assert reason in page
    assert mend in page


@pytest.mark.parametrize(
    "code",
    ["ABUSIVE_CONTENT", "CATEGORY_NOT_AVAILABLE", "INCORRECT_CATEGORY", "INVALID_FORMAT",
     "PROMOTIONAL", "SCAM", "TAG_CONTENT_MISMATCH"],
)  # fmt: skip
def test_each_of_metas_reasons_has_words_of_its_own_beside_it(code: str) -> None:
    world = world_of()
    submitted(world, EN, "REJECTED", reason=code)
    client = inside(world, role="ops")
    for language, said in zip(("ko", "en"), WORDS[f"tpl.reason.{code}"], strict=True):
        page = unescape(text(client, f"{PAGE}?lang={language}"))
        assert f"{code}</b>{said}" in page


def test_what_the_lint_finds_is_told_in_the_language_of_the_page() -> None:
    world = world_of()
    client = inside(world, role="ops")
    path = "/templates/answer_ready"
    cure = "{}; marketing, utility, authentication 가운데 하나"
    assert cure.format("'secret'") in unescape(text(client, path))
    refused = unescape(post(client, f"{path}/put-up").text)
    assert "answer_ready.ko.yaml:1:11: 'secret' → marketing, utility" in refused
    english = unescape(text(client, f"{path}?lang=en"))
    assert "'secret'; one of marketing, utility, authentication" in english


def test_an_approver_approves_what_was_seen_in_all_languages_or_in_one() -> None:
    world = world_of()
    client = approver(world)
    ko, en = seen(text(client, PAGE))
    assert post(client, f"{PAGE}/approve", seen=ko).location == f"{PAGE}?done=approved"
    assert states(world)["order_shipped.ko"] is ApprovalState.APPROVED
    assert states(world)["order_shipped.en"] is ApprovalState.IN_REVIEW
    assert post(client, f"{PAGE}/approve", seen=en).status_code == 302
    assert 'role="status"' in text(client, f"{PAGE}?done=approved")
    assert world.templates.log[-1].actor == "수진"


def test_a_stale_page_decides_nothing_and_says_so() -> None:
    world = world_of()
    client = approver(world)
    ko = seen(text(client, PAGE))[0]
    world.templates.written[KO] = SHIPPED_KO.replace("출발", "다시 출발")
    world.templates.reviews().put_up("order_shipped", by="현우")
    answer = post(client, f"{PAGE}/approve", seen=ko)
    assert answer.status_code == 409
    assert "다른 버전이 올라왔습니다" in answer.text
    assert states(world)["order_shipped.ko"] is ApprovalState.IN_REVIEW


def test_the_state_of_an_open_page_tells_when_its_words_are_no_longer_these() -> None:
    world = world_of()
    client = approver(world)
    found = re.search(rf'hx-get="({PAGE}/state\?of=[^"]+)"', text(client, PAGE))
    assert found is not None
    first = client.get(found[1])
    assert "다시 열기" not in first.text
    assert client.get(found[1], headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    world.templates.written[KO] = SHIPPED_KO.replace("출발", "다시 출발")
    assert "다시 열기" in client.get(found[1]).text


def test_changes_need_a_note_and_it_is_kept_when_refused() -> None:
    world = world_of()
    client = approver(world)
    ko, en = seen(text(client, PAGE))
    assert post(client, f"{PAGE}/changes", seen=ko).status_code == 409
    nothing = post(client, f"{PAGE}/changes", note="더 <짧게>")
    assert nothing.status_code == 409
    assert ">더 &lt;짧게&gt;</textarea>" in nothing.text
    assert post(client, f"{PAGE}/changes", seen=en, note="더 <짧게>").status_code == 302
    assert states(world)["order_shipped.en"] is ApprovalState.CHANGES_ASKED
    page = text(inside(world, role="ops"), PAGE)
    assert "수진 님의 수정 요청</b>더 &lt;짧게&gt;" in page


def test_who_put_it_up_is_offered_no_approval_unless_alone() -> None:
    world = world_of()
    mine = approver(world, name="현우")
    page = text(mine, PAGE)
    assert "다른 사람이 승인합니다" in page
    assert not re.search(r"<button[^>]*>승인</button>", page)
    assert post(mine, f"{PAGE}/approve", seen=seen(page)[0]).status_code == 409
    world.templates.alone_is_enough = True
    alone = approver(world, name="현우")
    assert re.search(r"<button[^>]*>승인</button>", text(alone, PAGE))
    assert post(alone, f"{PAGE}/approve", seen=seen(page)[0]).status_code == 302
    assert "혼자 승인" in text(alone, PAGE)


def test_who_put_the_same_words_up_before_is_offered_no_approval() -> None:
    world = world_of()
    reviews = world.templates.reviews()
    reviews.withdraw(reviews.in_review("order_shipped"), by="현우")
    reviews.put_up("order_shipped", by="ubuntu")
    page = text(approver(world, name="현우"), PAGE)
    assert not re.search(r"<button[^>]*>승인</button>", page)
    assert re.search(r"<button[^>]*>승인</button>", text(approver(world), PAGE))


def test_ops_put_it_up_and_take_it_out_and_viewers_see_no_button() -> None:
    world = world_of()
    ops = inside(world, role="ops")
    page = text(ops, PAGE)
    hidden = re.findall(r'type="hidden" name="seen" value="([^"]+)"', page)
    answer = ops.post(
        f"{PAGE}/withdraw",
        data={"seen": hidden, "csrf_token": re.findall(r'csrf_token" value="([^"]+)', page)[0]},
    )
    assert answer.status_code == 302
    assert states(world)["order_shipped.ko"] is ApprovalState.DRAFT
    assert post(ops, f"{PAGE}/put-up").location == f"{PAGE}?done=put_up"
    assert states(world)["order_shipped.ko"] is ApprovalState.IN_REVIEW
    assert 'method="post" action="/templates' not in text(inside(world, role="viewer"), PAGE)


def test_a_file_with_errors_is_refused_with_its_lines() -> None:
    world = world_of()
    world.templates.written[KO] = SHIPPED_KO.replace("utility", "secret")
    answer = post(inside(world, role="ops"), f"{PAGE}/put-up")
    assert answer.status_code == 409
    assert "order_shipped.ko.yaml:1:11" in answer.text


def test_meta_is_given_it_and_asked_about_all_where_an_account_is_connected() -> None:
    world, meta = world_of(), Meta()
    client = connected(world, meta)
    assert post(client, f"{PAGE}/submit").location == f"{PAGE}?done=submitted"
    assert post(client, "/templates-refresh").location == "/templates?done=refreshed"
    assert meta.asked == ["submit order_shipped by 민지", "refresh"]
    meta.says = ["order_shipped.en: not approved <yet>"]
    assert "not approved &lt;yet&gt;" in post(client, f"{PAGE}/submit").text
    meta.trouble = "Meta does not answer; try again"
    for path in (f"{PAGE}/submit", "/templates-refresh"):
        answer = post(client, path)
        assert (answer.status_code, "try again" in answer.text) == (409, True)


def test_without_an_account_nothing_is_offered_and_a_sentence_says_what_to_set() -> None:
    world = world_of()
    client = inside(world, role="ops")
    assert "/templates-refresh" not in text(client, "/templates")
    for path in ("/templates-refresh", f"{PAGE}/submit"):
        answer = post(client, path)
        assert answer.status_code == 409
        assert "WHATSAPP_BUSINESS_ACCOUNT_ID" in answer.text


def test_a_name_that_is_not_there_is_404_for_every_act() -> None:
    client = inside(world_of(), role="admin")
    assert client.get("/templates/no_such").status_code == 404
    assert client.get("/templates/no_such/state").status_code == 404
    for act in ("approve", "changes", "withdraw", "put-up", "submit"):
        assert post(client, f"/templates/no_such/{act}").status_code == 404, act


def test_a_version_that_is_no_longer_understood_is_no_error() -> None:
    world = world_of()
    kept = world.templates.versions
    kept[:] = [replace(one, source=b"\x00", sha256="f" * 64) for one in kept]
    page = text(approver(world), PAGE)
    assert "보여 드릴 내용이 없습니다" in page
    assert seen(page) == [], "nobody approves what cannot be seen"


def test_every_code_has_words_in_both_languages() -> None:
    codes = [
        *(f"tpl.ours.{one}" for one in Ours), *(f"tpl.next.{one}" for one in Next),
        *(f"tpl.state.{one}" for one in ApprovalState), *(f"tpl.refused.{one}" for one in Refusal),
        *(f"tpl.trigger.{one}" for one in Trigger), *(f"tpl.pause.{one}" for one in Trigger),
        *(f"tpl.button.{one}" for one in ButtonKind),
    ]  # fmt: skip
    assert [code for code in codes if code not in WORDS] == []


def test_a_folder_that_cannot_be_read_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    world = world_of()
    client = inside(world, role="ops")

    def away(_: object) -> None:
        raise ConfigurationError(["templates: No such file or directory"])

    monkeypatch.setattr(type(world.templates), "files", away)
    for path in ("/templates", PAGE):
        answer = client.get(path)
        assert answer.status_code == 503
        assert "templates: No such file or directory" in answer.text
    assert client.get("/templates-rows", headers={"HX-Request": "true"}).text == ""


def test_an_archive_is_warned_of_a_month_ahead() -> None:
    world = world_of()
    year = 340 * 24 * 3_600_000
    submitted(world, EN, submitted_at=NOW - year)
    assert "archives it within a month" in text(approver(world), f"{PAGE}?lang=en")


def test_a_template_only_at_meta_has_a_page() -> None:
    page = text(inside(world_of(), role="viewer"), "/templates/old_promotion?lang=en")
    assert "FROZEN_BY_MOON" in page
    assert "not given by us" in page
    assert "<h1>old_promotion</h1>" in page


@pytest.mark.parametrize("path", ["/templates", "/templates-rows", PAGE])
def test_the_policy_is_read_once_for_a_page(path: str) -> None:
    """Every time on it is told in the policy's time zone: hundreds of them on a long list."""
    world = world_of()
    app, read = app_of(world), list[int]()

    def counted() -> Policy:
        read.append(1)
        return policy()

    app.extensions[EXTENSION] = replace(app.extensions[EXTENSION], policy=counted)
    client = as_somebody(app, world, role="admin")
    for times in (1, 2):
        text(client, path)
        assert len(read) == times, "and anew for the next"
