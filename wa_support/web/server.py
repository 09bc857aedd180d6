"""Runs one WSGI app with granian: a light main process, and a worker that builds the app."""

import ctypes
import gc
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from multiprocessing.sharedctypes import RawValue
from typing import TYPE_CHECKING, Any, Final

from wa_support.domain.errors import ConfigurationError, WaSupportError

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

BuildApp = Callable[[], "WSGIApplication"]
_WRONG_CONFIGURATION: Final = 2
_NOT_NOW: Final = 1  # a database that is away comes back; the supervisor tries again
_MOST_FILES: Final = 16_384
_FINISH_S: Final = 8  # containers are given 10 s to stop
_PR_SET_PDEATHSIG: Final = 1  # linux/prctl.h


def serve(
    build_app: BuildApp,
    *,
    host: str,
    port: int,
    threads: int,
    name: str,
    claimed: Callable[[], None] | None = None,
) -> None:
    """Serves until SIGTERM or SIGINT, then finishes the requests in flight (at most 8 s).

    `build_app` runs in the worker only, so what it imports costs memory once; where processes are
    spawned rather than forked (macOS) it must be picklable. A client that stalls within its body
    holds a thread and granian never gives up on it: `threads`, started on demand, says how many
    of those it takes to keep the others waiting. `claimed` is called once the port has proved
    free. Raises `ConfigurationError` when the port is taken, `SystemExit` when the worker ended by
    itself (2: it refused its configuration).
    """
    address = _claim(host, port, name)
    if claimed is not None:
        claimed()
    try:
        from granian import Granian  # noqa: F401
    except ImportError:
        _serve_plainly(build_app, host=host, port=port, name=name)
    else:
        _serve_with_granian(build_app, address=address, port=port, threads=threads)


def _claim(host: str, port: int, name: str) -> str:
    """The address behind `host`. granian shares a port with any other granian, silently, and
    takes no names; we want to be told, and say localhost."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            fault = f"{name}: cannot listen on {host} port {port}: {error.strerror}"
            raise ConfigurationError([fault]) from error
        return str(probe.getsockname()[0])


def _serve_with_granian(build_app: BuildApp, *, address: str, port: int, threads: int) -> None:
    from granian import Granian
    from granian.constants import HTTPModes, Interfaces
    from granian.http import HTTP1Settings
    from granian.log import LogLevels

    exit_code = RawValue("i", 0)
    server = Granian(
        "wa_support",
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=threads,
        backpressure=_most_connections(),
        http=HTTPModes.http1,
        websockets=False,
        http1_settings=HTTP1Settings(header_read_timeout=5_000),
        log_level=LogLevels.error,
        log_dictconfig=_LOG_ON_STDERR,
        workers_kill_timeout=_FINISH_S,
    )
    # The forked worker shares our pages for as long as neither side touches them.
    gc.freeze()
    _let_a_stop_reach_new_workers()
    load = _Load(build_app=build_app, main_pid=os.getpid(), exit_code=exit_code)
    try:
        server.serve(target_loader=load, wrap_loader=False)
    except SystemExit as ended:
        raise SystemExit(exit_code.value or ended.code) from None


def _let_a_stop_reach_new_workers() -> None:
    """A forked worker has its main process's handler, which does nothing there, and granian sets
    its own only once the app is built: a stop in between would wait for the kill."""
    term = {signal.SIGTERM}
    os.register_at_fork(
        before=partial(signal.pthread_sigmask, signal.SIG_BLOCK, term),
        after_in_parent=partial(signal.pthread_sigmask, signal.SIG_UNBLOCK, term),
        after_in_child=_take_the_default,
    )


def _take_the_default() -> None:
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})


def _most_connections() -> int:
    """Half of the files we may open (as many as the system lets us): idle connections need no
    thread, and what they leave is for the database."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    limit = max(soft, min(hard, _MOST_FILES) if hard != resource.RLIM_INFINITY else _MOST_FILES)
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, hard))
    return min(limit, _MOST_FILES) // 2


_LOG_ON_STDERR: Final = {
    "handlers": {
        "console": {"class": "logging.StreamHandler", "stream": "ext://sys.stderr"},
        "access": {"class": "logging.NullHandler"},
    },
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Load:
    """What granian calls in its worker to get the app."""

    build_app: BuildApp
    main_pid: int
    exit_code: Any

    def __call__(self) -> "WSGIApplication":
        end_with(self.main_pid)
        try:
            return self.build_app()
        except WaSupportError as fault:
            print(fault, file=sys.stderr, flush=True)
            wrong = isinstance(fault, ConfigurationError)
            self.exit_code.value = _WRONG_CONFIGURATION if wrong else _NOT_NOW
            os._exit(self.exit_code.value)


def end_with(parent: int) -> None:
    """Ends this process when `parent` has gone, even by SIGKILL.

    granian's worker goes on serving otherwise. Linux tells us at once; elsewhere we look.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    threading.Thread(target=_look_for, args=(parent,), name="parent-watch", daemon=True).start()


def _look_for(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def _serve_plainly(build_app: BuildApp, *, host: str, port: int, name: str) -> None:
    """Where granian does not exist (Windows): correct, slower, for trying things out."""
    from werkzeug.serving import WSGIRequestHandler, make_server

    class Quiet(WSGIRequestHandler):
        def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
            """No access log."""

    print(f"{name}: granian is missing, serving plainly", file=sys.stderr)
    make_server(host, port, build_app(), threaded=True, request_handler=Quiet).serve_forever()
