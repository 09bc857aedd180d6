"""The few failures that have a name."""


class WaSupportError(Exception):
    """Something that the person in front of the screen can act on; its text says what to do."""


class ConfigurationError(WaSupportError):
    """Settings or files are wrong. `faults` holds one line each."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class Unreadable(WaSupportError):
    """A webhook body that cannot be parsed; it becomes a dead letter."""


class NotDurable(WaSupportError):
    """The inbox could not store a webhook durably; the door answers 503."""


class NotAllowed(WaSupportError):
    """A person asked for something that the state does not allow; the text says why."""


class NotFitted(WaSupportError):
    """The gate's classifier could not be fitted; the text says why."""


class NotTheseWeights(WaSupportError):
    """Weights of another version of the program, or no weights at all."""


class DatabaseUnavailable(WaSupportError):
    """The database cannot be used now; nothing of this transaction is stored."""


class MediaRefused(WaSupportError):
    """A file was not taken and never will be; the text says why, without naming the customer."""
