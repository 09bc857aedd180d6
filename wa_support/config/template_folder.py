"""`TEMPLATES_DIR`: one file for each template and language, and `samples/` for headers."""

import hashlib
import stat
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from wa_support.config.template_parser import SIZE_LIMIT, key_of, read_template
from wa_support.domain.errors import ConfigurationError
from wa_support.domain.policy import Fault
from wa_support.domain.templates.samples import MOST_BYTES
from wa_support.domain.templates.template import Trigger
from wa_support.ports.templates import TemplateFile

_HEAD: Final = 4096
_NAMED: Final = "<name>.<language>.yaml, such as order_shipped.ko.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleFile:
    """`head` is enough to tell its type."""

    size: int
    head: bytes


@dataclass(frozen=True, slots=True)
class Folder:
    """Implements `ports.templates.TemplateFolder`. Links are not followed; a folder that is not
    there holds nothing."""

    root: Path

    def files(self) -> Sequence[TemplateFile]:
        found = []
        for path in self._yaml():
            key = key_of(path.name)
            if key is not None and _is_file(path):
                # one byte more than allowed: the parser says that it is too large
                source = _read(path, SIZE_LIMIT + 1)
                found.append(TemplateFile(path=str(path), key=key, source=source))
        return sorted(found, key=lambda file: file.key)

    def strays(self) -> Iterable[Fault]:
        """Files here that are taken for no template."""
        for path in self._yaml():
            if not _is_file(path):
                yield _stray(path, "a link or a folder", "a file of its own")
            elif key_of(path.name) is None:
                yield _stray(path, "a name that says no template and language", _NAMED)

    def sample(self, name: str) -> bytes:
        path = self._sample(name)
        if path is None:
            raise ConfigurationError([f"{self.root / 'samples' / name}: no such file"])
        content = _read(path, MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            raise ConfigurationError([f"{path}: over 16 MB; put a smaller file there"])
        return content

    def sample_sha256(self, name: str) -> str | None:
        """The same bytes are read once."""
        path = self._sample(name)
        if path is None:
            return None
        about = path.stat()
        return _sha256(path, about.st_ino, about.st_size, about.st_mtime_ns, about.st_ctime_ns)

    def about_sample(self, name: str) -> SampleFile | None:
        """None: there is no such file."""
        path = self._sample(name)
        if path is None:
            return None
        return SampleFile(size=path.stat().st_size, head=_read(path, _HEAD))

    def _sample(self, name: str) -> Path | None:
        folder = self.root / "samples"
        plain = name == Path(name).name and name not in ("", ".", "..")
        inside = plain and not folder.is_symlink() and _is_file(folder / name)
        return folder / name if inside else None

    def _yaml(self) -> list[Path]:
        try:
            inside = sorted(self.root.iterdir(), key=lambda path: path.name)
        except FileNotFoundError:
            return []
        except OSError as why:
            said = f"{self.root}: {why.strerror}; TEMPLATES_DIR says where templates are"
            raise ConfigurationError([said]) from None
        shown = (path for path in inside if not path.name.startswith("."))
        return [path for path in shown if path.suffix in (".yaml", ".yml")]


def fired_in(folder: Folder) -> Mapping[str, frozenset[Trigger]]:
    """Every name with what fires it; a file that cannot be read may be fired by all."""
    found: dict[str, frozenset[Trigger]] = {}
    for file in folder.files():
        template = read_template(file.source, file=file.path).template
        fired_by = frozenset(template.fired_by) if template is not None else frozenset(Trigger)
        found[file.key.name] = found.get(file.key.name, frozenset()) | fired_by
    return found


def _is_file(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return False


def _read(path: Path, at_most: int) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(at_most)
    except OSError as why:
        raise ConfigurationError([f"{path}: {why.strerror}"]) from None


@lru_cache(maxsize=256)
def _sha256(path: Path, *_known_by: int) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as why:
        raise ConfigurationError([f"{path}: {why.strerror}"]) from None


def _stray(path: Path, found: str, expected: str) -> Fault:
    return Fault(file=str(path), line=1, column=1, found=found, expected=expected)
