"""What time alone brings about around the people: one worker at a time goes the rounds."""

from dataclasses import dataclass

from wa_support.flow.assigning import Assigning
from wa_support.flow.named_lease import NamedLease
from wa_support.flow.satisfaction import Asking
from wa_support.flow.waits import Waits


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounds:
    """Offers what waits, watches how long it does, and asks afterwards."""

    lease: NamedLease
    assigning: Assigning
    waits: Waits
    asking: Asking

    def go(self) -> int:
        """How much there was to do."""
        if not self.lease.held():
            return 0
        return self.assigning.look() + self.waits.look() + self.asking.look()
