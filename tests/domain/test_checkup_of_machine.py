"""What is said of the data folder, its key, the database and the service."""

from dataclasses import replace
from typing import Any

import pytest

from tests.domain.checkups import DAY, NOW, states
from wa_support.domain.checkup.databases import about_database
from wa_support.domain.checkup.machine import about_folder, about_key, about_policy, about_traffic
from wa_support.domain.checkup.machine_facts import (
    DatabaseFacts,
    FolderFacts,
    KeyFacts,
    NotOpened,
    PolicyFacts,
    PostgresFacts,
    SqliteFacts,
    Traffic,
)
from wa_support.domain.checkup.media import about_media
from wa_support.domain.media_room import GB, MediaRoom

FOLDER = FolderFacts(path="/var/lib/wa-support", free_bytes=50 << 30, filesystem="ext4")
KEY = KeyFacts(from_settings=False, sqlite=True, made=True, file="/var/lib/wa-support/key")
POSTGRES = PostgresFacts(version="17.2", synchronous_commit="on", fsync="on", full_page_writes="on")
DATABASE = DatabaseFacts(
    engine=SqliteFacts(version="3.51.3"),
    traffic=Traffic(last_beat=NOW - 1000, last_webhook=NOW - 1000),
    policy=PolicyFacts(version=3, sample_shop=False),
    media=MediaRoom(limit=5 * GB, used=GB, free=50 * GB),
)
CLOSED = NotOpened(why="there is none yet", cure="the first start makes it", broken=False)


@pytest.mark.parametrize(
    ("version", "state"),
    [
        ("3.6.23", "ok"), ("3.7.0", "warning"), ("3.40.1", "warning"), ("3.44.5", "warning"),
        ("3.44.6", "ok"), ("3.45.0", "warning"), ("3.50.6", "warning"), ("3.50.7", "ok"),
        ("3.51.2", "warning"), ("3.51.3", "ok"), ("3.53.0", "ok"),
    ],
)  # fmt: skip
def test_versions_of_sqlite_that_can_lose_a_commit(version: str, state: str) -> None:
    finding = about_database(replace(DATABASE, engine=SqliteFacts(version=version)))
    assert finding.state == state
    assert ("inside the write lock" in finding.found) == (state == "warning")


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({}, "ok"),
        ({"synchronous_commit": "remote_apply"}, "ok"),
        ({"synchronous_commit": "off"}, "problem"),
        ({"synchronous_commit": "local"}, "problem"),
        ({"fsync": "off"}, "problem"),
        ({"full_page_writes": "off"}, "problem"),
    ],
)
def test_a_postgresql_that_forgets(changes: dict[str, str], state: str) -> None:
    finding = about_database(replace(DATABASE, engine=replace(POSTGRES, **changes)))
    assert finding.state == state
    for name in changes if state == "problem" else ():
        assert f"ALTER SYSTEM SET {name} = 'on'" in (finding.cure or "")


def test_a_database_that_does_not_open_is_a_problem_only_if_it_should() -> None:
    assert about_database(CLOSED).state == "could_not_look"
    assert about_database(replace(CLOSED, broken=True)).state == "problem"


FOLDERS: list[tuple[dict[str, Any], str, str]] = [
    ({}, "data_folder", "ok"),
    ({"exists": False}, "data_folder", "could_not_look"),
    ({"writable": False}, "data_folder", "problem"),
    ({"mode": 0o750}, "data_folder", "warning"),
    ({"ours": False, "owner": "wa-support"}, "data_folder", "could_not_look"),
    ({"free_bytes": 100 << 20}, "disk_space", "problem"),
    ({"free_bytes": 500 << 20}, "disk_space", "warning"),
    ({"free_bytes": None}, "disk_space", "could_not_look"),
    ({"filesystem": "nfs4"}, "filesystem", "warning"),
    ({"filesystem": "cifs"}, "filesystem", "warning"),
    ({"filesystem": "tmpfs"}, "filesystem", "warning"),
    ({"filesystem": None}, "filesystem", "could_not_look"),
    ({}, "filesystem", "ok"),
]


@pytest.mark.parametrize(("changes", "check", "state"), FOLDERS)
def test_the_data_folder(changes: dict[str, Any], check: str, state: str) -> None:
    assert states(about_folder(replace(FOLDER, **changes)))[check] == state


def test_another_user_s_folder_says_whom_to_be() -> None:
    [first, *_] = about_folder(replace(FOLDER, ours=False, owner="wa-support"))
    assert first.cure == "run this as that user: sudo -u wa-support wa-support doctor"


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({"from_settings": True}, "ok"),
        ({"from_settings": True, "file_mode": 0o600}, "warning"),
        ({"sqlite": False}, "problem"),
        ({}, "problem"),
        ({"made": False}, "ok"),
        ({"file_mode": 0o600}, "warning"),
        ({"file_mode": 0o644}, "problem"),
    ],
)
def test_the_key(changes: dict[str, Any], state: str) -> None:
    assert about_key(replace(KEY, **changes)).state == state


@pytest.mark.parametrize(
    ("policy", "local", "state"),
    [
        (PolicyFacts(version=None), False, "warning"),
        (PolicyFacts(version=2), False, "problem"),
        (PolicyFacts(version=2, sample_shop=True), False, "problem"),
        (PolicyFacts(version=2, sample_shop=True), True, "ok"),
        (PolicyFacts(version=2, sample_shop=False), False, "ok"),
    ],
)
def test_the_policy_in_force(policy: PolicyFacts, *, local: bool, state: str) -> None:
    [finding] = about_policy(replace(DATABASE, policy=policy), local=local)
    assert finding.state == state


@pytest.mark.parametrize(
    ("traffic", "check", "state"),
    [
        (Traffic(), "worker", "warning"),
        (Traffic(last_beat=NOW - 5_000), "worker", "ok"),
        (Traffic(last_beat=NOW - 31_000), "worker", "problem"),
        (Traffic(), "webhooks", "warning"),
        (Traffic(last_webhook=NOW - DAY), "webhooks", "ok"),
        (Traffic(last_webhook=NOW - 8 * DAY), "webhooks", "warning"),
    ],
)
def test_worker_and_webhooks(traffic: Traffic, check: str, state: str) -> None:
    assert states(about_traffic(replace(DATABASE, traffic=traffic), NOW))[check] == state


@pytest.mark.parametrize(
    ("room", "state"),
    [
        (MediaRoom(limit=5 * GB, used=3 * GB, free=9 * GB), "ok"),
        (MediaRoom(limit=5 * GB, used=4 * GB, free=9 * GB), "warning"),
        (MediaRoom(limit=5 * GB, used=5 * GB, free=9 * GB), "problem"),
        (MediaRoom(limit=5 * GB, used=0, free=GB), "problem"),
    ],
)
def test_the_room_for_files(room: MediaRoom, state: str) -> None:
    assert about_media(replace(DATABASE, media=room)).state == state


def test_of_a_closed_database_nothing_is_claimed() -> None:
    assert about_traffic(CLOSED, NOW) == []
    assert states(about_policy(CLOSED, local=False)) == {"policy": "could_not_look"}
