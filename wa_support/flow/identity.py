"""Which customer a webhook means: our own id behind BSUIDs and phones that come and go."""

from dataclasses import dataclass, replace

from wa_support.domain.customers import AliasKind, Customer, CustomerRef
from wa_support.domain.events import IdentityChange
from wa_support.flow.merging import Merging
from wa_support.ports.database import Tx
from wa_support.ports.outside import Ids


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """`clash` is the other customer that the same webhook also names; they are kept apart."""

    customer: Customer
    clash: Customer | None = None


def recognise(tx: Tx, ref: CustomerRef, *, ids: Ids, now: int) -> Recognised:
    """Finds the customer by BSUID, then parent, then phone, or makes one."""
    found = _known(tx, ref)
    if found is None:
        waited = [tx.customers.alone_with(kind, value) for kind, value in _aliases(ref)]
        found = _known(tx, ref) if any(waited) else None
    if found is None:
        return _new(tx, ref, ids=ids, now=now)
    known, by_phone = found
    clash = by_phone if by_phone is not None and by_phone.id != known.id else None
    if clash is not None and clash.bsuid is not None:
        clash = None  # a recycled number: the phone moves to who has it now
    customer = _attach_missing(tx, known, ref, phone_is_free=clash is None)
    return Recognised(customer=customer, clash=clash)


def _known(tx: Tx, ref: CustomerRef) -> tuple[Customer, Customer | None] | None:
    """Whom the names lead to, and whom the phone does."""
    known = _find(tx, AliasKind.BSUID, ref.bsuid) or _find(tx, AliasKind.PARENT, ref.parent)
    by_phone = _find(tx, AliasKind.PHONE, ref.phone)
    if known is None and by_phone is not None and not _moved_on(by_phone, ref):
        known = by_phone
    return None if known is None else (known, by_phone)


def change_identity(tx: Tx, change: IdentityChange, *, now: int) -> Recognised | None:
    """A `system` message: the known customer takes the new BSUID and phone along.

    Whoever has the new BSUID already is the same person, and they are merged; but not when an old
    phone is all that leads to the known one while the message names another BSUID, nor when either
    has no BSUID: phones are given to others. A phone whose holder has another BSUID moves.
    """
    old = _find(tx, AliasKind.BSUID, change.previous_bsuid)
    named = old is not None or change.previous_bsuid is None
    old = old or _find(tx, AliasKind.PHONE, change.previous_phone)
    if old is None:
        return None
    other = _another(_find(tx, AliasKind.BSUID, change.new.bsuid), old)
    if other is not None and not (named and old.bsuid):
        return Recognised(customer=old, clash=other)
    if other is not None:
        Merging(tx=tx, now=now).customers(old, other)
    by_phone = _another(_find(tx, AliasKind.PHONE, change.new.phone), old)
    clash = by_phone if by_phone is not None and by_phone.bsuid is None else None
    for kind, value in _aliases(change.new):
        if kind is not AliasKind.PHONE or clash is None:
            tx.customers.attach(old.id, kind, value)
    return Recognised(customer=tx.customers.get(old.id), clash=clash)


def _another(found: Customer | None, than: Customer) -> Customer | None:
    return found if found is not None and found.id != than.id else None


def _moved_on(by_phone: Customer, ref: CustomerRef) -> bool:
    """A phone that comes with a new BSUID while its holder has one: the number moved on."""
    return ref.bsuid is not None and by_phone.bsuid is not None


def _new(tx: Tx, ref: CustomerRef, *, ids: Ids, now: int) -> Recognised:
    """Nobody has any of the names, but for a phone that moved on."""
    customer = Customer(
        id=ids.new("cus"),
        created_at=now,
        bsuid=ref.bsuid,
        phone=ref.phone,
        parent=ref.parent,
        name=ref.name,
    )
    tx.customers.create(customer)
    return Recognised(customer=customer)


def _attach_missing(
    tx: Tx, customer: Customer, ref: CustomerRef, *, phone_is_free: bool
) -> Customer:
    shown = {
        AliasKind.BSUID: customer.bsuid,
        AliasKind.PHONE: customer.phone,
        AliasKind.PARENT: customer.parent,
    }
    changed = False
    for kind, value in _aliases(ref):
        if shown[kind] != value and (kind is not AliasKind.PHONE or phone_is_free):
            tx.customers.attach(customer.id, kind, value)
            changed = True
    if changed:
        customer = tx.customers.get(customer.id)
    if ref.name and ref.name != customer.name:
        customer = replace(customer, name=ref.name)
        tx.customers.save(customer)
    return customer


def _aliases(ref: CustomerRef) -> list[tuple[AliasKind, str]]:
    values = (
        (AliasKind.BSUID, ref.bsuid),
        (AliasKind.PHONE, ref.phone),
        (AliasKind.PARENT, ref.parent),
    )
    return [(kind, value) for kind, value in values if value]


def _find(tx: Tx, kind: AliasKind, value: str | None) -> Customer | None:
    return tx.customers.find(kind, value) if value else None
