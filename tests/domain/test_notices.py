from wa_support.domain.notices import NoticeKind, Owed, folded


def owed(conversation: str, kind: NoticeKind = NoticeKind.WAITING, n: int = 0) -> Owed:
    return Owed(key=f"{kind}:{conversation}:{n}", kind=kind, subject=conversation, at=0, due_at=0)


def test_a_burst_is_one_notice_of_each_kind_what_presses_most_first() -> None:
    late = owed("c1", NoticeKind.LATE)
    notices = folded([owed("c1"), owed("c2"), late], console="https://desk", language="ko")
    assert [(one.kind, one.count, one.link) for one in notices] == [
        (NoticeKind.LATE, 1, "https://desk/?c=c1"),
        (NoticeKind.WAITING, 2, "https://desk/"),
    ]


def test_one_conversation_counts_once_however_often_it_is_late() -> None:
    twice = [owed("c1", NoticeKind.LATE, n) for n in (1, 2)]
    (notice,) = folded(twice, console="https://desk", language="en")
    assert (notice.count, notice.link) == (1, "https://desk/?c=c1")


def test_nothing_owed_is_no_notice() -> None:
    assert folded([], console="https://desk", language="ko") == ()


def test_a_template_leads_to_its_own_page_in_whatever_language() -> None:
    both = [owed(f"order_shipped.{code}", NoticeKind.TEMPLATE_PAUSED) for code in ("ko", "en")]
    first, second = folded([*both, owed("c1")], console="https://desk", language="en")
    assert (first.kind, first.link) == (NoticeKind.WAITING, "https://desk/?c=c1")
    assert (second.link, second.count) == ("https://desk/templates/order_shipped", 2)
    assert (first.templates, second.templates) == ((), ("order_shipped",))


def test_several_templates_lead_to_the_list() -> None:
    review = [owed(key, NoticeKind.TEMPLATE_REVIEW) for key in ("b.ko", "a.ko")]
    (notice,) = folded(review, console="https://desk", language="en")
    assert (notice.link, notice.templates) == ("https://desk/templates", ("a", "b"))
