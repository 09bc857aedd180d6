"""Two people and a file: put up, approved, sent back, superseded; everything once, and noted."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import IO

import pytest

from tests.flow.house import DAY, Home
from tests.flow.test_notifying import Loud, notify
from tests.templates_in_memory import EN, KO, SHIPPED_EN, SHIPPED_KO
from wa_support.bootstrap.templates import template_approvals, template_shelf
from wa_support.config.template_folder import Folder
from wa_support.domain.notices import NoticeKind
from wa_support.domain.templates.approvals import (
    ApprovalState,
    NotReviewed,
    Refusal,
    Seen,
    TemplateVersion,
)
from wa_support.domain.templates.samples import version_sha256
from wa_support.domain.templates.stages import Next, Ours
from wa_support.domain.templates.standing import MetaTemplate
from wa_support.domain.templates.template import TemplateKey
from wa_support.flow.retention import Retention
from wa_support.flow.template_approvals import TemplateApprovals
from wa_support.flow.template_shelf import TemplateShelf

NAME = "order_shipped"
IN_REVIEW, APPROVED = ApprovalState.IN_REVIEW, ApprovalState.APPROVED


@dataclass(slots=True)
class Templates:
    """A folder of a shop's own, and the review over it."""

    home: Home
    folder: Path
    shelf: TemplateShelf
    reviews: TemplateApprovals

    def write(self, key: TemplateKey, text: str) -> None:
        (self.folder / f"{key}.yaml").write_text(text, encoding="utf-8")

    def newest(self, key: TemplateKey = KO) -> TemplateVersion:
        with self.home.house.database.read() as tx:
            return tx.template_versions.of(key)[0]

    def ours(self, key: TemplateKey = KO) -> tuple[Ours, Next]:
        (one,) = [each for each in self.shelf.all(NAME) if each.key == key]
        return one.standing.ours, one.standing.next

    def put_up(self, by: str = "현우") -> Sequence[Seen]:
        self.reviews.put_up(NAME, by=by)
        return self.reviews.in_review(NAME)

    def noted(self) -> list[tuple[str, str, str]]:
        """(who, what, which), the newest first."""
        lines = self.home.house.audit_log().page().lines
        records = [line.record for line in lines if line.record is not None]
        return [
            (one.actor, one.action, one.subject)
            for one in records
            if one.action.startswith("template_")
        ]


def opened(home: Home, folder: Path) -> Templates:
    folder.mkdir(exist_ok=True)
    settings = replace(home.house.settings, templates_dir=folder)
    house = replace(home.house, settings=settings)
    shelf = template_shelf(house)
    made = Templates(home, folder, shelf, template_approvals(house, shelf))
    made.write(KO, SHIPPED_KO)
    made.write(EN, SHIPPED_EN)
    return made


@pytest.fixture
def templates(home: Home, tmp_path: Path) -> Templates:
    return opened(home, tmp_path / "templates")


def refusal(act: Callable[[], object]) -> NotReviewed:
    with pytest.raises(NotReviewed) as refused:
        act()
    return refused.value


def test_from_file_to_approved_by_two_people_on_each_database(
    home_on_each: Home, tmp_path: Path
) -> None:
    templates = opened(home_on_each, tmp_path / "templates")
    assert templates.ours() == (Ours.NOT_PUT_UP, Next.PUT_UP)
    seen = templates.put_up()
    assert [one.key for one in seen] == [EN, KO]
    assert templates.ours() == (Ours.IN_REVIEW, Next.REVIEW)
    templates.reviews.approve(seen, by="수진")
    assert templates.ours() == (Ours.APPROVED, Next.SUBMIT)
    newest = templates.newest()
    assert (newest.source, newest.author, newest.reviewer) == (
        SHIPPED_KO.encode(), "현우", "수진",
    )  # fmt: skip
    assert templates.noted()[:2] == [
        ("수진", "template_approved", "order_shipped.ko"),
        ("수진", "template_approved", "order_shipped.en"),
    ]
    templates.reviews.put_up(NAME, by="지우")
    assert templates.newest() == newest, "what is approved needs no second review"


def test_the_author_approves_nothing_not_even_one_language_beside_others(
    templates: Templates,
) -> None:
    templates.reviews.put_up(NAME, by="현우", language="ko")
    templates.reviews.put_up(NAME, by="수진", language="en")
    why = refusal(lambda: templates.reviews.approve(templates.reviews.in_review(NAME), by="수진"))
    assert (why.refusal, why.values["template"]) == (Refusal.OWN, EN)
    assert templates.newest(KO).state is IN_REVIEW, "together or not at all"
    templates.reviews.approve(templates.reviews.in_review(NAME, language="ko"), by="수진")
    assert (templates.newest(KO).state, templates.newest(EN).state) == (APPROVED, IN_REVIEW)


