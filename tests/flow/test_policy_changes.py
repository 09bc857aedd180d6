"""The file is a draft; the published version decides, from the next turn on."""

from tests.flow.house import Home

ASKED = "주문 1042 어디쯤이에요?"


def publish(home: Home, source: str) -> bool:
    published = home.house.changes.publish(source.encode(), file="policies.yaml", by="ops")
    return published.version is not None


def shipped(home: Home) -> str:
    return home.house.settings.policies_file.read_text("utf-8")


def version(home: Home) -> int:
    with home.house.database.read() as tx:
        current = tx.policies.current()
    assert current is not None
    return current.version


def test_a_faulty_file_keeps_the_old_version(home: Home) -> None:
    published = home.house.changes.publish(b"purposes: 1", file="policies.yaml", by="ops")
    assert (published.version, version(home)) == (None, 1)
    assert published.faults
    assert "배송 중" in home.asks(ASKED)


def test_the_same_bytes_are_no_new_version(home: Home) -> None:
    assert publish(home, shipped(home))
    assert version(home) == 1


def test_a_new_version_counts_for_the_next_turn(home: Home) -> None:
    assert "배송 중" in home.asks(ASKED)
    assert publish(home, shipped(home).replace("answers: live", "answers: people", 1))
    assert "상담원에게" in home.asks(ASKED)
    assert [story.policy_version for story in home.stories()] == [2, 1]


def test_a_running_turn_keeps_the_version_it_was_leased_with(home: Home) -> None:
    home.say(ASKED)
    home.clock.pass_by(2_000)
    work = home.turns.claim()
    assert publish(home, shipped(home).replace("answers: live", "answers: people", 1))
    assert work is not None
    work()
    assert "배송 중" in home.answer()[0]


def test_a_notice_stands_above_the_answers_until_its_end(home: Home) -> None:
    home.publish(
        lambda text: text.replace(
            '# - {about: orders, until: "2026-11-30', '  - {about: orders, until: "2026-11-30'
        )
    )
    assert "택배사 파업" in home.asks(ASKED)
    home.clock.pass_by(8 * 24 * 3600 * 1000)
    assert "택배사 파업" not in home.asks(ASKED)


def test_an_empty_database_takes_the_file_once(home: Home) -> None:
    assert home.house.changes.ensure(b"anything", file="policies.yaml") is None
