"""Who may talk to the review: one browser of the person who started it, and no page of anybody else.

The address that is opened holds a token behind `#`, which no browser sends anywhere. The page exchanges it, once, for
a key that it keeps for its own origin (scheme, host and port) and sends in a header with every call. There is no
cookie, which any program on another port of this machine would be sent; and no page of another origin can set that
header, for no call is answered with permission to (CORS). What a name server says is of no use either (DNS
rebinding): only the names of this machine are answered to.
"""

from __future__ import annotations

import hmac
import secrets
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST = 8 << 20
"""Bytes of the largest call: the fingerprints of 100,000 findings and more."""


class Refusal(NamedTuple):
    """Why a call is not answered, as a status of HTTP and in words."""

    status: int
    reason: str


class Gate:
    """The token and the key of one review, and the origins that it answers to."""

    def __init__(self, port: int) -> None:
        self.hosts = (f"127.0.0.1:{port}", f"localhost:{port}")
        self._token = secrets.token_urlsafe(32)
        self._key = secrets.token_urlsafe(32)

    @property
    def address(self) -> str:
        """What a browser opens."""
        return f"http://{self.hosts[0]}/#enter={self._token}"

    def host(self, headers: Mapping[str, str]) -> Refusal | None:
        """Why a request to this host is not answered; None where it is."""
        if headers.get("Host", "") not in self.hosts:
            return Refusal(421, f"open http://{self.hosts[0]}/; this server has no other name")
        return None

    def call(self, headers: Mapping[str, str]) -> Refusal | None:
        """Why a call of the page is not answered, whoever makes it; None where it is."""
        host = headers.get("Host", "")
        if headers.get("Origin", "") != f"http://{host}":
            return Refusal(403, "only the page of this review may call")
        if headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
            return Refusal(403, "only the page of this review may call")
        if headers.get("Content-Type", "") != "application/json":
            return Refusal(415, "a call is JSON")
        return None

    def size(self, headers: Mapping[str, str]) -> int | Refusal:
        """The bytes of a call, or why it is not read."""
        text = headers.get("Content-Length", "")
        if "Transfer-Encoding" in headers or not (text.isascii() and text.isdecimal() and len(text) < 16):
            return Refusal(411, "the length of a call must be told")
        return int(text) if int(text) <= LONGEST else Refusal(413, f"a call has at most {LONGEST:,} bytes")

    def known(self, headers: Mapping[str, str]) -> Refusal | None:
        """Why the caller is not let in; None where it has the key."""
        given = headers.get("Authorization", "")
        if not hmac.compare_digest(given.encode("utf-8", "replace"), f"Bearer {self._key}".encode()):
            return Refusal(401, "this window was not let in; open the address that the terminal shows")
        return None

    def enter(self, token: object) -> str:
        """The key for the token; "" where it is wrong or was used before. A used token is replaced by another."""
        if not isinstance(token, str) or not hmac.compare_digest(
            token.encode("utf-8", "replace"), self._token.encode()
        ):
            return ""
        self._token = secrets.token_urlsafe(32)
        return self._key
