"""How long finding a customer takes among many.

`python -m bench.desk_search --customers 10000` prints n, median and p95 for each way to search, on
SQLite and, with `--postgres URL`, on that PostgreSQL (an empty database).
"""

import argparse
import json
import os
import random
from functools import partial
from typing import Final

from bench.desk_list import empty_databases, measure
from wa_support.domain.conversations import Conversation
from wa_support.domain.customers import Customer
from wa_support.storage import migrate
from wa_support.storage.case_queries import SqlCaseQueries
from wa_support.storage.cipher import Cipher
from wa_support.storage.database import SqlDatabase
from wa_support.storage.engine import Engine

NOW: Final = 1_800_000_000_000
_FAMILY: Final = "김이박최정강조윤장임"
_GIVEN: Final = "민서하지은우준수영현도예채윤주원"
_ENGLISH: Final = ("Mina Kim", "Daniel Park", "Sam Rivers", "Sean O'Brien", "Alex Morgan")


def fill(engine: Engine, cipher: Cipher, count: int) -> None:
    """A third has no phone, a third no conversation."""
    database, chance = SqlDatabase(engine, cipher), random.Random(1)
    for first in range(0, count, 500):
        with database.write() as tx:
            for n in range(first, min(first + 500, count)):
                tx.customers.create(_customer(n, chance))
                if n % 3:
                    talk = Conversation(
                        id=f"con_{n:08}", phone_number_id="1", customer_id=f"cus_{n:08}",
                        created_at=NOW, last_message_at=NOW + n,
                    )  # fmt: skip
                    tx.conversations.create(talk)
                if n % 5 == 1:
                    tx.search.order_seen(f"cus_{n:08}", str(n))


def _customer(n: int, chance: random.Random) -> Customer:
    korean = chance.choice(_FAMILY) + "".join(chance.choices(_GIVEN, k=2))
    return Customer(
        id=f"cus_{n:08}",
        created_at=NOW,
        bsuid=f"KR.{n:017}",
        phone=f"8210{n:08}" if n % 3 != 1 else None,
        name=korean if n % 4 else chance.choice(_ENGLISH),
    )


def run(name: str, engine: Engine, count: int, times: int) -> None:
    cipher = Cipher(b"k" * 32, os.urandom)
    migrate.prepare(engine)
    fill(engine, cipher, count)
    queries = SqlCaseQueries(engine, cipher)
    asked = {
        "a name that one in twenty has": "mina",
        "two syllables": "김민",
        "a given name": "서하",
        "a name and four digits": "김민 0042",
        "a phone": "010-0000-0042",
        "its last four digits": "0042",
        "a BSUID": f"KR.{42:017}",
        "an order": "#1046",
        "nobody": "zzzzzz",
    }
    for what, words in asked.items():
        told = {
            "database": name, "customers": count, "by": what,
            "found": len(queries.search(words)), "n": times,
            **measure(partial(queries.search, words), times),
        }  # fmt: skip
        print(json.dumps(told, ensure_ascii=False), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.desk_search", description=__doc__)
    parser.add_argument("--customers", type=int, default=10_000)
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--postgres", metavar="URL", help="an empty database")
    args = parser.parse_args()
    for name, engine in empty_databases(args.postgres):
        run(name, engine, args.customers, args.times)


if __name__ == "__main__":
    main()
