import threading
from collections.abc import Sequence

import pytest

from wa_support.domain.errors import NotDurable
from wa_support.storage.group_commit import GroupCommit, Row


class Disk:
    """Commits when it is let, fails when it is told to."""

    def __init__(self) -> None:
        self.batches: list[list[bytes]] = []
        self.free = threading.Event()
        self.busy = threading.Event()
        self.broken = False

    def commit(self, rows: Sequence[Row]) -> None:
        self.busy.set()
        assert self.free.wait(5)
        if self.broken:
            raise OSError("no space left")
        self.batches.append([body for _, body in rows])


@pytest.fixture
def disk() -> Disk:
    return Disk()


@pytest.fixture
def group(disk: Disk) -> GroupCommit:
    return GroupCommit(
        commit=disk.commit, between=lambda: False, finish=lambda: None, most_waiting=3
    )


def _append(group: GroupCommit, body: bytes, refused: list[bytes]) -> threading.Thread:
    def run() -> None:
        try:
            group.append((0, body))
        except NotDurable:
            refused.append(body)

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def _wait_until_waiting(group: GroupCommit, many: int) -> None:
    while len(group._waiting) < many:
        threading.Event().wait(0.002)


def test_what_comes_during_a_commit_is_the_next_batch(group: GroupCommit, disk: Disk) -> None:
    threads = [_append(group, b"1", [])]
    assert disk.busy.wait(5)
    threads += [_append(group, body, []) for body in (b"2", b"3")]
    _wait_until_waiting(group, 2)
    disk.free.set()
    for thread in threads:
        thread.join(5)
    assert disk.batches[0] == [b"1"]
    assert sorted(disk.batches[1]) == [b"2", b"3"]
    group.close()


def test_a_failure_is_told_to_its_own_batch_only(group: GroupCommit, disk: Disk) -> None:
    refused: list[bytes] = []
    disk.broken = True
    disk.free.set()
    _append(group, b"bad", refused).join(5)
    disk.broken = False
    _append(group, b"good", refused).join(5)
    assert refused == [b"bad"]
    assert disk.batches == [[b"good"]]
    group.close()


def test_more_than_fit_are_refused_at_once(group: GroupCommit, disk: Disk) -> None:
    threads = [_append(group, b"1", [])]
    assert disk.busy.wait(5)
    threads += [_append(group, b"2", []) for _ in range(3)]
    _wait_until_waiting(group, 3)
    assert not group.accepts()
    with pytest.raises(NotDurable, match="waiting"):
        group.append((0, b"one too many"))
    disk.free.set()
    for thread in threads:
        thread.join(5)
    group.close()
    assert sum(len(batch) for batch in disk.batches) == 4


def test_failing_to_tidy_does_not_stop_storing(disk: Disk) -> None:
    def between() -> bool:
        raise OSError("cannot delete")

    disk.free.set()
    group = GroupCommit(commit=disk.commit, between=between, finish=lambda: None)
    for body in (b"1", b"2"):
        group.append((0, body))
    group.close()
    assert disk.batches == [[b"1"], [b"2"]]
