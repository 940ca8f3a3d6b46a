"""What stands between a plugin and the directory, and is not as it should be."""

import socket
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def listening(answer: Callable[[socket.socket], None]) -> Iterator[str]:
    """An address where each connection is given to a function, in a thread of its own."""

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            answer(self.request)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as listener:
        listener.daemon_threads = True
        threading.Thread(target=listener.serve_forever, daemon=True).start()
        yield f"ldap://127.0.0.1:{listener.server_address[1]}"
        listener.shutdown()


@contextmanager
def losing_the_answer(port: int, lost: Callable[[bytes], bool]) -> Iterator[str]:
    """A way to the directory that breaks when the answer to some request comes back.

    Args:
        port: Where the directory listens.
        lost: Whether the answer to a request is lost; asked of the bytes that are sent.
    """

    def forward(client: socket.socket) -> None:
        with socket.create_connection(("127.0.0.1", port)) as directory:
            while request := client.recv(65536):
                directory.sendall(request)
                if b"\x42\x00" in request:  # an unbind, which has no answer
                    return
                answer = directory.recv(65536)
                if lost(request):
                    return
                client.sendall(answer)

    with listening(forward) as url:
        yield url
