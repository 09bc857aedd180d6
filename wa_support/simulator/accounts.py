"""Who is on this WhatsApp: the business numbers, and the customers with a phone in their hand."""

import hashlib
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A business number. `display_phone` are digits with the country code, without `+`.

    `names` are what the phone shows instead of `name`, by language (`ko`).
    """

    id: str
    display_phone: str = "8225550134"
    name: str = "Moment Living"
    country_code: str = "82"
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SimCustomer:
    """`phone` are digits, or None for a customer whose number the business may not see."""

    id: str
    name: str
    bsuid: str
    phone: str | None = None
    username: str | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "name": self.name,
            "phone": self.phone,
            "bsuid": self.bsuid,
            "username": self.username,
        }


SHIPPED_CUSTOMERS: Final = (
    SimCustomer(id="mina", name="민아 Mina Kim", phone="821055501042", bsuid="KR.10000000001042"),
    SimCustomer(id="daniel", name="Daniel Park", phone="821055502077", bsuid="KR.10000000002077"),
    SimCustomer(id="seoyeon", name="서연", bsuid="KR.10000000003003", username="seoyeon.home"),
    SimCustomer(id="alex", name="Alex", phone="821055504004", bsuid="KR.10000000004004"),
)


class Accounts:
    """The numbers are fixed; customers may join at any time."""

    def __init__(self, numbers: Iterable[Number], customers: Iterable[SimCustomer]) -> None:
        self.numbers = {number.id: number for number in numbers}
        self._customers = {customer.id: customer for customer in customers}
        self._lock = threading.Lock()

    @property
    def first_number(self) -> Number:
        return next(iter(self.numbers.values()))

    def all(self) -> list[SimCustomer]:
        with self._lock:
            return list(self._customers.values())

    def add(self, customer: SimCustomer) -> None:
        with self._lock:
            self._customers[customer.id] = customer

    def find(self, who: str) -> SimCustomer | None:
        """By id, phone (with or without `+`), BSUID or username."""
        plain = who.removeprefix("+")
        for customer in self.all():
            if plain in {customer.id, customer.phone, customer.bsuid, customer.username}:
                return customer
        return None

    def find_or_join(self, who: str) -> SimCustomer | None:
        """A phone number that nobody has yet becomes a new customer."""
        found = self.find(who)
        digits = who.removeprefix("+")
        if found is None and digits.isascii() and digits.isdigit() and len(digits) >= 8:
            found = newcomer(name=f"+{digits}", phone=digits)
            self.add(found)
        return found

    def addressed(
        self, number: Number, *, to: str | None, recipient: str | None
    ) -> SimCustomer | None:
        """Who a send reaches: `to` wins over `recipient`.

        Source: developers.facebook.com/documentation/business-messaging/whatsapp, "Business-scoped
        user IDs".
        """
        if to:
            wanted = international(to, number)
            return next((known for known in self.all() if known.phone == wanted), None)
        return next((known for known in self.all() if known.bsuid == recipient), None)


def international(to: str, number: Number) -> str:
    """Digits with a country code: without `+`, WhatsApp prepends the business number's own.

    Source: developers.facebook.com/documentation/business-messaging/whatsapp, "Send messages".
    """
    digits = "".join(character for character in to if character.isdigit())
    return digits if to.strip().startswith("+") else number.country_code + digits


def newcomer(
    *, name: str, phone: str | None = None, bsuid: str | None = None, username: str | None = None
) -> SimCustomer:
    """A customer with the id and BSUID that follow from what is known."""
    seed = phone or bsuid or username or name
    digest = hashlib.sha256(seed.encode()).digest()
    return SimCustomer(
        id=phone or bsuid or username or digest.hex()[:12],
        name=name,
        phone=phone,
        bsuid=bsuid or f"KR.{int.from_bytes(digest[:6], 'big'):015d}",
        username=username,
    )
