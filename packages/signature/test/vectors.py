"""Checks vectors.json with Python's hmac and hashlib alone, as Kolvera publishes the scheme.

Usage: python3 vectors.py vectors.json
Exit code 1 names each vector on which this implementation and the file disagree.
"""

import hashlib
import hmac
import json
import sys


def body_of(vector):
    if "body_hex" in vector:
        return bytes.fromhex(vector["body_hex"])
    return vector["body"].encode("utf-8")


def sign(body, secret):
    return hmac.new(secret.encode("utf-8"), body, hashlib.sha256).hexdigest()


def check(body, header, secrets):
    values = [header] if isinstance(header, str) else header
    if not values:
        return "missing_signature"
    if len(values) > 1 or len(values[0]) != 64:
        return "malformed_signature"
    if any(digit not in "0123456789abcdefABCDEF" for digit in values[0]):
        return "malformed_signature"
    signature = values[0].lower()
    matches = [hmac.compare_digest(sign(body, secret), signature) for secret in secrets]
    return "ok" if any(matches) else "mismatch"


def main(path):
    with open(path, encoding="utf-8") as file:
        vectors = json.load(file)
    wrong = []
    for vector in vectors["signatures"]:
        body = body_of(vector)
        if sign(body, vector["secret"]) != vector["signature"]:
            wrong.append("signature of " + vector["name"])
        if "sha256:" + hashlib.sha256(body).hexdigest() != vector["fingerprint"]:
            wrong.append("fingerprint of " + vector["name"])
    for vector in vectors["checks"]:
        if check(body_of(vector), vector["header"], vector["secrets"]) != vector["result"]:
            wrong.append("check of " + vector["name"])
    if wrong:
        sys.exit("\n".join(wrong))
    print(f"{len(vectors['signatures'])} signatures and {len(vectors['checks'])} checks agree")


main(sys.argv[1])
