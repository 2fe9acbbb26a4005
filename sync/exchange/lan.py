"""Devices on the venue's own network: calls over TLS, in frames, and the server that answers.

An answer is a pair of a refusal's code (empty for none) and the bytes, which are the explanation
where there is a code.
"""

from __future__ import annotations

import contextlib
import errno
import socket
import ssl
import threading
from collections.abc import Callable, Iterator

import msgspec

from sync.decoding import decoder_of
from sync.exchange.frames import FRAME_BYTES_MAX, Deadline, receive_frame, send_frame
from sync.exchange.lan_tls import client_context, peer_key, server_context
from sync.exchange.line import ExchangeFault, NotAStore, StoreAway, StoreRefused
from sync.exchange.peer_messages import MEET
from sync.identity.keys import DeviceKey
from sync.store.port import StoreFault

CONNECTIONS_MAX = 192
"""Two for each of 64 devices, and some that are on their way out."""
BACKLOG = 64
HANDSHAKE_TIMEOUT_S = 5.0
IDLE_TIMEOUT_S = 60.0
ANSWER_TIMEOUT_S = 20.0
ACCEPT_AGAIN_S = 0.05
STRANGER_BYTES_MAX = 64 * 1024
"""As long as a caller was not met, its frames are small."""
_read_pair = decoder_of(tuple[str, bytes])
"""A request's path and body, or an answer's code and content."""


