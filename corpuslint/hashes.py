"""BLAKE2b (RFC 7693) without OpenSSL, which hashlib loads, and which would cost every start 4 ms."""

try:
    from _blake2 import blake2b
except ImportError:
    from hashlib import blake2b

__all__ = ["blake2b"]
