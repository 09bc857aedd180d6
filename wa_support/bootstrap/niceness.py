"""Who steps back when the processors are busy."""

import os
import sys


def let_webhooks_go_first(by: int) -> None:
    """Meta waits for the web process; a backlog can wait for a quieter second, and so, for less
    long, can a page."""
    if sys.platform != "win32":
        os.nice(by)
