"""Room for the frames of a whole request, asked of the kernel once.

CPython 3.11 keeps a thread's frames in chunks of 16 KiB. A call that finds no room in the last one asks the kernel for
another, and gives it back when it returns: a loop that happens to stand at the end of a chunk does so in every turn
(gh-142183 of python/cpython, mended from 3.13 on). Today did it some 230 times a request.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

Given = ParamSpec("Given")
Returned = TypeVar("Returned")

# A frame that could hold so many values takes half of a chunk of 1 MiB, and leaves the other half to what is called.
# What nobody writes to costs no memory.
VALUES = 2**16


def with_room(call: Callable[Given, Returned]) -> Callable[Given, Returned]:
    """Return what does the same, with room for all frames beneath it in one chunk. As a middleware: the outermost."""

    def roomy(*args: Given.args, **kwargs: Given.kwargs) -> Returned:
        return call(*args, **kwargs)

    roomy.__code__ = roomy.__code__.replace(co_stacksize=VALUES)
    return roomy
