"""API=... SALE=... TICKET=... python3 admission.py: whether it is this visitor's turn. Exit code 0 means yes."""
import json, os, sys, urllib.request

API, SALE, TICKET = os.environ["API"], os.environ["SALE"], os.environ["TICKET"]

request = urllib.request.Request(f"{API}/orders/position?flashSaleId={SALE}", headers={"X-Ticket": TICKET})
with urllib.request.urlopen(request, timeout=5) as answer:
    place = json.load(answer)
admitted = place["state"] == "held" and place["expiresAt"] > place["serverNow"]
sys.exit(0 if admitted else 1)
