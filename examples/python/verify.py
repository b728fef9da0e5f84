"""Verifies Kolvera's webhook deliveries. Standard library only, Python 3.8 or later."""

import hashlib
import hmac
import re

SIGNATURE_HEADER = "X-Kolvera-Signature"

_HEX_DIGITS = re.compile(r"[0-9a-fA-F]{64}")


def verify(body: bytes, header: "str | None", *secrets: str) -> bool:
    """Whether Kolvera signed exactly this body with one of the secrets.

    body:    the raw request body, before anything has parsed it.
    header:  the value of X-Kolvera-Signature, or None when the request has none.
    secrets: the webhook's secret, or the new and the old one while you rotate.

    Nothing that a sender can put into body or header raises; an empty secret raises ValueError.
    A bare hmac.compare_digest raises TypeError for a missing or a non-ASCII header.
    """
    if not secrets or not all(secrets):
        raise ValueError("The webhook secret is missing or empty.")
    if header is None or _HEX_DIGITS.fullmatch(header) is None:
        return False
    received = header.lower()
    matched = False
    for secret in secrets:
        expected = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
        # Every secret is tried, so that the time taken does not tell which one matched.
        matched = hmac.compare_digest(expected, received) or matched
    return matched