def test_what_was_typed_at_a_shell_is_recorded_as_that(templates: Templates) -> None:
    shell = replace(templates.reviews, at_shell="ubuntu")
    shell.put_up(NAME, by="현우")
    shell.approve(shell.in_review(NAME), by="수진")
    lines = templates.home.house.audit_log().page().lines
    noted = [line.record for line in lines if line.record and "template" in line.record.action]
    assert {one.detail["shell"] for one in noted} == {"ubuntu"}


def test_solo_mode_records_who_was_alone(templates: Templates) -> None:
    solo = replace(templates.reviews, alone_is_enough=True)
    solo.approve(templates.put_up(), by="현우")
    assert templates.newest().alone
    log = templates.home.house.audit_log().page(subject=str(KO)).lines
    assert log[0].record is not None
    assert log[0].record.detail["alone"] is True


def test_a_double_click_is_one_decision(templates: Templates) -> None:
    seen = templates.put_up()
    assert not any(one.fresh for one in templates.reviews.put_up(NAME, by="현우"))
    for _ in range(2):
        templates.reviews.approve(seen, by="수진")
    approvals = [one for one in templates.noted() if one[1] == "template_approved"]
    assert len(approvals) == 2, "one a language"


def test_of_many_at_once_one_counts(home_on_each: Home, tmp_path: Path) -> None:
    templates = opened(home_on_each, tmp_path / "templates")
    with ThreadPoolExecutor(4) as pool:
        put_up = list(pool.map(lambda who: templates.reviews.put_up(NAME, by=who), "가나다라"))
        assert sum(one.fresh for each in put_up for one in each) == 2
        assert {one.version.number for each in put_up for one in each} == {1}
        seen = templates.reviews.in_review(NAME)
        kept = list(pool.map(partial(_approves, templates, seen), ("수진", "지우", "민지", "하늘")))
    assert sorted(kept) == ["decided", "decided", "decided", "done"]


def _approves(templates: Templates, seen: Sequence[Seen], who: str) -> str:
    try:
        templates.reviews.approve(seen, by=who)
    except NotReviewed as why:
        return str(why.refusal)
    return "done"


def test_a_page_that_is_stale_decides_nothing(templates: Templates) -> None:
    seen = templates.put_up()
    templates.write(KO, SHIPPED_KO.replace("출발했습니다", "오늘 출발했습니다"))
    templates.put_up(by="지우")
    assert refusal(lambda: templates.reviews.approve(seen, by="수진")).refusal is Refusal.STALE
    assert (templates.newest().number, templates.newest().state) == (2, IN_REVIEW)
    with templates.home.house.database.read() as tx:
        first = tx.template_versions.of(KO)[1]
    assert first.state is ApprovalState.DRAFT, "one version of a template waits at a time"
    assert ("지우", "template_superseded", "order_shipped.ko") in templates.noted()


def test_a_file_that_goes_back_to_what_is_approved_takes_the_newer_one_out(
    templates: Templates,
) -> None:
    templates.reviews.approve(templates.put_up(), by="수진")
    templates.write(KO, SHIPPED_KO.replace("출발했습니다", "오늘 출발했습니다"))
    templates.reviews.put_up(NAME, by="현우")
    templates.write(KO, SHIPPED_KO)
    templates.reviews.put_up(NAME, by="현우")
    assert templates.newest().state is ApprovalState.DRAFT
    assert templates.ours() == (Ours.APPROVED, Next.SUBMIT)


def test_after_changes_were_asked_the_file_has_to_change_whoever_puts_it_up(
    templates: Templates,
) -> None:
    seen = templates.put_up()
    templates.reviews.ask_changes(seen, by="수진", note="더 짧게 써 주세요")
    assert templates.ours() == (Ours.CHANGES_ASKED, Next.CHANGE_FILE)
    assert templates.newest().note == "더 짧게 써 주세요"
    again = refusal(lambda: templates.reviews.approve(seen, by="지우"))
    assert again.refusal is Refusal.DECIDED
    for who in ("현우", "지우"):
        same = refusal(partial(templates.reviews.put_up, NAME, by=who))
        assert (same.refusal, same.values["template"]) == (Refusal.UNCHANGED, EN)
    assert (templates.newest().author, templates.newest().note) == ("현우", "더 짧게 써 주세요")

    templates.write(KO, SHIPPED_KO.replace("출발했습니다", "오늘 출발했습니다"))
    assert refusal(templates.put_up).values["template"] == EN, "together or not at all"
    assert templates.reviews.put_up(NAME, by="지우", language="ko")[0].fresh
    assert (templates.newest().number, templates.newest().author) == (2, "지우")


