#!/usr/bin/env python3
"""A second computation of balances, columns and penalties, to compare with the CSV files of a run.

    daybyday.py EXPORT.xml OUT/DATE [--below-floor default|floor|contract]

It shares nothing with the program but RULES.md: it reads the native export by itself, goes from day to
day instead of from period to period, has its own rate tables (the ECB's changes by effective date
rather than the half-years' first days), and knows one way only to do each thing. Every difference is
printed; the exit status is 1 if there is one. Native exports without anything to reject only.
"""
import argparse
import calendar
import csv
import datetime
import sys
import xml.etree.ElementTree as ET
from fractions import Fraction
from pathlib import Path

DEBITS = {"invoice", "debit-note", "refund", "payment-reject", "opening-debit"}
DECIMALS = {"JPY": 0, "TND": 3}  # the currencies of generate.py; all others have two
FORMAL_LEVEL = 3                 # of the shipped policy's consumer scenario
LIMITS = (30, 60, 90, 120)

# ECB main refinancing operations, by effective date.
ECB = """2008-12-10 2.50, 2009-01-21 2.00, 2009-03-11 1.50, 2009-04-08 1.25, 2009-05-13 1.00, 2011-04-13 1.25,
2011-07-13 1.50, 2011-11-09 1.25, 2011-12-14 1.00, 2012-07-11 0.75, 2013-05-08 0.50, 2013-11-13 0.25, 2014-06-11 0.15,
2014-09-10 0.05, 2016-03-16 0.00, 2022-07-27 0.50, 2022-09-14 1.25, 2022-11-02 2.00, 2022-12-21 2.50, 2023-02-08 3.00,
2023-03-22 3.50, 2023-05-10 3.75, 2023-06-21 4.00, 2023-08-02 4.25, 2023-09-20 4.50, 2024-06-12 4.25, 2024-09-18 3.65,
2024-10-23 3.40, 2024-12-18 3.15, 2025-02-05 2.90, 2025-03-12 2.65, 2025-04-23 2.40, 2025-06-11 2.15, 2026-06-17 2.40,
2026-09-16 2.65"""
# Legal rate, all other cases: one a year up to 2014, then by half-year.
LEGAL = ("2009 3.79 3.79 2010 0.65 0.65 2011 0.38 0.38 2012 0.71 0.71 2013 0.04 0.04 2014 0.04 0.04 2015 0.93 0.99 "
         "2016 1.01 0.93 2017 0.90 0.90 2018 0.89 0.88 2019 0.86 0.87 2020 0.87 0.84 2021 0.79 0.76 2022 0.76 0.77 "
         "2023 2.06 4.22 2024 5.07 4.92 2025 3.71 2.76 2026 2.62 2.75").split()


