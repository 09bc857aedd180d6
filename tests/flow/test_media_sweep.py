"""A file that was sealed before a crash and that no row names goes after a day; no other does."""

import os
from pathlib import Path

from tests.flow.house import DAY, HOUR, Home
from wa_support.domain.content import MediaKind
from wa_support.flow.media_sweep import MediaSweep
from wa_support.ports.files import OutgoingFile


def sweep_of(home: Home) -> MediaSweep:
    return MediaSweep(
        database=home.house.database, clock=home.clock, files=home.house.media_files()
    )


def sealed(home: Home, content: bytes = b"a photo") -> Path:
    """Written now, by the clock of the test."""
    file = home.house.data_dir / home.house.media_files().keep("outgoing", content)
    os.utime(file, ns=(home.clock.now() * 1_000_000,) * 2)
    return file


def name(home: Home, file: Path) -> None:
    with home.house.database.write() as tx:
        tx.media.want_upload(
            OutgoingFile(
                id=f"med_{file.name}", send_id="snd_1", phone_number_id="1",
                path=str(file.relative_to(home.house.data_dir)), kind=MediaKind.IMAGE,
                media_type="image/jpeg", name="a.jpg", size=7,
            ),
            home.clock.now(),
        )  # fmt: skip


def test_what_no_row_names_goes_after_a_day(home: Home) -> None:
    sweep, orphan, named = sweep_of(home), sealed(home), sealed(home)
    name(home, named)
    home.clock.pass_by(DAY - HOUR)
    assert (sweep.sweep(), sweep.sweep()) == (0, 0)
    assert orphan.exists()
    home.clock.pass_by(HOUR + 1)
    assert sweep.sweep() == 0
    home.clock.pass_by(HOUR)
    assert sweep.sweep() == 1
    assert not orphan.exists()
    assert named.exists()


def test_one_that_is_named_between_two_looks_stays(home: Home) -> None:
    """Whoever sealed it slept for days, and names it on waking."""
    sweep, file = sweep_of(home), sealed(home)
    home.clock.pass_by(3 * DAY)
    assert sweep.sweep() == 0
    name(home, file)
    home.clock.pass_by(HOUR)
    assert (sweep.sweep(), sweep.sweep()) == (0, 0)
    assert file.exists()


def test_one_that_was_written_anew_is_young_again(home: Home) -> None:
    sweep, file = sweep_of(home), sealed(home)
    home.clock.pass_by(2 * DAY)
    sweep.sweep()
    os.utime(file, ns=(home.clock.now() * 1_000_000,) * 2)
    assert (sweep.sweep(), sweep.sweep()) == (0, 0)
    assert file.exists()


def test_drafts_go_and_what_is_not_ours_stays(home: Home) -> None:
    file = sealed(home)
    draft = file.with_name(f".{file.name}.0a0b0c")
    file.rename(draft)
    folder, link = file.parent / "folder", file.parent / "link"
    folder.mkdir()
    other = home.house.data_dir / "media" / "notes.txt"
    other.write_text("somebody's")
    link.symlink_to(other)
    home.clock.pass_by(2 * DAY)
    sweep = sweep_of(home)
    assert (sweep.sweep(), sweep.sweep(), sweep.sweep()) == (0, 1, 0)
    assert not draft.exists()
    assert folder.exists()
    assert link.is_symlink()
    assert other.exists()


def test_without_a_folder_there_is_nothing_to_do(home: Home) -> None:
    assert sweep_of(home).sweep() == 0
