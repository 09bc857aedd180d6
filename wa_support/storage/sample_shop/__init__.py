"""A practice shop in our own database, for trying everything out; nobody real is in it."""

from wa_support.storage.sample_shop.connector import SampleShop
from wa_support.storage.sample_shop.seed import seed

__all__ = ["SampleShop", "seed"]
