"""Running the service: a listening socket first, then uvicorn on it, and a line that says where."""

import logging
import socket
import sys

import typer

from api.settings import Settings
from graph.errors import BusyError


def serve(settings: Settings) -> None:
    """Serve until stopped (Ctrl-C, SIGTERM). Raises BusyError where the port is taken."""
    import uvicorn

    from api.app import make_app
    from api.patience import PatientProtocol

    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listener:  # so that asyncio sets TCP_NODELAY
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((settings.host, settings.port))
        except OSError as error:
            where = f"{settings.host}:{settings.port}"
            raise BusyError(
                f"{where}: {error.strerror}; choose another with --port, or --port 0 for a free one"
            ) from error
        port = listener.getsockname()[1]
        shown = f"[{settings.host}]" if family == socket.AF_INET6 else settings.host
        typer.echo(
            f"Amur serves http://{shown}:{port}/  (SPARQL at /sparql, documentation at /docs; Ctrl-C stops it)",
            err=True,
        )
        sys.stderr.flush()
        if settings.log_requests:
            requests = logging.getLogger("amur.requests")
            requests.addHandler(logging.StreamHandler())
            requests.setLevel(logging.INFO)
        config = uvicorn.Config(
            make_app(settings),
            log_level="warning",
            lifespan="on",
            http=PatientProtocol,
            server_header=False,
            proxy_headers=False,  # whoever connects is the client: what a header says of it, anybody can write
            timeout_keep_alive=15,
            timeout_graceful_shutdown=10,
            h11_max_incomplete_event_size=65_536,
        )
        uvicorn.Server(config).run(sockets=[listener])
