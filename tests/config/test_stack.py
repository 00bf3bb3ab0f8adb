"""Frames have room in one chunk: no loop asks the kernel for memory in each of its turns."""

from __future__ import annotations

import resource
from concurrent.futures import ThreadPoolExecutor

from config.stack import with_room

TURNS = 50
DEPTHS = 300


def nothing(_a=0, _b=0, _c=0, _d=0, _e=0, _f=0, _g=0, _h=0, _i=0, _j=0, _k=0, _l=0) -> None:
    """Be called, with a frame larger than the one of the loop: at the end of each chunk there is a depth for it."""


def faults_at_the_worst_depth() -> int:
    """Return how many pages a loop of TURNS calls asked for, at the depth where it asked for most."""
    return max(faults_of_a_loop(depth) for depth in range(DEPTHS))


def faults_of_a_loop(depth: int) -> int:
    if depth:
        return faults_of_a_loop(depth - 1)
    before = resource.getrusage(resource.RUSAGE_THREAD).ru_minflt
    for _turn in range(TURNS):
        nothing()
    return resource.getrusage(resource.RUSAGE_THREAD).ru_minflt - before


def test_without_it_does():
    """At some depth: in a thread of its own, which has no room made by anybody."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        assert thread.submit(faults_at_the_worst_depth).result() >= TURNS


def test_with_room_no_loop_asks_for_memory_in_each_turn():
    with ThreadPoolExecutor(max_workers=1) as thread:
        assert thread.submit(with_room(faults_at_the_worst_depth)).result() < TURNS / 2


def test_a_test_has_room():
    assert faults_at_the_worst_depth() < TURNS / 2


def test_what_is_called_gets_and_gives_the_same():
    assert with_room(divmod)(7, 2) == (3, 1)
    assert with_room(int)("11", base=2) == 3
