#!/usr/bin/env python3
"""Random native exports, the same for the same seed: generate.py SEED CUSTOMERS AS-OF > export.xml

What it makes is valid (nothing to reject) but as awkward as a ledger can be: every kind of customer
and document, several currencies, part payments before, on and after the due date and the as-of date,
matchings with and without a date or with one that is too early, payments for another customer, contract
rates above and under the floor, retentions, formal notices, insolvencies, documents of the future,
missing due dates.
"""
import datetime
import random
import sys

DAY = datetime.timedelta(days=1)
DEBITS = ["invoice"] * 12 + ["debit-note", "debit-note", "refund", "payment-reject", "opening-debit"]
CREDITS = ["payment"] * 8 + ["credit-note", "credit-note", "advance", "opening-credit"]
CURRENCIES = ["EUR"] * 16 + ["USD", "JPY", "TND", "CHF"]
DECIMALS = {"JPY": 0, "TND": 3}
KINDS = ["business"] * 10 + ["public"] * 4 + ["consumer"] * 4 + [None] * 2


def money(minor, currency):
    n = DECIMALS.get(currency, 2)
    return str(minor) if not n else f"{minor // 10 ** n}.{minor % 10 ** n:0{n}d}"


class Generator:
    def __init__(self, seed, customers, as_of):
        self.r = random.Random(seed)
        self.as_of = as_of
        self.count = customers
        self.out = []
        self.documents = 0
        self.spare = None  # a credit of an earlier customer, to settle another one's debt

    def chance(self, percent):
        return self.r.random() * 100 < percent

    def back(self, most):
        """A day before the as-of date, mostly a recent one; now and then on a half-year's edge, or behind D."""
        if self.chance(8):
            year = self.as_of.year - self.r.randrange(2)
            return self.r.choice([datetime.date(year, 1, 1), datetime.date(year - 1, 12, 31), datetime.date(year, 6, 30),
                                  datetime.date(year, 7, 1)])
        if self.chance(4):
            return self.as_of + DAY * self.r.randrange(0, 40)
        return self.as_of - DAY * int(most * self.r.random() ** 2)

    def amount(self):
        return self.r.choice([self.r.randrange(1, 100), self.r.randrange(100, 100000), self.r.randrange(100000, 30000000)])

    def terms(self):
        if not self.chance(60):
            return ""
        parts = [f'days="{self.r.choice([0, 10, 30, 45, 60])}"']
        if self.chance(50):
            parts.append(f'end-of-month="{self.r.choice(["yes", "after", "before", "no"])}"')
        if self.chance(25):
            parts.append(f'day="{self.r.choice([5, 10, 15, 25, 31])}"')
        return f"<terms {' '.join(parts)}/>"

    def rate(self):
        return f"{self.r.choice([2, 5, 8.1, 12, 13.15, 15, 15.21, 18, 20.5])}"

    def debit(self, kind, currency):
        r = self.r
        date = self.back(500)
        doc = {"type": r.choice(DEBITS), "date": date, "currency": currency, "amount": self.amount(), "left": 0, "extra": "",
               "attributes": ""}
        doc["left"] = doc["amount"]
        if self.chance(70):
            doc["attributes"] += f' due="{date + DAY * r.choice([0, 0, 10, 30, 30, 45, 60, 60, -3 if self.chance(5) else 30])}"'
        if kind == "business" and self.chance(8):
            doc["attributes"] += f' penalty-rate="{self.rate()}"'
        if kind == "public" and self.chance(15):
            doc["attributes"] += f' retention="{money(doc["amount"] * r.randrange(1, 12) // 100 or 1, currency)}"'
        if kind and self.chance(40 if kind == "consumer" else 10):
            doc["extra"] += self.reminder(date)
        if self.chance(8):
            doc["extra"] += f'<dispute since="{date + DAY * r.randrange(1, 60)}" reason="qualité"/>'
        return doc

    def reminder(self, date):
        r = self.r
        sent = date + DAY * r.randrange(5, 150)
        text = f'<reminder level="{r.randrange(1, 4)}" date="{sent}" channel="{r.choice(["letter", "email", "registered"])}"'
        if self.chance(30):
            text += f' step="{r.choice(["formal-notice", "courteous-reminder"])}"'
        if self.chance(50):
            text += f' received="{sent + DAY * r.randrange(0, 12)}"'
        return text + "/>"

    def credit(self, currency):
        amount = self.amount()
        return {"type": self.r.choice(CREDITS), "date": self.back(400), "currency": currency, "amount": amount, "left": amount,
                "extra": "", "attributes": ""}

    def match(self, debits, credits):
        """Each pair at most once, never more than what is left on either side."""
        r = self.r
        pairs = [(d, c) for d in debits for c in credits if d["currency"] == c["currency"]]
        r.shuffle(pairs)
        for d, c in pairs:
            most = min(d["left"], c["left"])
            if not most or self.chance(30):
                continue
            x = most if self.chance(50) else r.randrange(1, most + 1)
            d["left"] -= x
            c["left"] -= x
            when = ""
            if self.chance(70):
                later = max(d["date"], c["date"])
                when = f' date="{later + DAY * r.choice([0, 0, 0, 1, 5, 30, -1, -20])}"'
            carrier, other = (d, c) if self.chance(60) else (c, d)
            carrier["extra"] += f'<allocation document="{other["id"]}" amount="{money(x, d["currency"])}"{when}/>'

    def pay_for_another(self, debit):
        x = min(debit["left"], self.spare["left"])
        if x and debit["currency"] == self.spare["currency"]:
            debit["left"] -= x
            self.spare["left"] -= x
            debit["extra"] += f'<allocation document="{self.spare["id"]}" amount="{money(x, debit["currency"])}"/>'

    def customer(self, number):
        r = self.r
        kind = r.choice(KINDS)
        attributes = f' kind="{kind}"' if kind else ""
        if kind == "business" and self.chance(20):
            attributes += f' penalty-rate="{self.rate()}"'
        inside = f"<name>Client {number}</name>" + self.terms()
        if self.chance(4):
            judgment = self.back(300)
            inside += f'<insolvency kind="{r.choice(["sauvegarde", "redressement", "liquidation"])}" judgment="{judgment}"/>'
        currencies = [r.choice(CURRENCIES) for _ in range(1 + self.chance(10))]
        debits = [self.debit(kind, r.choice(currencies)) for _ in range(r.choice([0, 1, 1, 2, 2, 3, 5]))]
        credits = [self.credit(r.choice(currencies)) for _ in range(r.choice([0, 0, 1, 1, 2, 3]))]
        documents = debits + credits
        r.shuffle(documents)
        for doc in documents:
            self.documents += 1
            doc["id"] = f"D{self.documents}"
        self.match(debits, credits)
        if self.spare and debits and self.chance(20):
            self.pay_for_another(debits[0])
        self.spare = next((c for c in credits if c["left"]), self.spare)
        flat = []
        self.out.append(f'<customer id="C{number:05d}"{attributes}>{inside}')
        for doc in documents:
            (flat if self.chance(10) else self.out).append((f"C{number:05d}", doc))
        self.out.append("</customer>")
        self.out.extend(flat)

    def write(self, f):
        f.write('<?xml version="1.0" encoding="UTF-8"?>\n'
                f'<receivables version="1" company="ORACLE" currency="EUR" extracted="{self.as_of + 60 * DAY}">\n')
        numbers = list(range(1, self.count + 1))
        self.r.shuffle(numbers)
        for number in numbers:
            self.out.clear()
            self.customer(number)
            nested = True
            for part in self.out:
                if isinstance(part, str):
                    nested = part != "</customer>"
                    f.write(part + "\n")
                    continue
                owner, doc = part
                where = "" if nested else f' customer="{owner}"'
                f.write(f'<document{where} id="{doc["id"]}" type="{doc["type"]}" date="{doc["date"]}" '
                        f'amount="{money(doc["amount"], doc["currency"])}" currency="{doc["currency"]}"{doc["attributes"]}>'
                        f'{doc["extra"]}</document>\n')
        f.write("</receivables>\n")


def generate(seed, customers, as_of, path):
    with open(path, "w", encoding="utf-8") as f:
        Generator(seed, customers, as_of).write(f)


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__.splitlines()[0])
    Generator(sys.argv[1], int(sys.argv[2]), datetime.date.fromisoformat(sys.argv[3])).write(sys.stdout)
