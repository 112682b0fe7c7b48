"""A PostgreSQL server of our own for tests: on loopback, in a folder of its own, ended by its own process."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg

_START_SECONDS = 60
_DEBIAN = Path("/usr/lib/postgresql")
_UNPRIVILEGED = "postgres"


def program(name: str) -> str | None:
    """Return where a program of the server lies: the newest of Debian's, else what the path has; None where it is not installed."""
    versions = sorted((path for path in _DEBIAN.glob(f"*/bin/{name}")), key=lambda path: float(path.parts[-3]))
    return str(versions[-1]) if versions else shutil.which(name)


def is_installed() -> bool:
    """Return whether a server can be started here."""
    return program("initdb") is not None and program("postgres") is not None


@contextmanager
def postgresql() -> Iterator[str]:
    """Start a server on a free port of 127.0.0.1 and give its address for SQLAlchemy. It ends with the block, and its folder goes."""
    with tempfile.TemporaryDirectory(prefix="penia-postgresql-", ignore_cleanup_errors=True) as made:
        folder = Path(made)
        as_whom = {}
        if hasattr(os, "geteuid") and os.geteuid() == 0:  # the server refuses to run as root
            as_whom = {"user": _UNPRIVILEGED, "group": _UNPRIVILEGED, "extra_groups": []}
            shutil.chown(folder, _UNPRIVILEGED, _UNPRIVILEGED)
        yield from _serve(folder, {**as_whom, "cwd": "/", "stdin": subprocess.DEVNULL, "stderr": subprocess.STDOUT,
                                   "env": {**os.environ, "LC_ALL": "C"}})


def _serve(folder: Path, settings: dict) -> Iterator[str]:
    data = folder / "data"
    made = subprocess.run([program("initdb"), "-D", str(data), "-U", "penia", "-A", "trust", "-E", "UTF8", "--no-sync"], check=False, text=True,
                          timeout=120, stdout=subprocess.PIPE, **settings)
    assert made.returncode == 0, made.stdout
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen([program("postgres"), "-D", str(data), "-h", "127.0.0.1", "-p", str(port), "-k", "", "-F"],
                                  stdout=log, **settings)
        try:
            _wait(port, server, folder / "log")
            yield f"postgresql+psycopg://penia@127.0.0.1:{port}/postgres"
        finally:
            server.send_signal(signal.SIGINT)  # ends at once; SIGTERM would wait for every client to leave
            try:
                server.wait(timeout=20)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _wait(port: int, server: subprocess.Popen, log: Path) -> None:
    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end and server.poll() is None:
        with suppress(psycopg.OperationalError):
            psycopg.connect(host="127.0.0.1", port=port, user="penia", dbname="postgres", connect_timeout=2).close()
            return
        time.sleep(0.1)
    raise RuntimeError(f"no server after {_START_SECONDS} s: {log.read_text(encoding='utf-8', errors='replace')}")
