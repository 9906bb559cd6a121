"""Time-stamps, OCSP and revocation lists of the practice office, served on this machine only.

Certomancer answers the requests. For practice and tests: a real office asks the real services.
"""

import socketserver
import threading
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from counter_app.errors import Trouble
from counter_app.signing.practice_architecture import TSA_PATH
from counter_app.signing.practice_pki import load_architectures, services_url


class LocalServices:
    """Context manager over a folder that `make_practice_pki` made.

    Listens on the port written into the certificates, so that their OCSP and CRL addresses answer; `port=0` takes a
    free one instead (time-stamps only). Trouble `signing.services_port` when the port is taken.
    """

    def __init__(self, folder: Path, *, port: int | None = None) -> None:
        self._folder = folder
        self._port = (urlsplit(services_url(folder)).port or 0) if port is None else port
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def base_url(self) -> str:
        assert self._server is not None
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def tsa_url(self) -> str:
        return self.base_url + TSA_PATH

    def start(self) -> None:
        application = _application(self._folder)
        try:
            self._server = _Server(("127.0.0.1", self._port), _Handler)
        except OSError as error:
            raise Trouble("signing.services_port", port=self._port) from error
        self._server.set_app(application)
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, name="local-services", daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """Answers what has been asked, then closes. Stopping twice does nothing."""
        if self._server is None or self._thread is None:
            return
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
        self._server = self._thread = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def _application(folder: Path) -> Any:
    from certomancer.integrations.animator import Animator, AnimatorArchStore
    from certomancer.registry import ArchLabel

    architectures = {ArchLabel(name): found for name, found in load_architectures(folder).items()}
    return Animator(AnimatorArchStore(architectures), with_web_ui=False, allow_time_override=False)


class _Server(socketserver.ThreadingMixIn, WSGIServer):
    daemon_threads = False
    request_queue_size = 64

    def server_bind(self) -> None:
        """Without the name look-up of http.server: on an office network it may take seconds."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = "127.0.0.1", self.server_address[1]
        self.setup_environ()


class _Handler(WSGIRequestHandler):
    timeout = 5  # a silent client must not hold up the end

    def log_message(self, format: str, *args: object) -> None:
        """No line per request: the addresses asked for are nobody's business."""
