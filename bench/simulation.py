"""Ten million couples whose check-ins peak on Sunday evening: rows a second, workers, connections, cost.

    python -m bench.simulation --inapp 8000 --mail 500 [--couples 10000000]

A model, not a measurement: it spreads check-ins over zones, days and clock times, and turns them into rows. What one
core does in a second comes from `python -m bench` on your machine (its notes name rows a second for two cores); give it
with --inapp and --mail.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass

# Where people live, as hours from UTC and shares of all: a world service that is strongest in East Asia and Europe.
ZONES = ((8, 0.40), (9, 0.06), (5.5, 0.08), (1, 0.16), (0, 0.06), (-5, 0.12), (-6, 0.04), (-8, 0.08))
# On which weekday a weekly talk is, Sunday last; and at which local time, as shares of a day's talks.
DAYS = (0.07, 0.07, 0.08, 0.07, 0.10, 0.16, 0.45)
CLOCKS = {18.0: 0.08, 19.0: 0.14, 19.5: 0.06, 20.0: 0.24, 20.5: 0.22, 21.0: 0.18, 21.5: 0.05, 22.0: 0.03}
# A talk every week or every other, and how people are reminded. Push as well would double the mail's share.
TALKS_A_WEEK = 0.8
LEADS = {60: 0.6, 30: 0.2, 0: 0.2}
MAIL_SHARE = 0.7
PEOPLE = 2
# How late is still in time; the peak's rows all fall due in the same second.
IN_TIME_SECONDS = 60
# What one row costs to store: its data and its eight indexes, as `pg_total_relation_size` says at a million rows.
ROW_BYTES = 1_000
DAYS_KEPT = 30
# US dollars a month, rounded from public prices of large clouds for a shared core, and for a gigabyte on a fast disk.
CORE_COST, GIGABYTE_COST = 20, 0.12
MAIL_COST = 0.10 / 1000


@dataclass(frozen=True)
class Peak:
    """The busiest minute of the week."""

    label: str
    rows: int


def busiest(couples: int) -> Peak:
    """Return the moment at which the most rows fall due, in-app and mail together."""
    moments: dict[tuple[int, float], float] = {}
    for offset, people in ZONES:
        for day, of_week in enumerate(DAYS):
            for clock, of_day in CLOCKS.items():
                for lead, share in LEADS.items():
                    hour = (day * 24 + clock - offset - lead / 60) % 168
                    moment = (int(hour // 24), round(hour % 24, 2))
                    moments[moment] = moments.get(moment, 0.0) + people * of_week * of_day * share
    (day, hour), share = max(moments.items(), key=lambda item: item[1])
    name = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")[day]
    rows = couples * TALKS_A_WEEK * share * PEOPLE * (1 + MAIL_SHARE)
    return Peak(f"{name} {int(hour):02}:{round(hour % 1 * 60):02} UTC", round(rows))


def seconds_to_drain(rows: float, a_second: float) -> float:
    """Return how long so many rows take."""
    return rows / a_second


def main() -> None:
    """Print the model's figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--couples", type=int, default=10_000_000)
    parser.add_argument(
        "--inapp", type=float, required=True, help="in-app rows a second on one core, database included"
    )
    parser.add_argument("--mail", type=float, required=True, help="mails a second on one core, database included")
    chosen = parser.parse_args()
    peak = busiest(chosen.couples)
    in_app, mail = peak.rows / (1 + MAIL_SHARE), peak.rows * MAIL_SHARE / (1 + MAIL_SHARE)
    week = chosen.couples * TALKS_A_WEEK * PEOPLE * (1 + MAIL_SHARE)
    cores = in_app / chosen.inapp / IN_TIME_SECONDS + mail / chosen.mail / IN_TIME_SECONDS
    stored = week / 7 * DAYS_KEPT * ROW_BYTES / 1e9
    say = (
        ("couples", f"{chosen.couples:,}"),
        ("rows a week", f"{week:,.0f}"),
        ("rows a second on average", f"{week / 7 / 86400:,.0f}"),
        ("busiest moment", peak.label),
        ("rows due in that moment", f"{peak.rows:,}"),
        ("rows a second, to be in time within a minute", f"{peak.rows / IN_TIME_SECONDS:,.0f}"),
        (
            "one machine of two cores would need",
            f"{seconds_to_drain(in_app, 2 * chosen.inapp) / 60:,.0f} min in-app, "
            f"{seconds_to_drain(mail, 2 * chosen.mail) / 60:,.0f} min mail",
        ),
        ("cores for the peak", f"{cores:,.0f}"),
        ("worker processes, one a core", f"{cores:,.0f}"),
        ("database connections, two a worker", f"{2 * cores:,.0f}"),
        (f"rows kept for {DAYS_KEPT} days", f"{week / 7 * DAYS_KEPT:,.0f}, {stored:,.0f} GB with indexes"),
        (
            "cores, disk and mail a month, US dollars",
            f"{cores * CORE_COST:,.0f} + {stored * GIGABYTE_COST:,.0f} + "
            f"{week * 52 / 12 * MAIL_SHARE / (1 + MAIL_SHARE) * MAIL_COST:,.0f}",
        ),
    )
    for name, value in say:
        print(f"{name}: {value}")


if __name__ == "__main__":
    main()
