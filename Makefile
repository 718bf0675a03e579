# Everything a developer or a visitor types. `make help` lists it.
# Each step leaves a stamp and is skipped while the stamp is newer than what it reads.

PORT ?= 8000
HOST ?= 127.0.0.1
VENV ?= .venv
TESTS ?=
JOBS ?= 2

BIN := $(VENV)/bin
STAMPS := $(VENV)/stamps
DATA := $(or $(YIZHAN_DATA),var)
YIZHAN := $(BIN)/yizhan
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input install -qq --progress-bar off
NPM := PATH="$(abspath $(BIN)):$$PATH" $(BIN)/npm
LOCKED := --no-deps --require-hashes --no-compile
CATALOGUES := $(wildcard yizhan/locale/*/LC_MESSAGES/django.po)
ACCOUNTS := $(DATA)/demo-accounts.txt
CONTENT := $(shell find yizhan/config/demo yizhan/*/migrations -type f -not -name "*.pyc")
STATIC := $(shell find yizhan -path '*/static/*' -type f)

export PIP_ROOT_USER_ACTION := ignore

.DEFAULT_GOAL := help
.PHONY: help demo setup setup-dev test check bench clean

help: ## List the targets.
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

demo: ## Show the platform with demonstration content on http://localhost:8000 (PORT=8001 for another).
	@python3 tools/port.py $(PORT)
	@$(MAKE) --no-print-directory setup
	@test -d $(DATA)/postgres -a -z "$$YIZHAN_DATABASE_URL$$DATABASE_URL" || rm -f $(ACCOUNTS)
	@if $(MAKE) --no-print-directory --question $(ACCOUNTS); then cat $(ACCOUNTS); else $(MAKE) --no-print-directory $(ACCOUNTS); fi
	@echo "== serving"
	@YIZHAN_DEMO=1 YIZHAN_BASE_URL=http://localhost:$(PORT) exec $(YIZHAN) serve --host $(HOST) --port $(PORT)

setup: $(STAMPS)/package $(STAMPS)/messages $(DATA)/static/.collected ## Install what running needs.

setup-dev: $(STAMPS)/dev $(STAMPS)/package $(STAMPS)/frontend-dev $(STAMPS)/messages ## Install what development needs.

test: setup-dev ## Run all tests, browser journeys included (TESTS=path for some).
	@tools/browser.sh
	@$(BIN)/python -m pytest -n $(JOBS) $(TESTS)

check: setup-dev ## Check format, lint, locks, types, imports, templates, migrations, translations.
	@tools/check.sh $(BIN)

bench: setup-dev $(DATA)/static/.collected ## Run the benchmarks into bench/results.
	@set -e; for script in bench/[a-z]*.py; do echo "== $$script"; $(BIN)/python "$$script"; done

clean: ## Remove what was installed and generated; the data folder stays.
	rm -rf $(VENV) node_modules .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find yizhan -name '*.mo' -delete

# ---- the steps of set-up

$(STAMPS)/venv:
	@echo "== environment"
	@tools/make_venv.sh $(VENV)
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/runtime: requirements/runtime.lock requirements/setup.lock | $(STAMPS)/venv
	@echo "== packages"
	@$(PIP) $(LOCKED) -r requirements/runtime.lock -r requirements/setup.lock
	@touch $@

$(STAMPS)/dev: requirements/dev.lock | $(STAMPS)/runtime
	@echo "== packages for development"
	@$(PIP) $(LOCKED) -r requirements/dev.lock
	@touch $@

$(STAMPS)/package: pyproject.toml | $(STAMPS)/runtime
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(STAMPS)/frontend: package-lock.json | $(STAMPS)/runtime
	@echo "== front-end files"
	@$(NPM) ci --omit=dev --ignore-scripts --silent
	@touch $@

$(STAMPS)/frontend-dev: package-lock.json | $(STAMPS)/runtime
	@echo "== front-end files for development"
	@$(NPM) ci --ignore-scripts --silent
	@touch $@ $(STAMPS)/frontend

$(STAMPS)/messages: $(CATALOGUES) | $(STAMPS)/package
	@$(BIN)/python tools/messages.py compile
	@touch $@

$(DATA)/static/.collected: $(STATIC) $(STAMPS)/package $(STAMPS)/frontend
	@echo "== static files"
	@$(YIZHAN) collectstatic --no-input --verbosity 0
	@touch $@

$(ACCOUNTS): $(CONTENT) $(STAMPS)/package
	@echo "== content"
	@YIZHAN_DEMO=1 $(YIZHAN) migrate --verbosity 0
	@YIZHAN_DEMO=1 $(YIZHAN) demo
	@YIZHAN_DEMO=1 $(YIZHAN) reindex
	@touch $@
