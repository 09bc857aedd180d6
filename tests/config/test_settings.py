import base64
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

import pytest

from wa_support.config.settings import NAMES, SECRETS, load_settings, require
from wa_support.config.settings_words import SHAPE
from wa_support.domain.errors import ConfigurationError

SECRET = "canary-7f3a"


def faults_of(environ: Mapping[str, str], env_file: Path | None = None) -> list[str]:
    with pytest.raises(ConfigurationError) as raised:
        load_settings(environ, env_file)
    return raised.value.faults


def test_nothing_set_gives_the_defaults_and_no_secret() -> None:
    settings = load_settings({}, None)
    assert settings.graph_api_base_url == "https://graph.facebook.com"
    assert settings.graph_api_version == "v26.0"
    assert (settings.wa_host, settings.wa_port, settings.wa_console_port) == (
        "127.0.0.1",
        8080,
        8081,
    )
    assert settings.database_url.get_secret_value() == "sqlite:///data/wa-support.db"
    others = SECRETS - {"DATABASE_URL"}
    assert not any(getattr(settings, name.lower()) for name in others)


def test_the_database_lives_in_the_data_folder() -> None:
    settings = load_settings({"WA_DATA_DIR": "/srv/wa"}, None)
    assert settings.database_url.get_secret_value() == "sqlite:////srv/wa/wa-support.db"


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_postgresql_is_spoken_through_psycopg(scheme: str) -> None:
    settings = load_settings({"DATABASE_URL": f"{scheme}://u:{SECRET}@db/wa"}, None)
    assert settings.database_url.get_secret_value() == f"postgresql+psycopg://u:{SECRET}@db/wa"
    assert not settings.uses_sqlite


def test_the_console_stands_one_port_higher() -> None:
    assert load_settings({"WA_PORT": "9000"}, None).wa_console_port == 9001
    assert load_settings({"WA_PORT": "9000", "WA_CONSOLE_PORT": "80"}, None).wa_console_port == 80


def test_several_secrets_and_numbers_stand_between_commas() -> None:
    settings = load_settings(
        {"WHATSAPP_APP_SECRET": "new, old,", "WHATSAPP_PHONE_NUMBER_ID": "101,102"}, None
    )
    assert [one.get_secret_value() for one in settings.whatsapp_app_secret] == ["new", "old"]
    assert settings.whatsapp_phone_number_id == ("101", "102")


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("WA_PORT=8100\nWA_HOST=0.0.0.0\nWHATSAPP_VERIFY_TOKEN='a b'\n")
    settings = load_settings({"WA_PORT": "8200"}, file)
    assert (settings.wa_host, settings.wa_port) == ("0.0.0.0", 8200)
    assert settings.whatsapp_verify_token is not None
    assert settings.whatsapp_verify_token.get_secret_value() == "a b"


@pytest.mark.parametrize(
    ("line", "token"),
    [
        ("export WHATSAPP_ACCESS_TOKEN=abc # of the phone", "abc"),
        ('WHATSAPP_ACCESS_TOKEN="a # b"', "a # b"),
        ("WHATSAPP_ACCESS_TOKEN='$WA_HOST'", "$WA_HOST"),
        ("  WHATSAPP_ACCESS_TOKEN = a=b ", "a=b"),
        ("WHATSAPP_ACCESS_TOKEN=of-${WA_HOST}", "of-0.0.0.0"),
        ("\nnot a setting\nWHATSAPP_ACCESS_TOKEN=가나", "가나"),
    ],
)
def test_how_a_line_of_the_file_is_read(tmp_path: Path, line: str, token: str) -> None:
    file = tmp_path / ".env"
    file.write_text(f"WA_HOST=0.0.0.0\n{line}\n", encoding="utf-8")
    settings = load_settings({}, file)
    assert settings.whatsapp_access_token is not None
    assert settings.whatsapp_access_token.get_secret_value() == token


def test_an_empty_value_is_no_value(tmp_path: Path) -> None:
    settings = load_settings({"WA_PORT": "", "WHATSAPP_APP_SECRET": " "}, tmp_path / "none")
    assert settings.wa_port == 8080
    assert settings.whatsapp_app_secret == ()


def test_a_secret_may_lie_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text(f"{SECRET}\n")
    settings = load_settings({"WHATSAPP_ACCESS_TOKEN_FILE": str(file)}, None)
    assert settings.whatsapp_access_token is not None
    assert settings.whatsapp_access_token.get_secret_value() == SECRET


def test_a_secret_twice_and_a_file_that_is_not_there_are_faults(tmp_path: Path) -> None:
    faults = faults_of(
        {
            "WHATSAPP_ACCESS_TOKEN": SECRET,
            "WHATSAPP_ACCESS_TOKEN_FILE": str(tmp_path),
            "SMTP_URL_FILE": str(tmp_path / "none"),
        }
    )
    assert [fault.split(":")[0] for fault in faults] == ["SMTP_URL_FILE", "WHATSAPP_ACCESS_TOKEN"]
    assert SECRET not in "".join(faults)


