"""Settings from the environment and `.env`, each fault named, no secret ever shown."""

import base64
import binascii
import re
from collections.abc import Collection, Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Final, Literal
from urllib.parse import urlsplit

from dotenv import dotenv_values
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
)

from wa_support.config.settings_words import SHAPE, WHAT
from wa_support.config.smtp_url import read_smtp_url
from wa_support.domain.errors import ConfigurationError

LOCAL: Final = ("localhost", "127.0.0.1", "::1")
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


def _split(value: object) -> object:
    if not isinstance(value, str):
        return value
    return tuple(part for part in (piece.strip() for piece in value.split(",")) if part)


def _no_address_path(value: str) -> str:
    parts = urlsplit(_address(value))
    if parts.path not in ("", "/") or parts.query or parts.fragment:
        raise ValueError
    return f"{parts.scheme}://{parts.netloc}"


def _address(value: str) -> str:
    parts = urlsplit(value)
    allowed = ("https", "http") if parts.hostname in LOCAL else ("https",)
    if parts.scheme not in allowed or not parts.hostname or parts.username or parts.password:
        raise ValueError
    return value.rstrip("/")


def _database(value: SecretStr) -> SecretStr:
    url = value.get_secret_value()
    for scheme in ("postgresql://", "postgres://"):
        url = re.sub(f"^{scheme}", "postgresql+psycopg://", url)
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise ValueError
    return SecretStr(url)


def _key(value: SecretStr) -> SecretStr:
    try:
        decoded = base64.b64decode(value.get_secret_value(), validate=True)
    except (binascii.Error, ValueError):
        decoded = b""
    if len(decoded) != 32:
        raise ValueError
    return value


def _smtp(value: SecretStr) -> SecretStr:
    read_smtp_url(value.get_secret_value())
    return value


def _long_enough(value: SecretStr) -> SecretStr:
    if len(value.get_secret_value()) < 32:
        raise ValueError
    return value


Digits = Annotated[str, Field(pattern=r"^[0-9]{1,20}$")]
Port = Annotated[int, Field(ge=1, le=65535)]
Address = Annotated[str, AfterValidator(_address)]
Key = Annotated[SecretStr, AfterValidator(_key)]
Smtp = Annotated[SecretStr, AfterValidator(_smtp)]
LongSecret = Annotated[SecretStr, AfterValidator(_long_enough)]


class Settings(BaseModel):
    """Every name of the outside contract; attributes are the names in lower case."""

    model_config = ConfigDict(
        alias_generator=str.upper, frozen=True, extra="ignore", hide_input_in_errors=True
    )

    whatsapp_app_secret: Annotated[tuple[SecretStr, ...], BeforeValidator(_split)] = ()
    whatsapp_verify_token: SecretStr | None = None
    whatsapp_access_token: SecretStr | None = None
    whatsapp_phone_number_id: Annotated[tuple[Digits, ...], BeforeValidator(_split)] = ()
    whatsapp_business_account_id: Digits | None = None
    graph_api_base_url: Annotated[str, AfterValidator(_no_address_path)] = (
        "https://graph.facebook.com"
    )
    graph_api_version: Annotated[str, Field(pattern=r"^v[0-9]{1,3}\.[0-9]$")] = "v26.0"

    wa_data_dir: Path = Path("data")
    wa_data_key: Key | None = None
    wa_media_limit_gb: Annotated[float, Field(gt=0, le=100_000)] | None = None
    database_url: Annotated[SecretStr, AfterValidator(_database)] = Field(
        default_factory=lambda values: _sqlite_in(values.get("wa_data_dir", Path("data")))
    )
    policies_file: Path = Path("policies.yaml")
    templates_dir: Path = Path("templates")
    knowledge_dir: Path = Path("knowledge")

    openai_api_key: SecretStr | None = None
    openai_base_url: Address | None = None
    openai_model: str | None = None

    wa_host: Annotated[str, Field(pattern=r"^[0-9A-Za-z.:\-]+$")] = "127.0.0.1"
    wa_port: Port = 8080
    wa_console_port: Port = Field(
        default_factory=lambda values: values.get("wa_port", 8080) % 65535 + 1
    )
    wa_console_url: Address = Field(
        default_factory=lambda values: f"http://127.0.0.1:{values.get('wa_console_port', 8081)}"
    )
    wa_console_secret_key: LongSecret | None = None
    wa_approvals: Literal["two_people", "one_person_recorded"] = "two_people"
    wa_notify_secret: LongSecret | None = None
    smtp_url: Smtp | None = None
    slack_bot_token: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_channel: str | None = None

    @property
    def uses_sqlite(self) -> bool:
        return self.database_url.get_secret_value().startswith("sqlite")


NAMES: Final = tuple(name.upper() for name in Settings.model_fields)
SECRETS: Final = frozenset(
    name.upper() for name, field in Settings.model_fields.items() if "Secret" in repr(field)
)


def load_settings(environ: Mapping[str, str], env_file: Path | None) -> Settings:
    """The environment wins over the file. Raises ConfigurationError, one line a fault."""
    faults: list[str] = []
    written = {**_written_in(env_file, faults), **environ}
    values = {name: value for name in NAMES if (value := written.get(name, "").strip())}
    values |= _from_files(written, values, faults, SECRETS)
    try:
        settings = Settings.model_validate(values)
    except ValidationError as error:
        wrong = {str(fault["loc"][0]) for fault in error.errors(include_input=False)}
        faults.extend(_fault(name, values[name]) for name in values if name in wrong)
    if faults:
        raise ConfigurationError(faults)
    return settings


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


def _sqlite_in(folder: Path) -> SecretStr:
    return SecretStr(f"sqlite:///{folder / 'wa-support.db'}")


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
