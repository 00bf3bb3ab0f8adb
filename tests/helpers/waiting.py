"""The one way to wait in tests: for a condition, with a deadline."""

import time
from collections.abc import Callable
from typing import TypeVar

Value = TypeVar("Value")


def wait_until(condition: Callable[[], Value], seconds: float = 10, what: str | Callable[[], str] = "") -> Value:
    """Return the condition's value as soon as it is true; fail after `seconds`, saying what did not come by then.

    Whoever has waited long looks less often: to look takes time from what is waited for.
    """
    begun = time.monotonic()
    while not (value := condition()):
        waited = time.monotonic() - begun
        if waited > seconds:
            told = what() if callable(what) else what
            raise AssertionError(f"after {seconds} seconds still not: {told or condition.__name__}")
        time.sleep(min(max(0.02, waited / 20), 0.2))
    return value
