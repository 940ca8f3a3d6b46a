"""What stands between a plugin and the directory, and is not as it should be."""

import select
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
        losing = False
        with socket.create_connection(("127.0.0.1", port)) as directory:
            while True:
                readable, _, _ = select.select([client, directory], [], [])
                sender, receiver = (
                    (client, directory) if client in readable else (directory, client)
                )
                sent = sender.recv(65536)
                losing = losing or (sender is client and lost(sent))
                if not sent or (losing and sender is directory):
                    return
                receiver.sendall(sent)

    with listening(forward) as url:
        yield url
