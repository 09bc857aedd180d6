import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import IO

import pytest

from wa_support.config.template_folder import Folder
from wa_support.config.template_reading import ReadVersions
from wa_support.domain.errors import ConfigurationError, WaSupportError
from wa_support.domain.templates.approvals import TemplateVersion
from wa_support.domain.templates.samples import MOST_BYTES
from wa_support.domain.templates.template import TemplateKey

SMALL = b"category: utility\nwhat_for: x\nfired_by: [notify]\nbody: hello\n"


def version(source: bytes, *, sha256: str = "a", language: str = "en") -> TemplateVersion:
    return TemplateVersion(
        id="v",
        key=TemplateKey(name="order", language=language),
        number=3,
        source=source,
        sha256=sha256,
        author="kim",
        created_at=0,
    )


def test_files_come_by_name_and_language(tmp_path: Path) -> None:
    for name in ("b.ko.yaml", "a.ko.yaml", "a.en.yaml", "README.md", ".a.ko.yaml"):
        (tmp_path / name).write_bytes(SMALL)

    files = Folder(tmp_path).files()

    assert [str(file.key) for file in files] == ["a.en", "a.ko", "b.ko"]
    assert files[0].path == str(tmp_path / "a.en.yaml")
    assert files[0].source == SMALL
    assert list(Folder(tmp_path).strays()) == []


def test_links_folders_and_wrong_names_are_strays(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("password: x")
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "link.ko.yaml").symlink_to(secret)
    (folder / "folder.ko.yaml").mkdir()
    (folder / "Order.ko.yaml").write_bytes(SMALL)
    (folder / "order.ko.yml").write_bytes(SMALL)

    found = [Path(fault.file).name for fault in Folder(folder).strays()]

    assert Folder(folder).files() == []
    assert found == ["Order.ko.yaml", "folder.ko.yaml", "link.ko.yaml", "order.ko.yml"]


def test_no_folder_holds_nothing_and_a_file_is_none(tmp_path: Path) -> None:
    assert Folder(tmp_path / "none").files() == []
    file = tmp_path / "file"
    file.touch()
    with pytest.raises(ConfigurationError, match="TEMPLATES_DIR"):
        Folder(file).files()


def test_a_sample_is_a_file_in_samples_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "samples").mkdir()
    (tmp_path / "samples" / "shop.jpg").write_bytes(b"\xff\xd8\xff")
    (tmp_path / "secret").write_text("x")
    (tmp_path / "samples" / "link.jpg").symlink_to(tmp_path / "secret")
    folder = Folder(tmp_path)

    assert folder.sample("shop.jpg") == b"\xff\xd8\xff"
    for name in ("../secret", "link.jpg", "none.jpg", "..", "", str(tmp_path / "secret")):
        assert folder.about_sample(name) is None
        with pytest.raises(ConfigurationError):
            folder.sample(name)


def test_samples_behind_a_link_are_not_read(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "a.jpg").touch()
    (tmp_path / "samples").symlink_to(elsewhere)

    assert Folder(tmp_path).about_sample("a.jpg") is None


def test_a_version_is_parsed_once() -> None:
    read = ReadVersions()

    first = read(version(SMALL))

    assert read(version(SMALL)) is first
    assert read(version(SMALL, language="ko")).key.language == "ko"


def test_bytes_that_are_no_longer_understood_say_which(tmp_path: Path) -> None:
    with pytest.raises(WaSupportError, match=r"version 3 of order\.en .*body is missing"):
        ReadVersions()(version(b"category: utility\nwhat_for: x\nfired_by: [list]\n"))


def test_a_sample_is_known_by_what_is_in_it_now(tmp_path: Path) -> None:
    folder, path = Folder(tmp_path), tmp_path / "samples" / "shop.jpg"
    assert folder.sample_sha256("shop.jpg") is None
    path.parent.mkdir()
    path.write_bytes(b"one")
    first = folder.sample_sha256("shop.jpg")
    assert first == hashlib.sha256(b"one").hexdigest()
    path.write_bytes(b"two")
    assert folder.sample_sha256("shop.jpg") == hashlib.sha256(b"two").hexdigest()
    (tmp_path / "secret").write_bytes(b"one")
    assert folder.sample_sha256("../secret") is None


def test_a_sample_over_16_mb_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "samples").mkdir()
    with (tmp_path / "samples" / "film.mp4").open("wb") as film:
        film.truncate(MOST_BYTES + 1)
    with pytest.raises(ConfigurationError, match="over 16 MB"):
        Folder(tmp_path).sample("film.mp4")


def test_a_sample_that_grows_while_it_is_read_is_not_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "samples").mkdir()
    film = tmp_path / "samples" / "film.mp4"
    film.write_bytes(bytes(MOST_BYTES))
    opened: Callable[..., IO[bytes]] = Path.open

    def grows(path: Path, *how: str) -> IO[bytes]:
        with opened(path, "ab") as file:
            file.write(b"more")
        return opened(path, *how)

    monkeypatch.setattr(Path, "open", grows)
    with pytest.raises(ConfigurationError, match="over 16 MB"):
        Folder(tmp_path).sample("film.mp4")
