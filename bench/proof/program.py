"""The service as the harness runs it: `serve` and its parts, where failpoints can be armed.

    python -m bench.proof.program serve

It differs from `wa-support serve` in this alone: WA_TEST_FAILPOINTS may name a folder of armed
failpoints, WA_TEST_PLANT bugs to put in, the console is left out, and a part that dies again and
again is started again at once.
"""

# ruff: noqa: SLF001 - it stands in for `serve`

import os
import sys
from pathlib import Path
from typing import Final

from bench.proof import armed, plants

_MODULE: Final = "bench.proof.program"


def main() -> None:
    from wa_support.cli import main as wa_support

    prepare()
    if sys.argv[1:] == ["serve"]:
        _own_children()
    wa_support()


def prepare() -> None:
    """Before anything of the service runs in this process."""
    from wa_support.domain import failpoints

    folder = os.environ.get(armed.FOLDER)
    if folder:
        failpoints.install(armed.ArmedFailpoints(Path(folder)).passed)
    for name in os.environ.get(plants.NAMES, "").split():
        plants.PLANTS[name]()


def _own_children() -> None:
    """Children are of this program, and this process stays their supervisor."""
    from wa_support.bootstrap import serve
    from wa_support.supervise import children

    serve._PROGRAM = _MODULE  # type: ignore[misc]
    serve._PARTS = ("work", "web")  # type: ignore[misc]
    serve._become_bare = lambda: None
    children.delay_after = lambda _deaths: 0.1


if __name__ == "__main__":
    main()
