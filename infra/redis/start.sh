#!/bin/sh
# Starts Redis for production. Passwords come by the environment and go into a file in memory: as
# arguments they would show in every process list. Users get hashes only.
set -eu

need() {
  eval "value=\${$1:-}"
  [ -n "$value" ] || { echo "$1 is not set" >&2; exit 1; }
}
hash() { printf '%s' "$1" | sha256sum | cut -d ' ' -f 1; }

for name in REDIS_PASSWORD REDIS_API_PASSWORD REDIS_WORKER_PASSWORD REDIS_MAXMEMORY; do need "$name"; done

here=$(dirname "$0")
conf=${REDIS_CONF_DIR:-/tmp}/redis.conf
umask 077
{
  # A key that is evicted is a place in line that is lost: full memory refuses joins instead.
  echo 'maxmemory-policy noeviction'
  echo "maxmemory $REDIS_MAXMEMORY"
  echo 'appendonly yes'
  echo 'appendfsync everysec'
  # Other containers connect to it, each with a password.
  echo 'protected-mode no'
  echo "user default reset on #$(hash "$REDIS_PASSWORD") ~* &* +@all"
  sed -e "s/{api} /#$(hash "$REDIS_API_PASSWORD") /" \
    -e "s/{worker} /#$(hash "$REDIS_WORKER_PASSWORD") /" "$here/users.conf"
} > "$conf"
unset REDIS_PASSWORD REDIS_API_PASSWORD REDIS_WORKER_PASSWORD

exec "${REDIS_SERVER:-redis-server}" "$conf" "$@"
