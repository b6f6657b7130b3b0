#!/bin/sh
# Compile the lock files: hashes, every platform, no index address in the file.
set -eu
cd "$(dirname "$0")/.."
compile() {
    uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
        --no-annotate --no-header pyproject.toml "$@"
}
compile --group build --output-file requirements/run.txt
compile --group build --group test --group lint --group load --output-file requirements/dev.txt