def first_day(half):
    return datetime.date(half // 2, 7 if half % 2 else 1, 1)


def half_year(day):
    return day.year * 2 + (day.month > 6)


def rate_tables():
    changes = [(datetime.date.fromisoformat(d), Fraction(v)) for d, v in (c.split() for c in ECB.replace("\n", " ").split(","))]
    ecb, legal = {}, {}
    for half in range(2009 * 2, 2027 * 2):
        ecb[half] = [v for d, v in changes if d <= first_day(half)][-1]
        legal[half] = Fraction(LEGAL[(half // 2 - 2009) * 3 + 1 + half % 2])
    return ecb, legal


ECB_RATE, LEGAL_RATE = rate_tables()


def half_away(x):
    """A fraction to the nearest integer, halves away from zero."""
    n, d = abs(x).numerator, abs(x).denominator
    return (1 if x >= 0 else -1) * ((2 * n + d) // (2 * d))


def minor(text, currency):
    return half_away(Fraction(text) * 10 ** DECIMALS.get(currency, 2))


def plain(x, currency):
    n = DECIMALS.get(currency, 2)
    whole, rest = divmod(abs(x), 10 ** n)
    return ("-" if x < 0 else "") + str(whole) + (f".{rest:0{n}d}" if n else "")


def date(text):
    return datetime.date.fromisoformat(text) if text else None


def month_end(d):
    return d.replace(day=calendar.monthrange(d.year, d.month)[1])


class Document:
    def __init__(self, node, customer):
        g = node.get
        self.customer, self.id, self.type = customer, g("id"), g("type")
        self.number = g("number") or self.id
        self.date, self.stated_due = date(g("date")), date(g("due"))
        self.currency = g("currency") or "EUR"
        self.debit = self.type in DEBITS
        self.amount = minor(g("amount"), self.currency) * (1 if self.debit else -1)
        self.rate = Fraction(g("penalty-rate")) if g("penalty-rate") else None
        self.retention = minor(g("retention"), self.currency) if g("retention") else 0
        self.reminders = list(node.iter("reminder"))
        self.allocations = [(a.get("document"), minor(a.get("amount"), self.currency), date(a.get("date")))
                            for a in node.iter("allocation")]
        self.taken = {}  # effective day -> sum of allocations

    def open_at_end(self, day):
        """The open amount when that day is over."""
        left = self.amount
        for when, x in self.taken.items():
            if when <= day:
                left += -x if self.debit else x
        return left

    def due(self):
        if not self.debit or self.stated_due:
            return self.stated_due if self.debit else None
        if self.type in ("refund", "payment-reject", "opening-debit"):
            return self.date
        t = self.customer.terms
        if t is None:
            return None
        d = self.date
        eom = t.get("end-of-month", "no")
        if eom == "before":
            d = month_end(d)
        d += datetime.timedelta(days=int(t.get("days", "0")))
        if eom in ("yes", "after"):
            d = month_end(d)
        if t.get("day"):
            # the first such day on or after, or the last day of a month that is too short
            while d.day != min(int(t.get("day")), month_end(d).day):
                d += datetime.timedelta(days=1)
        return d


class Customer:
    def __init__(self, node):
        self.id, self.kind, self.name = node.get("id"), node.get("kind"), node.findtext("name")
        self.rate = Fraction(node.get("penalty-rate")) if node.get("penalty-rate") else None
        terms, insolvency = node.find("terms"), node.find("insolvency")
        self.terms = terms.attrib if terms is not None else None
        self.insolvent = insolvency is not None
        self.judgment = date(insolvency.get("judgment")) if self.insolvent else None


def read(path):
    root = ET.parse(path).getroot()
    customers = {n.get("id"): Customer(n) for n in root.iter("customer")}
    documents = {}
    for owner in root:
        if owner.tag == "document":
            documents[owner.get("id")] = Document(owner, customers[owner.get("customer")])
        elif owner.tag == "customer":
            for n in owner.iter("document"):
                documents[n.get("id")] = Document(n, customers[owner.get("id")])
    for one in documents.values():
        for other_id, x, when in one.allocations:
            other = documents[other_id]
            later = max(one.date, other.date)
            when = when if when and when >= later else later
            for side in (one, other):
                side.taken[when] = side.taken.get(when, 0) + x
    return customers, documents


def formal_notice(doc, as_of):
    """Days on which a formal notice came to a consumer, the first of them; None without one."""
    days = []
    for r in doc.reminders:
        if date(r.get("date")) > as_of:
            continue
        step = r.get("step")
        if r.get("channel") == "registered" or step == "formal-notice" or (not step and int(r.get("level")) == FORMAL_LEVEL):
            days.append(date(r.get("received") or r.get("date")))
    return min(days, default=None)


class Penalties:
    def __init__(self, as_of, below_floor):
        self.as_of, self.below_floor = as_of, below_floor

    def rate_of_day(self, doc, half, origin_half):
        """The day's rate, and what makes two neighbouring days belong to different lines besides it."""
        kind = doc.customer.kind
        if kind == "public":
            return ECB_RATE[origin_half] + 8, None
        if kind == "consumer":
            return LEGAL_RATE[half], half
        contract = doc.rate if doc.rate is not None else doc.customer.rate
        if contract is None:
            return ECB_RATE[half] + 10, half
        floor = 3 * LEGAL_RATE[half]
        if contract >= floor or self.below_floor == "contract":
            return contract, None
        return (floor if self.below_floor == "floor" else ECB_RATE[half] + 10), half

    def lines(self, doc):
        """(kind, from, to, days, rate, base, amount) of one document."""
        who, due = doc.customer, doc.due()
        if doc.type not in ("invoice", "debit-note") or not due or not who.kind or doc.date > self.as_of:
            return []
        prior = who.insolvent and (who.judgment is None or doc.date <= who.judgment)
        if prior and who.judgment is None:
            return []
        one = datetime.timedelta(days=1)
        origin = max(due, doc.date) + one
        notice = formal_notice(doc, self.as_of) if who.kind == "consumer" else None
        taken, left = dict(doc.taken), doc.amount
        retention = doc.retention if who.kind == "public" else 0
        found, owed_at_origin, rates, day = [], False, {}, doc.date
        while day <= self.as_of:
            # left is now the balance at the start of the day: the allocations of earlier days are off
            base = max(left - retention, 0)
            if base == 0:
                break
            if day >= origin:
                owed_at_origin = True
                half = half_year(day)
                if who.kind == "consumer" and (notice is None or day < notice):
                    pass
                elif not (prior and day > who.judgment):
                    if half not in rates:
                        rates[half] = self.rate_of_day(doc, half, half_year(origin))
                    key = (base, *rates[half])
                    if found and found[-1][0] == key:
                        found[-1][2] = day
                        found[-1][3] += 1
                    else:
                        found.append([key, day, day, 1])
            left -= taken.pop(day, 0)
            day += one
        out = []
        for (base, rate, _), first, last, days in found:
            amount = half_away(base * rate * days / 36500)
            if amount:
                out.append(("interest", first, last, days, rate, base, amount))
        if owed_at_origin and who.kind != "consumer" and not (prior and due >= who.judgment):
            out.append(("indemnity", None, None, None, None, None, 4000))
        return out


def column(days_late):
    if days_late <= 0:
        return "not_due"
    low = 1
    for limit in LIMITS:
        if days_late <= limit:
            return f"d{low}_{limit}"
        low = limit + 1
    return f"over_{LIMITS[-1]}"


def rows(folder, name):
    with open(folder / "donnees" / f"{name}.csv", encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def percent(rate):
    digits = rate * 10 ** 6
    assert digits.denominator == 1
    whole, rest = divmod(digits.numerator, 10 ** 6)
    text = f"{rest:06d}".rstrip("0")
    return f"{whole}.{text.ljust(2, '0')}"


def expected(documents, as_of, below_floor):
    """What the three files should hold: sets of tuples."""
    items, lines, positions = set(), set(), {}
    penalties = Penalties(as_of, below_floor)
    for doc in documents.values():
        if doc.date > as_of:
            continue
        left, due, cur = doc.open_at_end(as_of), doc.due(), doc.currency
        for kind, first, last, days, rate, base, amount in penalties.lines(doc):
            if kind == "interest":
                lines.add((doc.customer.id, doc.id, cur, kind, str(first), str(last), str(days), percent(rate), plain(base, cur),
                           plain(amount, cur)))
            else:
                lines.add((doc.customer.id, doc.id, "EUR", kind, "", "", "", "", "", plain(amount, "EUR")))
        if not left:
            continue
        late = ""
        if not doc.debit:
            where = "unapplied"
        elif not due:
            where = "no_due_date"
        else:
            late = (as_of - due).days
            where = column(late)
        items.add((doc.customer.id, doc.id, doc.number, doc.type, str(doc.date), str(due or ""), cur, plain(doc.amount, cur),
                   plain(left, cur), str(late), where))
        position = positions.setdefault((doc.customer.id, doc.customer.name, cur), {})
        position[where] = position.get(where, 0) + left
    return items, lines, positions


def compare(what, want, got, say):
    for row in sorted(want - got)[:10]:
        say(f"{what}: expected, but not there: {','.join(row)}")
    for row in sorted(got - want)[:10]:
        say(f"{what}: there, but not expected: {','.join(row)}")
    return len(want ^ got)


def check(export, folder, below_floor="default", say=print):
    """Number of differences between the run in folder and the second computation; prints the first ones."""
    folder = Path(folder)
    as_of = date(folder.name)
    _, documents = read(export)
    items, lines, positions = expected(documents, as_of, below_floor)

    def table(name, columns):
        found = [tuple(r[c] for c in columns) for r in rows(folder, name)]
        unique = set(found)
        assert len(unique) == len(found), f"{name}.csv: a row is there twice"
        return unique

    wrong = compare("pieces", items, table("pieces", "customer document number type date due currency amount open days_late "
                                                     "bucket".split()), say)
    wrong += compare("penalites", lines, table("penalites", "customer document currency kind from to days rate base "
                                                            "amount".split()), say)
    columns = ["not_due", "d1_30", "d31_60", "d61_90", "d91_120", "over_120", "unapplied", "no_due_date"]
    want = {(*key, plain(sum(p.values()), key[2]), *(plain(p.get(c, 0), key[2]) for c in columns))
            for key, p in positions.items()}
    wrong += compare("balance-agee", want, table("balance-agee", ["customer", "name", "currency", "balance", *columns]), say)
    return wrong, len(items), len(lines)


def main():
    a = argparse.ArgumentParser()
    a.add_argument("export")
    a.add_argument("folder")
    a.add_argument("--below-floor", default="default", choices=["default", "floor", "contract"])
    o = a.parse_args()
    wrong, items, lines = check(o.export, o.folder, o.below_floor)
    print(f"{items} open items, {lines} penalty lines, {wrong} differences")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
