"""`WA_DATA_DIR`, before anything is put into it."""

from pathlib import Path
from typing import TYPE_CHECKING

from wa_support.domain.errors import ConfigurationError

if TYPE_CHECKING:
    from wa_support.config.settings import Settings


def data_folder(settings: "Settings") -> Path:
    """Made for its owner alone where it is missing. Raises ConfigurationError."""
    folder = settings.wa_data_dir
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as why:
        said = f"WA_DATA_DIR: {folder} cannot be made ({why.strerror})"
        cure = "name a folder that the service's user may write, and run this as that user"
        raise ConfigurationError([f"{said}; {cure}"]) from None
    return folder
