# Crossfoot: two commands matter. `make demo` shows it, `make test` proves it.
# Everything goes into .venv; Debian packages that are missing are installed where we may (root).

VENV := .venv
BIN := $(VENV)/bin
DEMO ?= demo

.DEFAULT_GOAL := help
.PHONY: help setup demo check format test test-fast postgres browser bench docs lock wheel clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: $(VENV)/.run ## install Crossfoot and its browser assets into .venv

demo: setup ## build the example workspaces in demo/, write their reports, serve them on 127.0.0.1:8000
	$(BIN)/crossfoot demo $(DEMO)

check: $(VENV)/.dev ## format, lint, types, import contract, migrations, docs completeness
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	DATABASE_URL=sqlite:///:memory: $(BIN)/python -m django makemigrations --check --dry-run --verbosity 0 --settings crossfoot.settings
	$(BIN)/python tools/reference_docs.py --check
	$(BIN)/python tools/api_client.py --check

format: $(VENV)/.dev ## let ruff mend what it can, write the generated reference pages
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/python tools/reference_docs.py
	$(BIN)/python tools/api_client.py

# a browser sees the same HTML whatever database is below it: it looks at pages once, on SQLite
test: check ## everything that must pass, with Debian's chromium for the pages and its PostgreSQL
	tools/debian.sh test
	$(BIN)/pytest -n auto --dist loadfile
	tools/with_postgres.sh $(BIN)/pytest -n auto --dist loadfile -m "not browser" tests/records

postgres: $(VENV)/.dev ## the tests of the records alone, on PostgreSQL
	tools/debian.sh test
	tools/with_postgres.sh $(BIN)/pytest -n auto --dist loadfile -m "not browser" tests/records

test-fast: $(VENV)/.dev ## the tests without a browser
	$(BIN)/pytest -n auto --dist loadfile -m "not browser"

browser: $(VENV)/.dev ## only the tests in chromium
	tools/debian.sh test
	$(BIN)/pytest -m browser

bench: $(VENV)/.dev ## ratios against what a user would do instead, and against hand-written SQL
	$(BIN)/python benchmarks/inventory_totals.py

docs: $(VENV)/.dev ## write the generated reference pages
	$(BIN)/python tools/reference_docs.py

lock: ## compile the lock files anew (needs uv)
	tools/lock.sh

wheel: setup ## build the wheel, browser assets included
	$(BIN)/python -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .

clean: ## remove what make has made
	rm -rf $(VENV) $(DEMO) dist build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

# --- installation; the marker files say what is there ---

$(VENV)/bin/python:
	tools/make_venv.sh $(VENV)

$(VENV)/.run: $(VENV)/bin/python requirements/run.txt pyproject.toml tools/assets.toml tools/debian-packages.txt
	tools/debian.sh setup
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/run.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	$(BIN)/python tools/fetch_assets.py
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements/dev.txt
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/dev.txt
	$(BIN)/python tools/fetch_assets.py test
	@touch $@
