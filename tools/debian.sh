#!/bin/sh
# Install the Debian packages of one target (see debian-packages.txt) that are missing.
set -eu
target=$1
list=$(dirname "$0")/debian-packages.txt

missing=""
for package in $(awk -v target="$target" '$1 == target { print $2 }' "$list"); do
    if ! dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q '^install ok installed'; then
        missing="$missing $package"
    fi
done
[ -n "$missing" ] || exit 0

if ! command -v apt-get >/dev/null 2>&1; then
    echo "Please install, by your system's means:$missing" >&2
    exit 1
fi
if [ "$(id -u)" -ne 0 ]; then
    echo "Please run: sudo apt-get install --yes --no-install-recommends$missing" >&2
    exit 1
fi
export DEBIAN_FRONTEND=noninteractive
# tests start a PostgreSQL of their own and stop it; the package shall not leave one running
if [ ! -e /etc/postgresql-common/createcluster.conf ]; then
    mkdir -p /etc/postgresql-common
    echo "create_main_cluster = false" >/etc/postgresql-common/createcluster.conf
fi
echo "Installing Debian packages:$missing"
# shellcheck disable=SC2086  # a list of package names
apt-get -qq update && apt-get -qq install --yes --no-install-recommends -o Dpkg::Options::=--force-confold $missing >/dev/null
