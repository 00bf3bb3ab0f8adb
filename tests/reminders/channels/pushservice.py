"""A push service on the loopback: real TLS under a push service's name, real decryption, answers as a test asks for.

Only two things of the real way are replaced: the name leads here, and our own authority is trusted.
"""

from __future__ import annotations

import base64
import json
import ssl
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import http_ece
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from reminders.choices.devices import Sent

# The library's own half a second passed at the end of each test.
LOOKS_FOR_ITS_END_SECONDS = 0.02


def encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


@dataclass
class Browser:
    """A device's half of a subscription: its keys, and the address at its push service."""

    name: str
    host: str = "fcm.googleapis.com"
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    secret: bytes = b"sixteen bytes it"

    @property
    def endpoint(self) -> str:
        return f"https://{self.host}/fcm/send/{self.name}"

    @property
    def public_key(self) -> str:
        point = self.key.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )
        return encoded(point)

    @property
    def form(self) -> dict[str, str]:
        """What the page sends when this device is switched on."""
        return {"endpoint": self.endpoint, "p256dh": self.public_key, "auth": encoded(self.secret)}

    @property
    def sent(self) -> Sent:
        """The same as the verbs take it."""
        return Sent(self.endpoint, self.public_key, encoded(self.secret))

    def read(self, body: bytes) -> dict[str, Any]:
        """Decrypt a push as a browser does (RFC 8291)."""
        text = http_ece.decrypt(body, private_key=self.key, auth_secret=self.secret, version="aes128gcm")
        read: dict[str, Any] = json.loads(text)
        return read


@dataclass(frozen=True)
class Push:
    """One request as it arrived."""

    path: str
    headers: dict[str, str]
    body: bytes


class Service:
    """An HTTPS server that keeps what it gets and answers by path."""

    def __init__(self, folder: Path, *hosts: str) -> None:
        self.authority = folder / "authority.pem"
        self.pushes: list[Push] = []
        self.answers: dict[str, tuple[int, dict[str, str]]] = {}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._server.socket = _tls(folder, self.authority, hosts).wrap_socket(self._server.socket, server_side=True)
        threading.Thread(target=self._server.serve_forever, args=[LOOKS_FOR_ITS_END_SECONDS], daemon=True).start()

    @property
    def port(self) -> int:
        return self._server.server_port

    def answer(self, device: str, status: int, **headers: str) -> None:
        """Answer pushes to the device so."""
        self.answers[device] = (status, {name.replace("_", "-"): value for name, value in headers.items()})

    def to(self, device: str) -> list[Push]:
        return [push for push in self.pushes if push.path.endswith(f"/{device}")]

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        service = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_PUT(self) -> None:
                self.do_POST()

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                headers = {name.title(): value for name, value in self.headers.items()}
                service.pushes.append(Push(self.path, headers, body))
                status, extra = service.answers.get(self.path.rsplit("/", 1)[-1], (201, {}))
                self.send_response(status)
                for name, value in extra.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_arguments: object) -> None:
                """Say nothing."""

        return Handler


def _tls(folder: Path, authority: Path, hosts: tuple[str, ...]) -> ssl.SSLContext:
    """Make a certificate for the hosts, which is its own authority."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "tests")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host) for host in hosts]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    authority.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    private = folder / "key.pem"
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(authority, private)
    return context
