"""A hand-written endpoint on Flask, right or with one thing wrong with it.

usage: flask_endpoint.py SECRET [FAULT]; prints its address when it listens.
"""

import hashlib
import hmac
import json
import re
import sys
import threading
import time

from flask import Flask, request
from werkzeug.serving import make_server

SECRET = sys.argv[1].encode()
FAULT = sys.argv[2] if len(sys.argv) > 2 else ""

app = Flask(__name__)
LIMIT = 100 * 1024 if FAULT == "cuts-body-at-100-kb" else 1_000_000
seen = set()
handled = 0
lock = threading.Lock()


def is_genuine(body: bytes, header):
    if header is None:
        return FAULT == "signature-optional"
    if FAULT == "parses-first":
        body = json.dumps(json.loads(body), separators=(",", ":"), ensure_ascii=False).encode()
    if FAULT == "decodes-latin1":
        body = body.decode("latin1").encode()
    expected = hmac.new(SECRET, body, hashlib.sha256).hexdigest()
    if FAULT == "crashes-on-malformed-signature":
        return hmac.compare_digest(expected, header)
    if FAULT == "trims-header":
        header = header.strip()
    if FAULT == "ignores-what-follows":
        header = header[:64]
    if FAULT == "compares-with-===":
        return header == expected
    return re.fullmatch("[0-9a-f]{64}", header) is not None and hmac.compare_digest(expected, header)


def read_event(body: bytes):
    try:
        event = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return event if isinstance(event, dict) and isinstance(event.get("event"), str) else None


@app.get("/handled")
def count():
    return str(handled)


@app.post("/kolvera")
def receive():
    global handled
    if (request.content_length or 0) > LIMIT:
        return "", 413
    body = request.get_data()
    if not is_genuine(body, request.headers.get("X-Kolvera-Signature")):
        return "", 200 if FAULT == "answers-before-verifying" else 401
    event = read_event(body)
    if event is None:
        return "", 400
    if FAULT == "refuses-unknown-events" and event["event"] == "contact.celebrated":
        return "", 422
    if FAULT == "answers-late":
        time.sleep(0.15)
    digest = "" if FAULT == "drops-same-id" else hashlib.sha256(body).hexdigest()
    key = f"{event.get('id')} {digest}"
    with lock:
        if key in seen and FAULT != "runs-repeats":
            return "", 200
        seen.add(key)
        handled += 1
    return "", 200


server = make_server("127.0.0.1", 0, app, threaded=True)
print(f"http://127.0.0.1:{server.server_port}", flush=True)
server.serve_forever()