WRONG = {
    "WA_PORT": "http",
    "WA_CONSOLE_PORT": "99999",
    "WA_HOST": "a b",
    "WA_APPROVALS": "nobody",
    "WA_DATA_KEY": SECRET,
    "WA_CONSOLE_SECRET_KEY": SECRET,
    "WA_NOTIFY_SECRET": SECRET,
    "DATABASE_URL": f"mysql://u:{SECRET}@h/d",
    "GRAPH_API_BASE_URL": f"https://u:{SECRET}@graph.facebook.com",
    "GRAPH_API_VERSION": "26",
    "SMTP_URL": f"smtps://u:{SECRET}@mail.example",
    "WA_CONSOLE_URL": "http://console.example",
    "OPENAI_BASE_URL": "http://models.example/v1",
    "WHATSAPP_PHONE_NUMBER_ID": "101,+82",
    "WHATSAPP_BUSINESS_ACCOUNT_ID": "mine",
    "WA_MEDIA_LIMIT_GB": "nan",
}


def test_all_faults_come_at_once_one_line_each_and_show_no_secret() -> None:
    faults = faults_of(WRONG)
    assert sorted(fault.split(":")[0] for fault in faults) == sorted(WRONG)
    assert SECRET not in "\n".join(faults)
    assert not any("\n" in fault for fault in faults)
    assert "WA_PORT: found 'http'; expected a port from 1 to 65535" in faults


SHOWN = {
    "WA_PORT", "WA_CONSOLE_PORT", "WA_APPROVALS", "WA_HOST", "GRAPH_API_VERSION",
    "WA_MEDIA_LIMIT_GB",
}  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("token", ["EAAGm0PX4ZCpsBO7f3a", "wrong value!"])
def test_a_token_in_the_wrong_variable_is_not_printed(name: str, token: str) -> None:
    faults: list[str] = []
    try:
        load_settings({name: token}, None)
    except ConfigurationError as error:
        faults = error.faults
    assert all(f"found {len(token)} characters; " in fault for fault in faults)
    assert token not in str(faults)


def test_a_short_word_is_shown_for_a_few_names_only() -> None:
    for name in WRONG:
        (fault,) = faults_of({name: "o o"})
        assert ("'o o'" in fault) is (name in SHOWN)


def test_a_token_instead_of_a_secrets_file_is_not_printed() -> None:
    (fault,) = faults_of({"WHATSAPP_ACCESS_TOKEN_FILE": "EAAGcanary"})
    assert "canary" not in fault


def test_neither_settings_nor_their_error_show_a_secret() -> None:
    key = base64.b64encode(SECRET.encode().ljust(32, b"!")).decode()
    long = SECRET * 4
    named = dict.fromkeys(SECRETS, long) | {"WA_DATA_KEY": key}
    named["DATABASE_URL"] = f"postgresql://u:{SECRET}@h/d"
    named["SMTP_URL"] = f"smtps://u:{SECRET}@mail.example?to=ops@shop.example"
    settings = load_settings(named, None)
    shown = f"{settings!r} {settings} {asdict(settings)}"
    assert SECRET not in shown
    assert key not in shown


def test_an_env_file_of_another_encoding_is_a_fault(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_bytes(b"WA_HOST=\xbf\xec\n")
    assert faults_of({}, file) == [f"{file}: cannot be read (UnicodeDecodeError); save it as UTF-8"]


def test_a_value_that_is_no_text_is_a_fault() -> None:
    assert faults_of({"WHATSAPP_APP_SECRET": "ab\udcff"}) == [
        "WHATSAPP_APP_SECRET: found 3 characters; expected " + SHAPE["WHATSAPP_APP_SECRET"]
    ]


def test_plain_http_is_for_this_machine_only() -> None:
    local = load_settings({"GRAPH_API_BASE_URL": "http://127.0.0.1:9100/"}, None)
    assert local.graph_api_base_url == "http://127.0.0.1:9100"
    assert faults_of({"GRAPH_API_BASE_URL": "http://graph.facebook.com"})
    assert faults_of({"GRAPH_API_BASE_URL": "https://graph.facebook.com/v26.0"})


def test_what_a_command_lacks_is_named_with_where_to_get_it() -> None:
    settings = load_settings({"WHATSAPP_VERIFY_TOKEN": "set"}, None)
    with pytest.raises(ConfigurationError) as raised:
        require(settings, "WHATSAPP_APP_SECRET", "WHATSAPP_VERIFY_TOKEN", "WA_DATA_KEY")
    assert [fault.split(":")[0] for fault in raised.value.faults] == [
        "WHATSAPP_APP_SECRET",
        "WA_DATA_KEY",
    ]
    assert "openssl rand -base64 32" in raised.value.faults[1]


def test_every_setting_has_a_shape_to_name_in_a_fault() -> None:
    assert set(SHAPE) == set(NAMES)
