"""What commands open: the settings, and the house behind them."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wa_support.bootstrap.house import House
    from wa_support.config.settings import Settings


def settings(*needed: str) -> "Settings":
    """Raises ConfigurationError naming every fault, and every one of `needed` that is missing."""
    from wa_support.config.settings import load_settings, require

    loaded = load_settings(os.environ, Path(".env"))
    require(loaded, *needed)
    return loaded


def house() -> "House":
    from wa_support.bootstrap.house import open_house

    return open_house(settings())
