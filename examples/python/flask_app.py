"""An endpoint on Flask: KOLVERA_WEBHOOK_SECRET=... flask --app flask_app run"""

import json
import os

from flask import Flask, request

from verify import SIGNATURE_HEADER, verify

SECRET = os.environ["KOLVERA_WEBHOOK_SECRET"]

MAX_BYTES = 1_000_000

app = Flask(__name__)
app.config["MAX_CONTENT_LENGTH"] = MAX_BYTES


@app.post("/kolvera")
def kolvera():
    # Flask 2.2, which Debian 12 has, holds only forms to MAX_CONTENT_LENGTH.
    if (request.content_length or 0) > MAX_BYTES:
        return {"status": "body_too_large"}, 413
    # Before request.json or request.form: the signature is over the raw body.
    body = request.get_data()
    # Werkzeug joins several headers of one name with a comma, which verify refuses.
    if not verify(body, request.headers.get(SIGNATURE_HEADER), SECRET):
        return {"status": "unverified"}, 401
    try:
        event = json.loads(body)
    except (ValueError, RecursionError):
        return {"status": "invalid_json"}, 400
    if not isinstance(event, dict):
        return {"status": "not_an_object"}, 400
    # Kolvera may send an event again: remember event["id"], or do what may be done twice.
    print(f"Received {event.get('event')}", flush=True)
    return {"status": "handled"}


if __name__ == "__main__":
    from werkzeug.serving import make_server

    server = make_server("127.0.0.1", int(os.environ.get("PORT", "3000")), app, threaded=True)
    print(f"Listening on port: {server.server_port}", flush=True)
    server.serve_forever()
