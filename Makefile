# Every target works on a fresh machine with Python 3.11, make, a package index, and node with npm.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
NODE_TOOLS := .tools/node_modules/@cartesia/cartesia-js/package.json
OPINIONS := tests/second_opinion
OLDER_SDKS := $(patsubst $(OPINIONS)/older_python/requirements-%.txt,.tools/python/%/.ready,\
	$(wildcard $(OPINIONS)/older_python/requirements-*.txt))
SUITES := $(patsubst $(OPINIONS)/published_suite/requirements-%.txt,.tools/suite/%/.ready,\
	$(wildcard $(OPINIONS)/published_suite/requirements-*.txt))
PRISM := .tools/prism/node_modules/.bin/prism
# Much of a test is waiting for a peer, so more workers than cores.
WORKERS ?= 4

.DEFAULT_GOAL := help
.PHONY: help setup generate check lint format test conformance matrix sight seeds mock site bench soak

help: ## print this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(READY) $(NODE_TOOLS) $(OLDER_SDKS) $(SUITES) ## install everything that the other targets need, once

$(READY): pyproject.toml generated/pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable generated --editable . --group dev
	@touch $@

# What the tests judge by: the official JSON Schemas of AsyncAPI, the type checker pyright, and the vendor's TypeScript SDK
# with the library of its sockets. In one command, since a second one would remove what the first has installed.
$(NODE_TOOLS):
	npm install --silent --no-save --ignore-scripts --prefix .tools @asyncapi/specs@6.11.1 pyright@1.1.414 \
		@cartesia/cartesia-js@4.2.0 ws@8.23.0

# Older generations of the vendor's Python SDK, which cannot share an environment.
.tools/python/%/.ready: $(OPINIONS)/older_python/requirements-%.txt
	$(PYTHON) -m venv $(@D)
	$(@D)/bin/python -m pip install --quiet --disable-pip-version-check --requirement $<
	@touch $@

# The test-suites that the vendor publishes with the sources of that SDK, and what they run with.
.tools/suite/%/.ready: $(OPINIONS)/published_suite/requirements-%.txt
	$(PYTHON) -m venv $(@D)
	$(@D)/bin/python -m pip install --quiet --disable-pip-version-check --requirement $<
	$(@D)/bin/python -m pip download --quiet --disable-pip-version-check --no-deps --no-binary cartesia \
		--dest $(@D) cartesia==$*
	tar -xzf $(@D)/cartesia-$*.tar.gz -C $(@D)
	@touch $@

# What the mock is measured beside.
$(PRISM):
	npm install --silent --no-save --ignore-scripts --prefix .tools/prism @stoplight/prism-cli@5.16.0

generate: setup ## bundle the spec and write the client from it
	$(BIN)/contralto spec lint
	$(BIN)/contralto spec bundle
	$(BIN)/contralto generate

check: setup ## lint the spec; fail if bundles or client are not what the spec gives
	$(BIN)/contralto spec lint
	$(BIN)/contralto spec bundle --check
	$(BIN)/contralto generate --check

lint: setup ## ruff and strict mypy over everything, generated code included
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

format: setup ## let ruff mend what it can
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

test: setup ## run all tests
	$(BIN)/pytest -n $(WORKERS) --maxschedchunk=1

conformance: setup ## run the conformance suite against the mock, for all versions; reports go to report/
	@$(BIN)/python conformance/against_mock.py report

matrix: setup ## one page with the mock in all versions and dialects and the clients beside each other: report/matrix.html
	@$(BIN)/python conformance/matrix.py report

sight: setup ## run all defects against all checks and rewrite the golden matrix
	$(BIN)/python -m tests.sight
	$(BIN)/python -m tests.sight.clients
	$(BIN)/python -m tests.sight.proxy

seeds: setup ## 50 whole runs with different seeds against sound mocks, of which none may find anything
	$(BIN)/python -m tests.sight.seeds

mock: setup ## start the mock on port 8080
	$(BIN)/contralto mock

site: setup ## build the reference to browse into site/
	$(BIN)/contralto spec site site

bench: setup $(PRISM) ## measure the client beside the official SDK and a floor, and the mock beside Prism
	$(BIN)/python -m tests.bench
	$(BIN)/python -m tests.bench.mock

soak: setup ## let the mock withstand anything for a minute, 10,000 sockets, and a minute of mixed load
	$(BIN)/python -m tests.soak
	$(BIN)/python -m tests.soak.mixed
