"""What sending again rests on."""

from typing import Final

from sqlalchemy import BigInteger, Table

from wa_support.storage.columns import key, metadata, must

# The newest status of each of our numbers, by Meta's clock: without news silence means nothing.
status_flow: Final = Table("status_flow", metadata, key("phone_number_id"), *must(BigInteger, "at"))
