"""What passes between a parent and its child: frames of JSON, each sealed.

The seal tells what the library has written from what any other code in the child writes into the
same descriptor, by chance or to cut a corner. It does not stop code that was written to forge it.
"""

import hmac
import json
import struct
from collections.abc import Callable, Iterator
from typing import Any, Final

LONGEST: Final = 64 << 20
"""Bytes that a frame may have."""

_HEAD: Final = struct.Struct(">I16s")


class WireError(Exception):
    """What came is no frame of ours: somebody else writes into the pipe, or has cut it off."""


def sealer(key: bytes) -> Callable[[Any], bytes]:
    """Makes the frames of one direction, in their order.

    All that it needs is bound here, so that what is patched later does not reach it.
    """
    digest, pack, dump = hmac.digest, _HEAD.pack, json.JSONEncoder(ensure_ascii=True).encode
    number = 0

    def seal(message: Any) -> bytes:
        nonlocal number
        body = dump(message).encode("ascii")
        seal = digest(key, number.to_bytes(8, "big") + body, "sha256")[:16]
        number += 1
        return pack(len(body), seal) + body

    return seal


class Frames:
    """Takes the frames of one direction apart, and refuses what is none."""

    def __init__(self, key: bytes) -> None:
        self._key, self._number, self._have = key, 0, bytearray()

    def feed(self, data: bytes) -> Iterator[Any]:
        """The messages that are whole with what has come now.

        Raises:
            WireError: What came was not written by the other side.
        """
        self._have += data
        while len(self._have) >= _HEAD.size:
            length, seal = _HEAD.unpack_from(self._have)
            if length > LONGEST:
                raise WireError("a frame is too long")
            end = _HEAD.size + length
            if len(self._have) < end:
                return
            body = bytes(self._have[_HEAD.size : end])
            digest = hmac.digest(self._key, self._number.to_bytes(8, "big") + body, "sha256")
            if not hmac.compare_digest(seal, digest[:16]):
                raise WireError("a frame is not sealed by us")
            del self._have[:end]
            self._number += 1
            yield json.loads(body)
