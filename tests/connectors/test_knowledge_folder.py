"""The folder is taken up as it changes; what was last right stays in use."""

import logging
from datetime import date
from pathlib import Path

import pytest

from tests.connectors.written import CARE, RETURNS, Shelf


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(
        tmp_path, {"care.ko.md": CARE, "returns.ko.md": RETURNS, "README.md": "## 커피\n커피"}
    )


def test_a_change_is_taken_up_after_two_seconds_without_a_restart(shelf: Shelf) -> None:
    assert shelf.headings("커피 얼룩") == ["얼룩"]
    shelf.write("care.ko.md", CARE.replace("## 얼룩", "## 커피 자국"))
    shelf.time = 1.9
    assert shelf.headings("커피 얼룩") == ["얼룩"]
    shelf.time = 2.0
    assert shelf.headings("커피 얼룩") == ["커피 자국"]
    assert len(shelf.indexes()) == 1


def test_a_faulty_file_keeps_its_last_good_version_and_says_so(
    shelf: Shelf, caplog: pytest.LogCaptureFixture
) -> None:
    shelf.headings("커피")
    shelf.write("care.ko.md", "---\ntitel: a\n---\n")
    shelf.write("returns.ko.md", RETURNS.replace("6,000", "7,000"))
    shelf.time = 2.0
    with caplog.at_level(logging.WARNING):
        assert shelf.headings("커피 얼룩") == ["얼룩"]
    assert "care.ko.md:2:1: 'titel: a'" in caplog.text
    (found,) = shelf.knowledge.search(
        "반품비", documents=("returns",), language="ko", today=date(2026, 1, 1), limit=1
    )
    assert "7,000" in found.passage.text


def test_the_last_good_version_outlives_a_restart(shelf: Shelf) -> None:
    shelf.headings("커피")
    shelf.write("care.ko.md", "## 얼룩\n")
    shelf.start()
    assert shelf.headings("커피 얼룩") == ["얼룩"]


def test_a_file_that_is_gone_is_no_longer_used(shelf: Shelf) -> None:
    shelf.headings("커피")
    (shelf.folder / "care.ko.md").unlink()
    shelf.time = 2.0
    assert shelf.headings("커피 얼룩") == []


def test_the_same_articles_use_the_index_that_is_there(shelf: Shelf) -> None:
    shelf.headings("커피")
    (name,) = shelf.indexes()
    made = (shelf.kept_in / name).stat().st_mtime_ns
    shelf.start()
    assert shelf.headings("커피 얼룩") == ["얼룩"]
    assert (shelf.kept_in / name).stat().st_mtime_ns == made


def test_a_spoilt_index_is_made_again(shelf: Shelf) -> None:
    shelf.headings("커피")
    (name,) = shelf.indexes()
    (shelf.kept_in / name).write_bytes(b"no database")
    shelf.start()
    assert shelf.headings("커피 얼룩") == ["얼룩"]


def test_an_index_that_cannot_be_made_leaves_the_old_one(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.headings("커피")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("wa_support.connectors.knowledge_folder.write_index", full)
    shelf.write("care.ko.md", CARE.replace("얼룩", "자국"))
    shelf.time = 2.0
    assert shelf.headings("커피 얼룩") == ["얼룩"]
    shelf.kept_in = shelf.kept_in / "new"
    shelf.start()
    with pytest.raises(OSError, match="No space"):
        shelf.headings("커피")


def test_a_folder_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, {})
    shelf.folder.rmdir()
    assert shelf.headings("커피") == []
