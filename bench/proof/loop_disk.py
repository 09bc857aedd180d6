"""A file system in a file, whose power can be cut."""

import contextlib
import fcntl
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

_SIZE: Final = "256M"
_FS_IOC_SHUTDOWN: Final = 0x8004587D  # linux/fs/ext4/ext4.h, EXT4_IOC_SHUTDOWN
_NO_LOG_FLUSH: Final = (2).to_bytes(4, "little")
_TOOLS: Final = ("mkfs.ext4", "losetup", "mount", "umount")


class NoLoopDisk(Exception):
    """This machine has none; the text says why."""


class LoopDisk:
    """ext4 in a file under `folder`, mounted at `path`."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "disk"
        self.path.mkdir()
        image = folder / "disk.img"
        _run("truncate", "-s", _SIZE, image)
        _run("mkfs.ext4", "-q", "-F", image)
        self._device = _run("losetup", "--find", "--show", image).strip()
        try:
            _run("mount", self._device, self.path)
        except NoLoopDisk:
            _run("losetup", "-d", self._device)
            raise

    def cut_the_power(self) -> None:
        """From now on nothing reaches the disk, not even what its journal holds in memory."""
        handle = os.open(self.path, os.O_RDONLY)
        try:
            fcntl.ioctl(handle, _FS_IOC_SHUTDOWN, _NO_LOG_FLUSH)
        except OSError as error:
            raise NoLoopDisk(f"the file system cannot be shut down: {error}") from error
        finally:
            os.close(handle)

    def start_again(self) -> None:
        """What the disk held at the cut, after ext4's own recovery."""
        _run("umount", self.path)
        _run("mount", self._device, self.path)

    def remove(self) -> None:
        with contextlib.suppress(NoLoopDisk):
            _run("umount", "--lazy", self.path)
        _run("losetup", "-d", self._device)


@contextmanager
def loop_disk(folder: Path) -> Iterator[LoopDisk]:
    """Raises `NoLoopDisk` where there can be none; leaves nothing mounted or attached."""
    if os.geteuid() != 0:
        raise NoLoopDisk("mounting a loop file needs root")
    missing = [tool for tool in _TOOLS if shutil.which(tool) is None]
    if missing:
        raise NoLoopDisk(f"not installed: {', '.join(missing)}")
    disk = LoopDisk(folder)
    try:
        yield disk
    finally:
        disk.remove()


def _run(*words: str | Path) -> str:
    try:
        ran = subprocess.run(words, capture_output=True, text=True, check=False)
    except OSError as error:
        raise NoLoopDisk(f"{words[0]}: {error}") from error
    if ran.returncode != 0:
        raise NoLoopDisk(f"{words[0]}: {ran.stderr.strip()}")
    return ran.stdout
