"""A mail server that takes everything and keeps nothing, light enough not to be what is measured.

python -m bench.sink PORT
"""

from __future__ import annotations

import asyncio
import sys

ANSWERS = {b"EHLO": b"250 sink\r\n", b"HELO": b"250 sink\r\n", b"DATA": b"354 go on\r\n", b"QUIT": b"221 bye\r\n"}
END = b"\r\n.\r\n"


class Sink(asyncio.Protocol):
    """One connection. It reads whole chunks and looks at the first four letters of a line only."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Greet."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._left = b""
        self._in_letter = False
        transport.write(b"220 sink\r\n")

    def data_received(self, data: bytes) -> None:
        """Answer each command, and each letter at its end."""
        self._left += data
        while self._step():
            pass

    def _step(self) -> bool:
        end = END if self._in_letter else b"\r\n"
        line, found, rest = self._left.partition(end)
        if not found:
            return False
        self._left = rest
        if self._in_letter:
            self._in_letter = False
            self._transport.write(b"250 taken\r\n")
            return True
        verb = line[:4].upper()
        self._transport.write(ANSWERS.get(verb, b"250 ok\r\n"))
        self._in_letter = verb == b"DATA"
        if verb == b"QUIT":
            self._transport.close()
        return True


async def serve(port: int) -> None:
    """Listen until the process is ended."""
    server = await asyncio.get_running_loop().create_server(Sink, "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
