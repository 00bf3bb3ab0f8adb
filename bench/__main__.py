"""`make bench`: prints each figure as `name: value`. Both sides of every ratio are in this package.

python -m bench                    all figures, at full size (about half an hour on two cores)
python -m bench drain embedded     some of them
python -m bench --quick            at a small size, to see that it runs; the values mean nothing
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import traceback
from collections.abc import Callable
from types import FrameType

from bench import (
    beat,
    dispatch,
    embedded,
    live,
    mail,
    recurrence,
    ticking,
    web,
    wording,
)
from bench.pages import beside_today, looking_back, noticing, painting, searching, taking_along
from bench.stand import Stand, stand
from tests.helpers.services import MissingError, is_ci

# Those that let Celery work stand together: in small they share it.
MEASURES: dict[str, Callable[[Stand], dispatch.Figures]] = {
    "dispatch": dispatch.dispatch_vs_bare,
    "inapp": dispatch.inapp_vs_bare,
    "beat": beat.dispatch_vs_beat_10k,
    "drain": dispatch.drain,
    "lateness": ticking.lateness,
    "mail": mail.mail_vs_smtplib,
    "tick": ticking.tick_1m_vs_10k,
    "snapshot": ticking.tick_snapshot_vs_clean,
    "recurrence": recurrence.recurrence_vs_rrule,
    "feed": beside_today.feed_3y,
    "search": searching.search_5y,
    "lookback": looking_back.look_back_5y,
    "table": beside_today.table_20,
    "history": beside_today.history_30,
    "cards": noticing.cards_3y,
    "export": taking_along.export_5y,
    "edit": beat.edit_100k_vs_1k,
    "embedded": embedded.embedded,
    "web": web.web,
    "live": live.live,
    "paint": painting.first_paint,
    "wording": wording.wording,
}


def main() -> int:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("measures", nargs="*", metavar="MEASURE", help=", ".join(MEASURES))
    parser.add_argument("--quick", action="store_true", help="small sizes")
    chosen = parser.parse_args()
    if unknown := set(chosen.measures) - set(MEASURES):
        parser.error(f"there is no {', '.join(sorted(unknown))}; there are {', '.join(MEASURES)}")
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    try:
        return _measure(chosen.measures or list(MEASURES), chosen.quick)
    except MissingError as missing:
        print(f"{'FAILED' if is_ci() else 'SKIPPED'}: {missing}", file=sys.stderr)
        return int(is_ci())


def _measure(names: list[str], quick: bool) -> int:
    with stand(quick) as made:
        load = ", ".join(f"{value:.2f}" for value in os.getloadavg())
        made.note(f"{os.cpu_count()} cores, load {load}" + (", quick: the values mean nothing" if quick else ""))
        failed = [name for name in names if not _print(MEASURES[name], made)]
    if failed:
        print(f"FAILED: {', '.join(failed)}", file=sys.stderr)
    return int(bool(failed))


def _print(measure: Callable[[Stand], dispatch.Figures], made: Stand) -> bool:
    """Print a measure's figures; tell whether it went through. The others are measured all the same."""
    try:
        for figure, value in measure(made):
            print(f"{figure}: {value:.3g}" if value < 1000 else f"{figure}: {value:.0f}", flush=True)
    except MissingError as missing:
        print(f"{'FAILED' if is_ci() else 'SKIPPED'}: {missing}", file=sys.stderr)
        return not is_ci()
    except Exception:  # noqa: BLE001 - whatever it was, it is printed
        traceback.print_exc()
        return False
    return True


def _stop(number: int, _frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


if __name__ == "__main__":
    sys.exit(main())
