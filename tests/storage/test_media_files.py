from pathlib import Path

from wa_support.storage.cipher import Cipher
from wa_support.storage.media_files import SealedMediaFiles


def test_what_is_kept_comes_back_and_lies_sealed(tmp_path: Path, cipher: Cipher) -> None:
    files = SealedMediaFiles(tmp_path, cipher)
    path = files.keep("media_1", b"a photo of a receipt")
    assert files.read(path) == b"a photo of a receipt"
    assert b"receipt" not in (tmp_path / path).read_bytes()
    assert "media_1" not in path


def test_only_the_owner_may_read_and_no_draft_is_left(tmp_path: Path, cipher: Cipher) -> None:
    path = tmp_path / SealedMediaFiles(tmp_path, cipher).keep("media_1", b"photo")
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert [file for file in path.parent.parent.rglob("*") if file.is_file()] == [path]


def test_a_damaged_file_does_not_open(tmp_path: Path, cipher: Cipher) -> None:
    files = SealedMediaFiles(tmp_path, cipher)
    path = files.keep("media_1", b"photo")
    (tmp_path / path).write_bytes((tmp_path / path).read_bytes()[:-1])
    assert files.read(path) is None
