"""An endpoint on the standard library: KOLVERA_WEBHOOK_SECRET=... python3 server.py"""

import json
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from verify import SIGNATURE_HEADER, verify

SECRET = os.environ["KOLVERA_WEBHOOK_SECRET"]
MAX_BYTES = 1_000_000


class Endpoint(BaseHTTPRequestHandler):
    # Ends a connection whose body does not arrive.
    timeout = 10

    def do_POST(self) -> None:
        try:
            length = int(self.headers.get("Content-Length", ""))
        except ValueError:
            return self.answer(411, "length_required")
        if not 0 <= length <= MAX_BYTES:
            return self.answer(413, "body_too_large")
        signatures = self.headers.get_all(SIGNATURE_HEADER, [])
        body = self.rfile.read(length)
        if len(signatures) != 1 or not verify(body, signatures[0], SECRET):
            return self.answer(401, "unverified")
        try:
            event = json.loads(body)
        except (ValueError, RecursionError):
            return self.answer(400, "invalid_json")
        if not isinstance(event, dict):
            return self.answer(400, "not_an_object")
        handle(event)
        self.answer(200, "handled")

    def answer(self, status: int, text: str) -> None:
        content = json.dumps({"status": text}).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


def handle(event: dict) -> None:
    # Kolvera may send an event again: remember event["id"], or do what may be done twice.
    print(f"Received {event.get('event')}", flush=True)


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", int(os.environ.get("PORT", "3000"))), Endpoint)
    print(f"Listening on port: {server.server_port}", flush=True)
    server.serve_forever()
