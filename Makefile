# Every act on this repository. `make help` lists them.
SHELL := /bin/sh
.DEFAULT_GOAL := help
# Compiled modules are kept: without them every process of the suite compiles everything again.
unexport PYTHONDONTWRITEBYTECODE
.PHONY: help setup run test test-all check fmt locale catalogs bench soak assets

BIN := .venv/bin

help: ## List every act
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

setup: ## Prepare this machine and .venv; .venv/bin/mlat is then the program
	@scripts/setup

run: setup ## Set up, then serve the first sample case on http://127.0.0.1:8000
	@MLAT_HOME="$${MLAT_HOME:-$(CURDIR)/var}" $(BIN)/mlat serve --sample

test: ## Set up with the tools of the tests, then run the suite
	@scripts/setup --tests
	$(BIN)/pytest -n 2 --dist loadscope -q -m "not matrix"

test-all: ## Run the slow and wide tests that `make test` leaves out
	@scripts/setup --matrix
	$(BIN)/pytest -n 2 --dist loadscope -q -m matrix

check: ## Lint, format, types, arrows, facts and catalogs
	@scripts/setup --tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/mypy --config-file scripts/mypy.ini scripts
	$(BIN)/lint-imports --no-logo
	$(BIN)/mlat facts check
	$(BIN)/python -P scripts/catalogs.py --check

fmt: ## Format the code and mend what the linter can
	@scripts/setup --tests
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

locale: ## Begin or refresh one language: make locale CODE=pt
	@test -n "$(CODE)" || { echo "make locale needs the language: make locale CODE=pt" >&2; exit 2; }
	@scripts/setup --tests
	$(BIN)/python -P scripts/catalogs.py $(CODE)
	@scripts/setup

catalogs: ## Collect the texts again into every language's catalogs
	@scripts/setup --tests
	$(BIN)/python -P scripts/catalogs.py
	@scripts/setup

bench: ## Measure: letters, the sweep, the list page, as ratios of one run
	@scripts/setup --tests
	$(BIN)/python -m tests.bench

soak: ## Live two simulated years of a thousand requests on both databases, with workers killed at random
	@scripts/setup --tests
	$(BIN)/python -m tests.soak

assets: ## Developers with npm: build the vendored styles, scripts and fonts again
	@scripts/setup --tests
	cd frontend && npm ci --ignore-scripts && npm run build
