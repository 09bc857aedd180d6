"""Settings from the environment and `.env`, each fault named, no secret ever shown."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Final, Literal, get_args

from dotenv import dotenv_values

from wa_support.config.secret import Secret
from wa_support.config.setting_values import (
    address,
    address_without_path,
    database,
    digits,
    gigabytes,
    key,
    long_secret,
    port,
    several,
    shaped,
    smtp,
)
from wa_support.config.settings_words import SHAPE, WHAT
from wa_support.domain.errors import ConfigurationError

_SHOWN: Final = frozenset(
    {
        "WA_PORT",
        "WA_CONSOLE_PORT",
        "WA_APPROVALS",
        "WA_HOST",
        "GRAPH_API_VERSION",
        "WA_MEDIA_LIMIT_GB",
    }
)
_HARMLESS: Final = re.compile(r"[0-9A-Za-z ._:-]{1,12}")
_DATA: Final = Path("data")
_PORT: Final = 8080

Approvals = Literal["two_people", "one_person_recorded"]
Maybe = Annotated[str | None, str]
MaybeSecret = Annotated[Secret | None, Secret]
LongSecret = Annotated[Secret | None, long_secret]
Port = Annotated[int, port]
Place = Annotated[Path, Path]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Every name of the outside contract; attributes are the names in lower case. Beside its type
    stands what makes it of text."""

    whatsapp_app_secret: Annotated[tuple[Secret, ...], several(Secret)] = ()
    whatsapp_verify_token: MaybeSecret = None
    whatsapp_access_token: MaybeSecret = None
    whatsapp_phone_number_id: Annotated[tuple[str, ...], several(digits)] = ()
    whatsapp_business_account_id: Annotated[str | None, digits] = None
    graph_api_base_url: Annotated[str, address_without_path] = "https://graph.facebook.com"
    graph_api_version: Annotated[str, shaped(r"v[0-9]{1,3}\.[0-9]")] = "v26.0"

    wa_data_dir: Place = _DATA
    wa_data_key: Annotated[Secret | None, key] = None
    wa_media_limit_gb: Annotated[float | None, gigabytes] = None
    database_url: Annotated[Secret, database]
    policies_file: Place = Path("policies.yaml")
    templates_dir: Place = Path("templates")
    knowledge_dir: Place = Path("knowledge")

    openai_api_key: MaybeSecret = None
    openai_base_url: Annotated[str | None, address] = None
    openai_model: Maybe = None

    wa_host: Annotated[str, shaped(r"[0-9A-Za-z.:\-]+")] = "127.0.0.1"
    wa_port: Port = _PORT
    wa_console_port: Port
    wa_console_url: Annotated[str, address]
    wa_console_secret_key: LongSecret = None
    wa_approvals: Annotated[Approvals, shaped("two_people|one_person_recorded")] = "two_people"
    wa_notify_secret: LongSecret = None
    smtp_url: Annotated[Secret | None, smtp] = None
    slack_bot_token: MaybeSecret = None
    slack_app_token: MaybeSecret = None
    slack_channel: Maybe = None

    @property
    def uses_sqlite(self) -> bool:
        return self.database_url.get_secret_value().startswith("sqlite")


_READ: Final[Mapping[str, Callable[[str], Any]]] = {
    one.name.upper(): get_args(one.type)[1] for one in fields(Settings)
}
NAMES: Final = tuple(_READ)
SECRETS: Final = frozenset(
    one.name.upper() for one in fields(Settings) if "Secret" in str(get_args(one.type)[0])
)


def load_settings(environ: Mapping[str, str], env_file: Path | None) -> Settings:
    """The environment wins over the file. Raises ConfigurationError, one line a fault."""
    faults: list[str] = []
    written = {**_written_in(env_file, faults), **environ}
    values = {name: value for name in NAMES if (value := written.get(name, "").strip())}
    values |= _from_files(written, values, faults, SECRETS)
    read = {}
    for name, value in values.items():
        try:
            value.encode()  # the environment may hold bytes that are no text
            read[name.lower()] = _READ[name](value)
        except ValueError:
            faults.append(_fault(name, value))
    if faults:
        raise ConfigurationError(faults)
    return Settings(**_following(read), **read)


def variables(names: Iterable[str], environ: Mapping[str, str], env_file: Path) -> dict[str, str]:
    """Those of `names` that are set, found as settings are: in the environment, in the file, or in
    a file that `NAME_FILE` names."""
    written = {**_written_in(env_file, []), **environ}
    found = {name: value for name in names if (value := written.get(name, "").strip())}
    return found | _from_files(written, found, [], set(names) - set(found))


def unknown_names(env_file: Path) -> tuple[str, ...]:
    """A line for each name in the file that begins as ours do and is none of ours, or has no
    value. Another program's names may stand there, too."""
    if not env_file.is_file():
        return ()
    known = (*NAMES, *(f"{name}_FILE" for name in SECRETS))
    ours = {name.partition("_")[0] for name in NAMES}
    found = []
    for name, value in _values_in(env_file).items():
        if name in known and value is None:
            found.append(f"{name}: no = after it in {env_file}, so it is not set")
        elif name not in known and name.partition("_")[0] in ours:
            near = "".join(f"; did you mean {one}?" for one in get_close_matches(name, known, n=1))
            found.append(f"{name}: no setting of this program, in {env_file}{near}")
    return tuple(found)


def require(settings: Settings, *names: str) -> None:
    """Raises ConfigurationError with a line for each of these that is not set."""
    missing = [name for name in names if not getattr(settings, name.lower())]
    if missing:
        raise ConfigurationError([f"{name}: not set; {WHAT[name]}" for name in missing])


def _following(read: Mapping[str, Any]) -> dict[str, Any]:
    """The defaults that follow from other settings."""
    folder = read.get("wa_data_dir", _DATA)
    console = read.get("wa_console_port", read.get("wa_port", _PORT) % 65535 + 1)
    all_of_them = {
        "database_url": Secret(f"sqlite:///{folder / 'wa-support.db'}"),
        "wa_console_port": console,
        "wa_console_url": f"http://127.0.0.1:{console}",
    }
    return {name: value for name, value in all_of_them.items() if name not in read}


def _written_in(env_file: Path | None, faults: list[str]) -> dict[str, str]:
    if env_file is None or not env_file.is_file():
        return {}
    try:
        written = _values_in(env_file)
    except (OSError, UnicodeDecodeError) as error:
        faults.append(f"{env_file}: cannot be read ({type(error).__name__}); save it as UTF-8")
        return {}
    return {name: value for name, value in written.items() if value is not None}


def _values_in(env_file: Path) -> dict[str, str | None]:
    return dotenv_values(env_file, encoding="utf-8")


def _from_files(
    written: Mapping[str, str],
    values: Mapping[str, str],
    faults: list[str],
    names: Collection[str],
) -> dict[str, str]:
    found = {}
    for name in sorted(names):
        path = written.get(f"{name}_FILE", "").strip()
        if path and name in values:
            faults.append(f"{name}: found with {name}_FILE; expected one of the two")
        elif path:
            try:
                found[name] = Path(path).read_text(encoding="utf-8").strip()
            except (OSError, ValueError) as error:
                faults.append(f"{name}_FILE: no file that can be read ({type(error).__name__})")
    return {name: value for name, value in found.items() if value}


def _fault(name: str, value: str) -> str:
    """A secret may stand in the wrong variable, so only short words of a few names are shown."""
    shown = name in _SHOWN and _HARMLESS.fullmatch(value)
    found = f"'{value}'" if shown else f"{len(value)} characters"
    return f"{name}: found {found}; expected {SHAPE[name]}"
