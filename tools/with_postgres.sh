#!/bin/sh
# Run a command with a PostgreSQL of its own: made in a new folder, stopped and removed after.
#
#     tools/with_postgres.sh .venv/bin/pytest tests/records
#
# The command finds it by DATABASE_URL. It listens on 127.0.0.1 alone, on a free port, with a
# password made up for this run. PostgreSQL refuses to run as root: then it runs as `postgres`.
set -eu

binaries=$(find /usr/lib/postgresql -maxdepth 2 -name bin -type d 2>/dev/null | sort -V | tail -n 1)
if [ ! -x "$binaries/initdb" ]; then
    echo "PostgreSQL is missing: run tools/debian.sh test" >&2
    exit 1
fi

folder=$(mktemp -d)
owner=$(id -un)
if [ "$(id -u)" -eq 0 ]; then
    owner=postgres
    chown "$owner" "$folder"
fi
as_owner() {
    if [ "$(id -un)" = "$owner" ]; then "$@"; else setpriv --reuid="$owner" --regid="$owner" --clear-groups "$@"; fi
}
stop() {
    as_owner "$binaries/pg_ctl" -D "$folder/data" -m immediate -w stop >/dev/null 2>&1 || true
    rm -rf "$folder"
}
trap stop EXIT
trap 'exit 130' INT TERM

password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
echo "$password" >"$folder/password"
chmod 644 "$folder/password"   # in a folder that only its owner enters
cd "$folder"
as_owner "$binaries/initdb" --pgdata "$folder/data" --username crossfoot --pwfile "$folder/password" \
    --auth scram-sha-256 --encoding UTF8 --locale C.UTF-8 >/dev/null
# a test's data need not survive a power cut
as_owner "$binaries/pg_ctl" -D "$folder/data" -l "$folder/log" -w -o "-c listen_addresses=127.0.0.1 \
    -c port=$port -c unix_socket_directories= -c fsync=off -c synchronous_commit=off \
    -c full_page_writes=off -c max_connections=200" start >/dev/null
cd - >/dev/null

export DATABASE_URL="postgresql://crossfoot:$password@127.0.0.1:$port/postgres"
"$@"
