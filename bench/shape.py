"""How large the parts of the code are: `python -m bench.shape` prints each figure as `name: value`.

A function's length counts all from `def` to its last line, its docstring too. Migrations are left out everywhere; tests
count for the longest file, the largest folder and the ratio alone.
"""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path
from statistics import mean, quantiles

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("basics", "reminders", "couples", "agreements", "journal", "checkins", "pages", "config")
Function = ast.FunctionDef | ast.AsyncFunctionDef


def main() -> None:
    """Print the figures."""
    for name, value in figures().items():
        print(f"{name}: {value:.3g}")


def figures() -> dict[str, float]:
    """Return each figure under its name."""
    rooms, tests = modules(*ROOMS), modules("tests")
    lengths = [length for path in rooms for length in function_lengths(path)]
    views = [length for path in rooms if path.stem.endswith("views") for length in function_lengths(path)]
    everything = rooms + tests + modules("bench", "deploy")
    return {
        "function_mean_lines": mean(lengths),
        "function_p90_lines": quantiles(lengths, n=10)[-1],
        "view_mean_lines": mean(views),
        "longest_file_lines": max(map(lines, everything)),
        "largest_folder_modules": max(folder_sizes(everything).values()),
        "tests_to_code": sum(map(lines, tests)) / sum(map(lines, rooms)),
    }


def modules(*folders: str) -> list[Path]:
    """Return the Python files in the folders, without migrations."""
    found = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    return [path for path in found if "migrations" not in path.parts]


def lines(path: Path) -> int:
    """Return how many lines a file has."""
    return len(path.read_text().splitlines())


def folder_sizes(paths: list[Path]) -> Counter[Path]:
    """Return how many modules each folder has itself."""
    return Counter(path.parent for path in paths if path.name != "__init__.py")


def function_lengths(path: Path) -> list[int]:
    """Return the length of each function of a module, from `def` to its last line."""
    functions = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, Function)]
    return [(node.end_lineno or node.lineno) - node.lineno + 1 for node in functions]


if __name__ == "__main__":
    main()
