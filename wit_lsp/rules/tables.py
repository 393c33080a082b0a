"""The names that rules go by: what the words in the name of a function, parameter or resource say about it.

From reading the interfaces of WASI 0.2 and 0.3 and of some 60 public projects, last in 2026-11. Each is the default of
an option, or fixed where nothing else can be meant.
"""

from __future__ import annotations

TIME_LIMITS = ("deadline", "timeout", "budget")
UNITS = ("ns", "us", "ms", "s")


def _listed(words: str) -> tuple[str, ...]:
    return tuple(words.split())


_CONVERTING = "parse* format* encode* decode* validate* compare* extract* to-* from-* is-* has-*"
_CLOCKS = "now *-now *-time *-time-* *-timestamp resolution get-resolution"
_RANDOM = "*random* *entropy* *uuid* reseed"
_CRYPTO = "sign verify encrypt decrypt derive-* generate-key*"
_SOCKETS = "bind listen create-socket create-*-socket"

INSTANT = _listed(f"{_CONVERTING} {_CLOCKS} {_RANDOM} {_CRYPTO} {_SOCKETS}")
"""Patterns of functions that only compute, or that every host answers at once."""

ENDING = _listed(
    "subscribe unsubscribe* cancel* abort* close close-* disconnect* drop* destroy* release* free* deallocate* finish*"
)
"""Patterns of functions that end something, or say when it ends."""

ENTRIES = frozenset(("run", "main", "start", "init"))
"""Functions without parameters with which a host starts a component: it can stop that as well."""

SLEEPING = _listed("sleep sleep-* wait-for wait-until deadline timeout")
"""Patterns of functions that take the time that they are given."""

IN_MEMORY = _listed(
    "set append insert push pop delete remove clear contains keys values entries with add id body consume"
)
"""First words of methods that only touch what their resource holds in memory."""

LOCAL = _listed("builder options config headers fields trailers hasher digest hmac")
"""Last words of resources that hold everything in memory."""

REMOTE = _listed("store bucket database connection client session queue topic")
"""Words of a resource whose contents are elsewhere."""

ARITHMETIC = frozenset(("add", "sub", "mul", "div", "divide"))
"""Whole names of functions that compute with numbers."""

HASHES = _listed("hash sha1 sha256 sha512 md5 crc32 blake3 digest checksum hmac mac")
"""Words of functions that make a few bytes of many."""

FIXED_SIZE = (*HASHES, *_listed("hasher sign signature nonce salt seed key keypair uuid fingerprint attestation v128"))
"""Last words of what is a few bytes long."""

BOUNDS = frozenset(("len", "length", "max", "limit", "size", "count", "bytes", "width", "height", "n"))
"""Words of a number that says how many bytes may come."""

AMOUNT_READERS = frozenset(("read", "recv", "receive", "next"))
"""First words of functions in which any number says how many bytes may come, unless it says which or where."""

NOT_AMOUNTS = frozenset(("id", "offset", "position", "index", "fd", "handle", "key"))
"""Last words of numbers that say which or where."""

_CODECS = "decode decrypt decompress inflate encode encrypt compress deflate zip serialize marshal transcode"
_DRAWING = "render rasterize screenshot thumbnail capture record generate synthesize convert transform resize"
_TAKING = (
    "read get fetch load download next recv receive open body content find collect finish process handle bytes data "
    "lookup peek snapshot"
)
READING = _listed(f"{_TAKING} {_CODECS} {_DRAWING}")
"""First words of functions whose caller reads what they return."""
