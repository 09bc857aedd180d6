"""People come, change what they do, and leave; every time it is written down."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.flow.house import Home
from tests.flow.test_sign_in import LOGIN, PASSWORD, actions, hired, refusal, sign_in, who
from wa_support.domain.accounts import Account, NotGranted, Refusal, Role
from wa_support.domain.conversations import Owner

MINA = "mina@shop.example"


def change(home: Home, account: Account, role: Role) -> None:
    home.house.people().change(
        account.id, role=role, languages=["ko"], purposes=["orders"], capacity=3, by="ops"
    )


def test_who_is_added_is_there_with_what_they_answer(home_on_each: Home) -> None:
    people = home_on_each.house.people()
    added, _ = people.add(
        name="민지", login=LOGIN, role=Role.AGENT, by="ops", languages=["ko", "en"],
        purposes=["orders"], capacity=3,
    )  # fmt: skip
    assert people.everybody() == [added]
    assert (added.languages, added.purposes, added.capacity) == (("ko", "en"), ("orders",), 3)
    assert not added.has_password
    assert people.named("민 지") == added


@pytest.mark.parametrize(
    ("name", "login", "refused"),
    [("민지", MINA, Refusal.NAME_TAKEN), ("민 지", MINA, Refusal.NAME_TAKEN),
     ("미나", LOGIN.upper(), Refusal.LOGIN_TAKEN)],
)  # fmt: skip
def test_no_two_have_one_name_or_one_login(
    home_on_each: Home, name: str, login: str, refused: Refusal
) -> None:
    hired(home_on_each)
    with pytest.raises(NotGranted) as why:
        home_on_each.house.people().add(name=name, login=login, role=Role.AGENT, by="ops")
    assert why.value.refusal is refused


def test_two_who_take_a_name_at_the_same_moment(home_on_each: Home) -> None:
    def add(number: int) -> bool:
        try:
            home_on_each.house.people().add(
                name="민지", login=f"{number}@shop.example", role=Role.AGENT, by="ops"
            )
        except NotGranted:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(add, range(4))) == 1


def test_a_purpose_that_the_policy_does_not_have_is_refused(home: Home) -> None:
    with pytest.raises(NotGranted, match="no such purpose"):
        home.house.people().add(
            name="민지", login=LOGIN, role=Role.AGENT, by="ops", purposes=["surprise"]
        )
    assert home.house.people().everybody() == []


def test_a_change_of_role_counts_in_the_session_that_is_open(home: Home) -> None:
    hired(home, "소연", MINA)
    account = hired(home)
    token = sign_in(home)
    change(home, account, Role.VIEWER)
    now = home.house.sign_in().signed_in(token)
    assert now is not None
    assert (now.role, now.capacity, now.purposes) == (Role.VIEWER, 3, ("orders",))
    assert actions(home)[-1] == "person_changed"


def test_who_is_removed_is_out_at_once_and_cannot_come_back_by_themselves(home: Home) -> None:
    hired(home, "소연", MINA)
    account = hired(home)
    token, link = sign_in(home), home.house.people().new_link(account.id, by="소연")
    home.house.people().remove(account.id, by="소연")
    assert who(home, token) is None
    assert home.house.sign_in().whose_link(link) is None
    assert refusal(home, PASSWORD).refusal is Refusal.NOT_THE_PASSWORD
    assert [one.name for one in home.house.people().everybody()] == ["소연"]
    with pytest.raises(NotGranted, match="no such account"):
        home.house.people().new_link(account.id, by="소연")


def test_who_comes_back_is_the_same_account_and_needs_a_new_password(home: Home) -> None:
    hired(home, "소연", MINA)
    gone = hired(home)
    home.house.people().remove(gone.id, by="소연")
    with pytest.raises(NotGranted, match="had, that name"):
        home.house.people().add(name="민지", login="x@shop.example", role=Role.AGENT, by="소연")
    back, link = home.house.people().add(name="민지", login=LOGIN, role=Role.AGENT, by="소연")
    assert back.id == gone.id
    assert refusal(home, PASSWORD).refusal is Refusal.NOT_THE_PASSWORD
    assert (
        who(
            home,
            home.house.sign_in().set_password(link=link, password=PASSWORD, address="127.0.0.1"),
        )
        == "민지"
    )


@pytest.mark.parametrize("role", [Role.VIEWER, None])
def test_who_may_answer_no_more_leaves_their_conversations_to_the_others(
    home: Home, role: Role | None
) -> None:
    hired(home, "소연", MINA)
    account = hired(home)
    home.say("상담원")
    conversation = home.conversation().id
    home.house.desk().take(conversation, agent="민지")
    if role is None:
        home.house.people().remove(account.id, by="소연")
    else:
        change(home, account, role)
    assert home.conversation().owner is Owner.QUEUED
    with home.house.database.read() as tx:
        handoff = tx.handoffs.current(conversation)
    assert handoff is not None
    assert (handoff.taken_by, handoff.taken_at) == (None, None)


def test_the_last_admin_can_neither_leave_nor_become_something_else(home: Home) -> None:
    account = hired(home)
    hired(home, "소연", MINA, Role.AGENT)
    with pytest.raises(NotGranted, match="last admin"):
        home.house.people().remove(account.id, by="민지")
    with pytest.raises(NotGranted, match="last admin"):
        change(home, account, Role.AGENT)
    change(home, account, Role.ADMIN)
    hired(home, "지우", "jiu@shop.example")
    change(home, account, Role.AGENT)


def test_two_admins_who_remove_each_other_at_the_same_moment_leave_one(home_on_each: Home) -> None:
    both = [hired(home_on_each), hired(home_on_each, "소연", MINA)]

    def remove(account: Account) -> bool:
        try:
            home_on_each.house.people().remove(account.id, by="the other")
        except NotGranted:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(remove, both)) == 1
    assert len(home_on_each.house.people().everybody()) == 1


def test_every_act_is_in_the_audit_with_who_did_it_and_no_login(home: Home) -> None:
    hired(home, "소연", MINA)
    account = hired(home)
    home.house.people().new_link(account.id, by="소연")
    change(home, account, Role.AGENT)
    home.house.people().remove(account.id, by="소연")
    page = home.house.audit_log().page(subject=account.id)
    records = [line.record for line in page.lines if line.record][::-1]
    assert [(one.action, one.actor) for one in records] == [
        ("person_added", "ops"), ("password_set", "민지"), ("link_made", "소연"),
        ("person_changed", "ops"), ("person_removed", "소연"),
    ]  # fmt: skip
    assert LOGIN not in str(records)
