"""Exemptions: the rules by which a service may be on with notice, until the visitor objects.

The list is closed. Each rule has conditions; what a declaration can show of them is checked, and the guide
tells the owner the others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from banner.config.durations import days

if TYPE_CHECKING:
    from banner.config.known import Known
    from banner.config.reader import Table
    from banner.core.declaration import Cookie

# Each with the longest time that its cookies may last, in days, where the rule has one.
RULES = {
    "audience-measurement": 396,  # CNIL, deliberations 2020-091, art. 5, and 2020-092, 50 and 51: 13 months
    "aggregated-analytics": None,  # Garante, guidelines of 10 June 2021, no. 231, 7.2
    "uk-statistics": None,  # PECR 2003, reg. 6 and schedule A1, as of the Data (Use and Access) Act 2025
    "uk-appearance": None,  # the same
}


def check(table: Table, rule: str, required: bool, sale: bool, cookies: tuple[Cookie, ...]) -> None:
    """Note where what *table* declares of a service does not fit the *rule* that it names, if any."""
    if rule not in RULES:
        return
    if required:
        table.wrong("exempt", "a required service is always on; leave this out")
    if sale:
        table.wrong("sale", "what others use for their own ends needs consent; leave out exempt or this")
    longest = RULES[rule]
    for number, cookie in enumerate(cookies):
        if cookie.domain:
            place, remedy = "domain", "a third party's cookie needs consent; leave out exempt or this"
            table.errors.add(table.at("cookies", number, place), cookie.domain, remedy)
        if longest is not None and days(cookie.duration) > longest:
            remedy = f"{rule} allows 13 months at most; write 396 days or less, or leave out exempt"
            table.errors.add(table.at("cookies", number, "duration"), cookie.duration, remedy)


def of_known(table: Table, known: Known) -> str:
    """Read the rule by which a service of the catalogue is to be exempt: one that it can fall under."""
    possible = [one.rule for one in known.exemptions]
    if not possible and "exempt" not in table.values:
        return ""
    rule = table.choice("exempt", RULES, "")
    if rule in RULES and rule not in possible:
        also = f"; it can be {' or '.join(possible)}" if possible else ""
        table.wrong("exempt", f"the catalogue has no conditions for this{also}; leave it out")
    return rule
