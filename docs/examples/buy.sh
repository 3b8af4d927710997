#!/bin/sh
# API=https://api.shop.example SALE=... EMAIL=... sh buy.sh: joins, waits for the turn and pays. Needs curl.
set -eu
jar=$(mktemp)
trap 'rm -f "$jar"' EXIT
place="{\"email\":\"$EMAIL\",\"flashSaleId\":\"$SALE\"}"
key() { od -An -N16 -tx1 /dev/urandom | tr -d ' \n'; }
# The cookie in the jar is the ticket. --retry repeats what was lost, under the same key.
call() { curl -sS --fail-with-body --retry 5 -c "$jar" -b "$jar" -H 'content-type: application/json' "$@"; }
field() { sed -n "s/.*\"$1\":\"\{0,1\}\([^\",}]*\).*/\1/p"; }

answer=$(call "$API/orders/buy" -H "idempotency-key: $(key)" -d "$place")
while [ "$(echo "$answer" | field state)" = waiting ]; do
  sleep 1
  answer=$(call -G "$API/orders/position" --data-urlencode "flashSaleId=$SALE")
done
[ "$(echo "$answer" | field state)" = held ] || { echo "$answer" >&2; exit 1; }
call "$API/orders/confirm" -H "idempotency-key: $(key)" -d "$place" | field orderId
