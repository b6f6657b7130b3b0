#!/bin/sh
# Make the virtual environment with the first Python that is new enough.
set -eu
venv=$1
new_enough='import sys; sys.exit(sys.version_info < (3, 11))'

for name in python3.11 python3.12 python3.13 python3; do
    if command -v "$name" >/dev/null 2>&1 && "$name" -c "$new_enough" 2>/dev/null; then
        python=$name
        break
    fi
done
if [ -z "${python:-}" ]; then
    echo "Crossfoot needs Python 3.11 or newer and found none: install python3." >&2
    exit 1
fi

# Debian keeps venv and pip's bootstrap in a package of their own
if ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
    "$(dirname "$0")/debian.sh" setup
fi
"$python" -m venv "$venv"
