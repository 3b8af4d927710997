"""API=https://api.shop.example SALE=... EMAIL=... python3 buy.py: joins, waits for the turn and pays."""
import json, os, sys, time, urllib.error, urllib.request, uuid

API, SALE, EMAIL = os.environ["API"], os.environ["SALE"], os.environ["EMAIL"]
place = {"email": EMAIL, "flashSaleId": SALE}
ticket = None


def call(path, body=None, key=None):
    global ticket
    headers = {"Content-Type": "application/json"}
    if ticket:
        headers["X-Ticket"] = ticket
    if key:
        headers["Idempotency-Key"] = key
    data = None if body is None else json.dumps(body).encode()
    for _ in range(5):
        try:
            with urllib.request.urlopen(urllib.request.Request(API + path, data, headers), timeout=20) as answer:
                ticket = answer.headers.get("X-Ticket") or ticket
                return json.load(answer)
        except urllib.error.HTTPError as refusal:
            # The same key gets the first answer again, so a repetition takes effect once.
            if refusal.code not in (429, 502, 503, 504):
                sys.exit(json.load(refusal)["detail"])
            time.sleep(float(refusal.headers.get("Retry-After") or 1))
        except urllib.error.URLError:
            time.sleep(1)
    sys.exit("no answer")


state = call("/orders/buy", place, uuid.uuid4().hex)
while state["state"] in ("waiting", "paused", "upcoming"):
    print(state["state"], state["position"], flush=True)
    time.sleep(state["pollAfterMs"] / 1000)
    state = call(f"/orders/position?flashSaleId={SALE}")
if state["state"] != "held":
    sys.exit(state["state"])
order = call("/orders/confirm", {**place, "contact": {"name": "Ada Lovelace"}}, uuid.uuid4().hex)
print("paid", order["orderId"])