def test_who_put_these_bytes_up_once_never_approves_them(templates: Templates) -> None:
    templates.reviews.withdraw(templates.put_up(by="민지"), by="민지")
    seen = templates.put_up(by="ubuntu")
    assert (templates.newest().number, templates.newest().author) == (2, "ubuntu")
    for who in ("민지", "ubuntu"):
        why = refusal(partial(templates.reviews.approve, seen, by=who))
        assert (why.refusal, why.values["who"]) == (Refusal.OWN, who)

    templates.write(KO, SHIPPED_KO.replace("출발했습니다", "오늘 출발했습니다"))
    templates.put_up(by="ubuntu")
    templates.write(KO, SHIPPED_KO)
    back = templates.put_up(by="ubuntu")
    assert refusal(partial(templates.reviews.approve, back, by="민지")).refusal is Refusal.OWN
    templates.reviews.approve(back, by="수진")


def test_a_file_with_errors_is_refused_with_its_lines(templates: Templates) -> None:
    templates.write(KO, SHIPPED_KO.replace("utility", "secret"))
    why = refusal(lambda: templates.reviews.put_up(NAME, by="현우"))
    assert why.refusal is Refusal.FAULTY
    assert any("order_shipped.ko.yaml:1:11" in line for line in why.faults)
    with templates.home.house.database.read() as tx:
        assert tx.template_versions.newest() == []
    templates.reviews.put_up(NAME, by="현우", language="en")
    assert templates.newest(EN).state is IN_REVIEW


def test_what_is_not_there_is_said(templates: Templates) -> None:
    for act, expected in (
        (lambda: templates.reviews.put_up("nothing", by="현우"), Refusal.NO_FILE),
        (lambda: templates.reviews.put_up(NAME, by="현우", language="ja"), Refusal.NO_FILE),
        (lambda: templates.reviews.in_review(NAME), Refusal.NOTHING),
        (
            lambda: templates.reviews.approve([Seen(key=KO, sha256="a" * 64)], by="수진"),
            Refusal.NOTHING,
        ),
    ):
        assert refusal(act).refusal is expected


def test_withdrawn_it_waits_no_more_and_comes_back(templates: Templates) -> None:
    seen = templates.put_up()
    templates.reviews.withdraw(seen, by="현우")
    assert templates.ours() == (Ours.NOT_PUT_UP, Next.PUT_UP)
    assert refusal(lambda: templates.reviews.approve(seen, by="수진")).refusal is (
        Refusal.NOT_IN_REVIEW
    )
    templates.put_up(by="현우")
    assert (templates.newest().number, templates.newest().author) == (1, "현우")


def test_approvers_are_told_once_and_the_author_what_became_of_it(templates: Templates) -> None:
    loud = Loud()
    seen = templates.put_up()
    templates.reviews.put_up(NAME, by="현우")
    notify(templates.home, loud)
    assert loud.heard == [[(NoticeKind.TEMPLATE_REVIEW, 2)]]
    assert loud.links == ["https://desk.example/templates/order_shipped"]
    assert notify(templates.home, loud) == 0
    templates.reviews.approve(seen, by="수진")
    notify(templates.home, loud)
    assert loud.heard[1:] == [[(NoticeKind.TEMPLATE_REVIEWED, 2)]]


def test_what_was_decided_before_anybody_was_told_is_not_told_as_waiting(
    templates: Templates,
) -> None:
    loud = Loud()
    templates.reviews.withdraw(templates.put_up(), by="현우")
    notify(templates.home, loud)
    assert loud.heard == []


def test_a_version_that_meta_has_goes_out_while_a_newer_one_waits(templates: Templates) -> None:
    templates.reviews.approve(templates.put_up(), by="수진")
    given = MetaTemplate(
        key=KO, meta_id="59", status="APPROVED", status_at=1, seen_at=1, category="UTILITY",
        version_id=templates.newest().id,
    )  # fmt: skip
    with templates.home.house.database.write() as tx:
        tx.meta_templates.save(given)
    templates.write(KO, SHIPPED_KO.replace("출발했습니다", "오늘 출발했습니다"))
    templates.reviews.put_up(NAME, by="현우")
    (one,) = [each for each in templates.shelf.all(NAME) if each.key == KO]
    assert (one.standing.ours, one.standing.goes_out) == (Ours.IN_REVIEW, True)


