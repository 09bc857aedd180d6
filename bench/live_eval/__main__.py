"""How often a real language model carries the dialogues of the tests through, k times each.

    OPENAI_API_KEY=… OPENAI_MODEL=… python -m bench.live_eval --times 3

Customers say what they say in `tests/scenarios`; turns that a dialogue leaves to the gate stay with
it. Prints pass^k, cost at list price and what was waited for, and writes all of it as JSON. It
costs money and sends the dialogues to the model's provider. A server on this machine is refused: a
simulated model measures nothing.
"""

import argparse
import json
import os
import socket
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from bench.live_eval.playing import fit_for_a_model, play
from bench.live_eval.results import Runs, artefact, lines
from bench.machine import described
from tests.flow.house import prepare
from tests.scenarios.reading import Scenario, read_all
from wa_support.bootstrap.language_model import language_model
from wa_support.bootstrap.world import SystemClock
from wa_support.config.settings import Settings, load_settings, require
from wa_support.domain.errors import ConfigurationError
from wa_support.models.openai_client import OPENAI
from wa_support.ports.language_model import LanguageModel

_WRONG_USE: Final = 2


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--times", type=_at_least_one, default=3, help="each dialogue (k)")
    parser.add_argument("--only", default="", help="dialogues whose name contains this")
    parser.add_argument("--artefact", type=Path, default=Path("live-eval.json"))
    asked = parser.parse_args()
    try:
        settings = load_settings(os.environ, Path(".env"))
        model = the_model(settings)
    except ConfigurationError as error:
        print(*error.faults, sep="\n", file=sys.stderr)
        return _WRONG_USE
    chosen = [one for one in read_all() if fit_for_a_model(one) and asked.only in one.name]
    if not chosen:
        print(f"--only: no dialogue with a model is named like {asked.only!r}", file=sys.stderr)
        return _WRONG_USE
    runs = played(chosen, model, asked.times)
    print(*lines(runs, model.name, asked.times), sep="\n")
    about = {"at": _now(), "machine": described(), "host": _host(settings)}
    told = artefact(runs, model.name, asked.times, **about)
    asked.artefact.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")
    print(f"written to {asked.artefact}")
    return 0


def the_model(settings: Settings) -> LanguageModel:
    """Raises ConfigurationError without a key or a model, and for a server on this machine."""
    require(settings, "OPENAI_API_KEY", "OPENAI_MODEL")
    if on_this_machine(_host(settings)):
        told = f"found {_host(settings)}; expected a real model's server, not one on this machine"
        raise ConfigurationError([f"OPENAI_BASE_URL: {told}"])
    model = language_model(settings, SystemClock())
    assert model is not None
    return model


def on_this_machine(host: str) -> bool:
    """By its name or by what its name means here. A name that means nothing is not: asking it
    will say so."""
    try:
        found = {str(info[4][0]) for info in socket.getaddrinfo(host, None)}
    except OSError:
        return False
    return any(_is_loopback(address.partition("%")[0]) for address in found)


def _is_loopback(address: str) -> bool:
    parsed = ip_address(address)
    mapped = getattr(parsed, "ipv4_mapped", None) or parsed
    return bool(mapped.is_loopback or mapped.is_unspecified)


def played(chosen: Sequence[Scenario], model: LanguageModel, times: int) -> Runs:
    runs = {}
    with tempfile.TemporaryDirectory(prefix="wa-support-live-eval-") as name:
        folder = Path(name)
        prepare(folder / "prepared")
        for at, scenario in enumerate(chosen):
            print(f"{at + 1}/{len(chosen)} {scenario.name}", file=sys.stderr, flush=True)
            runs[scenario.name] = [
                play(scenario, model, folder / f"{at}-{time}", folder / "prepared")
                for time in range(times)
            ]
    return runs


def _now() -> str:
    return datetime.fromtimestamp(SystemClock().now() / 1000, UTC).isoformat(timespec="seconds")


def _host(settings: Settings) -> str:
    return urlsplit(settings.openai_base_url or OPENAI).hostname or ""


def _at_least_one(value: str) -> int:
    number = int(value)
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number


if __name__ == "__main__":
    sys.exit(main())