class LanLine:
    """A `PeerLine` to one address. Calls by several threads wait for each other."""

    def __init__(self, host: str, port: int) -> None:
        self._address = (host, port)
        self._context = client_context()
        self._lock = threading.Lock()
        self._connection: ssl.SSLSocket | None = None
        self._key = b""

    def peer_public(self, timeout_s: float) -> bytes:
        """The key of whoever is on the line; dials when nobody is."""
        deadline = Deadline(timeout_s)
        with self._turn(deadline):
            self._dialled(deadline)
            return self._key

    def call(self, path: str, body: bytes, timeout_s: float) -> bytes:
        """The answer to a request, over the connection that is open or a new one."""
        deadline = Deadline(timeout_s)
        request = msgspec.msgpack.encode((path, body))
        with self._turn(deadline):
            is_fresh = self._connection is None
            answer = self._tried(request, deadline)
            if answer is None and not is_fresh:
                # The other side had hung up while nobody spoke; every request may be repeated.
                answer = self._tried(request, deadline)
        if answer is None:
            raise StoreAway("the line broke")
        return _read_answer(answer)

    def close(self) -> None:
        """Hang up. A later call dials again."""
        with self._lock:
            self._hang_up()

    @contextlib.contextmanager
    def _turn(self, deadline: Deadline) -> Iterator[None]:
        if not self._lock.acquire(timeout=deadline.left_s()):
            raise StoreAway("the line is busy")
        try:
            yield
        except BaseException:
            self._hang_up()
            raise
        finally:
            self._lock.release()

    def _tried(self, request: bytes, deadline: Deadline) -> bytes | None:
        """The answer's frame, None when the line broke."""
        connection = self._dialled(deadline)
        try:
            send_frame(connection, request, deadline)
            answer = receive_frame(connection, deadline)
        except TimeoutError as error:
            raise StoreAway("no whole answer in time") from error
        except OSError:
            answer = None
        if answer is None:
            self._hang_up()
        return answer

    def _dialled(self, deadline: Deadline) -> ssl.SSLSocket:
        if self._connection is None:
            try:
                plain = socket.create_connection(self._address, deadline.left_s())
                self._connection = self._secured(plain, deadline)
                self._key = peer_key(self._connection)
            except OSError as error:
                raise StoreAway(str(error) or type(error).__name__) from error
        return self._connection

    def _secured(self, plain: socket.socket, deadline: Deadline) -> ssl.SSLSocket:
        try:
            plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            plain.settimeout(deadline.left_s())
            return self._context.wrap_socket(plain)
        except BaseException:
            plain.close()
            raise

    def _hang_up(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


class LanServer:
    """Answers peers on a port. One thread for each connection, and no more than some."""

    def __init__(
        self,
        answer: Callable[[str, bytes], bytes],
        key: DeviceKey,
        keep_fault: Callable[[BaseException], None],
        host: str = "",
        port: int = 0,
    ) -> None:
        """Take the port, any free one for 0; `OSError` when it is taken.

        `keep_fault` hears what went wrong in answering, on the thread of that connection.
        """
        self._answer = answer
        self._keep_fault = keep_fault
        self._context = server_context(key)
        self._listener = _listening(host, port)
        self.port: int = self._listener.getsockname()[1]
        self._lock = threading.Lock()
        self._connections: set[socket.socket] = set()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._accept, name="venue server", daemon=True)

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def stop(self) -> None:
        """Hang up on everybody and let go of the port."""
        self._stopped.set()
        with contextlib.suppress(OSError):
            # Closing alone does not wake a thread that waits in `accept`.
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        with self._lock:
            connections = list(self._connections)
        for connection in connections:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        if self._thread.is_alive():
            self._thread.join(2.0)

    def _accept(self) -> None:
        while not self._stopped.is_set():
            try:
                connection, _address = self._listener.accept()
            except OSError:
                # The caller was gone before it was its turn; or there are too many open files, and
                # then trying at once would keep everything else from running.
                if self._stopped.wait(ACCEPT_AGAIN_S):
                    return
                continue
            with self._lock:
                has_room = len(self._connections) < CONNECTIONS_MAX and not self._stopped.is_set()
                if has_room:
                    self._connections.add(connection)
            if not has_room:
                connection.close()
                continue
            threading.Thread(
                target=self._serve, args=(connection,), name="venue caller", daemon=True
            ).start()

    def _serve(self, plain: socket.socket) -> None:
        """One caller, until it hangs up, is silent for long, or breaks a rule of the frames."""
        connection = plain
        try:
            plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            plain.settimeout(HANDSHAKE_TIMEOUT_S)
            connection = self._context.wrap_socket(plain, server_side=True)
            with self._lock:
                self._connections.remove(plain)
                self._connections.add(connection)
            self._converse(connection)
        except (OSError, ExchangeFault, msgspec.MsgspecError):
            return  # It is gone or it is no peer; nothing was taken from it.
        except Exception as error:  # noqa: BLE001 - the top of a caller's thread
            self._keep_fault(error)
        finally:
            with self._lock:
                self._connections -= {plain, connection}
            connection.close()

    def _converse(self, connection: socket.socket) -> None:
        is_met = False
        while not self._stopped.is_set():
            wait_s, bytes_max = (
                (IDLE_TIMEOUT_S, FRAME_BYTES_MAX)
                if is_met
                else (HANDSHAKE_TIMEOUT_S, STRANGER_BYTES_MAX)
            )
            request = receive_frame(connection, Deadline(wait_s), bytes_max)
            if request is None:
                return
            path, body = _read_pair(request)
            code, content = self._answered(path, body)
            is_met = is_met or (path == MEET and not code)
            answer = msgspec.msgpack.encode((code, content))
            send_frame(connection, answer, Deadline(ANSWER_TIMEOUT_S))

    def _answered(self, path: str, body: bytes) -> tuple[str, bytes]:
        try:
            return "", self._answer(path, body)
        except StoreRefused as error:
            return error.code, str(error).encode()
        except StoreFault as error:
            self._keep_fault(error)
            return "peer_fault", str(error).encode()


def _listening(host: str, port: int) -> socket.socket:
    """A listening socket; on all addresses, of IPv6 too where this machine has it, for no host."""
    if host:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family, backlog=BACKLOG)
    if socket.has_dualstack_ipv6():
        try:
            return socket.create_server(
                ("", port), family=socket.AF_INET6, dualstack_ipv6=True, backlog=BACKLOG
            )
        except OSError as error:
            # IPv6 may be compiled in and switched off; a port that is taken is taken in both.
            if error.errno == errno.EADDRINUSE:
                raise
    return socket.create_server(("", port), backlog=BACKLOG)


def _read_answer(answer: bytes) -> bytes:
    try:
        code, content = _read_pair(answer)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise NotAStore(str(error)) from error
    if code:
        raise StoreRefused(code, content.decode(errors="replace"))
    return bytes(content)