JPEG, OTHER = b"\xff\xd8\xff\xe0 a shop", b"\xff\xd8\xff\xe0 another shop"


def with_picture(templates: Templates, content: bytes = JPEG) -> Path:
    samples = templates.folder / "samples"
    samples.mkdir(exist_ok=True)
    (samples / "shop.jpg").write_bytes(content)
    for key, text in ((KO, SHIPPED_KO), (EN, SHIPPED_EN)):
        lines = text.splitlines(keepends=True)
        head = next(line for line in lines if line.startswith("header:"))
        templates.write(key, text.replace(head, "header: {image: shop.jpg}\n"))
    return samples / "shop.jpg"


def test_what_reviewers_see_of_a_header_is_kept_with_the_version_on_each_database(
    home_on_each: Home, tmp_path: Path
) -> None:
    templates = opened(home_on_each, tmp_path / "templates")
    picture = with_picture(templates)
    templates.put_up()
    version = templates.newest()
    picture.write_bytes(OTHER)
    kept = templates.shelf.sample(version.id)
    assert kept is not None
    assert (kept.content, kept.media_type) == (JPEG, "image/jpeg")
    approved = templates.reviews.approve(templates.reviews.in_review(NAME), by="수진")
    assert version.id in {one.id for one in approved}
    assert templates.ours() == (Ours.NOT_PUT_UP, Next.PUT_UP), "the picture is another one now"


def test_another_picture_is_another_version_with_the_same_words(templates: Templates) -> None:
    picture = with_picture(templates)
    seen = templates.put_up()
    first = templates.newest()
    picture.write_bytes(OTHER)
    templates.put_up()
    second = templates.newest()
    assert (second.number, second.source) == (2, first.source)
    assert second.sha256 != first.sha256
    assert refusal(partial(templates.reviews.approve, seen, by="수진")).refusal is Refusal.STALE
    samples = [templates.shelf.sample(one.id) for one in (first, second)]
    assert [one.content for one in samples if one is not None] == [JPEG, OTHER]


def test_the_same_picture_again_is_the_same_version(templates: Templates) -> None:
    with_picture(templates)
    templates.put_up()
    with_picture(templates)
    assert [one.fresh for one in templates.reviews.put_up(NAME, by="현우")] == [False, False]
    assert templates.newest().number == 1


def test_no_file_is_read_while_others_wait_for_the_write_lock(
    templates: Templates, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_picture(templates)
    database, opened = templates.home.house.database, Path.open
    read: list[str] = []

    def writes() -> None:
        with database.write() as tx:
            tx.template_versions.newest()

    def opens(path: Path, how: str = "r") -> IO[bytes]:
        read.append(path.name)
        with ThreadPoolExecutor(1) as other:
            other.submit(writes).result()
        return opened(path, how)

    monkeypatch.setattr(Path, "open", opens)
    assert [one.fresh for one in templates.reviews.put_up(NAME, by="현우")] == [True, True]
    assert "shop.jpg" in read


def test_the_picture_that_is_kept_is_the_one_that_names_the_version(
    templates: Templates, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever lay there when the file was checked."""
    with_picture(templates)
    monkeypatch.setattr(Folder, "sample", lambda *_: OTHER)
    templates.put_up()
    version = templates.newest()
    kept = templates.shelf.sample(version.id)
    assert kept is not None
    assert kept.content == OTHER
    assert version.sha256 == version_sha256(version.source, kept.sha256)


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"<svg onload='alert(1)'/>", "application/octet-stream"), (None, "no file samples/")],
)
def test_what_is_no_picture_is_not_put_up(
    templates: Templates, content: bytes | None, said: str
) -> None:
    picture = with_picture(templates, content or JPEG)
    if content is None:
        picture.unlink()
    found = refusal(templates.put_up)
    assert found.refusal is Refusal.FAULTY
    assert said in found.faults[0]


def test_a_picture_that_nobody_approved_goes_after_35_days_and_comes_again(
    templates: Templates,
) -> None:
    with_picture(templates)
    templates.reviews.withdraw(templates.put_up(), by="현우")
    version, retention = templates.newest(), _retention(templates.home)
    templates.home.clock.pass_by(35 * DAY)
    retention.forget()
    assert templates.shelf.sample(version.id) is not None
    templates.home.clock.pass_by(1)
    retention.forget()
    assert templates.shelf.sample(version.id) is None
    templates.put_up()
    assert templates.newest().id == version.id
    assert templates.shelf.sample(version.id) is not None


def _retention(home: Home) -> Retention:
    return Retention(database=home.house.database, clock=home.clock)
