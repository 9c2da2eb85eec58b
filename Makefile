# Every command starts here. Each target installs what it needs the first time it runs.
.DEFAULT_GOAL := help
SHELL := /bin/sh
# A first `make demo` builds the page while it installs the Python packages.
ifeq ($(MAKELEVEL),0)
MAKEFLAGS += --jobs=2
endif
VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= python3
UV := 0.13.9
RUNTIME := $(VENV)/runtime.installed
DEVELOPMENT := $(VENV)/development.installed
ARGS ?=
# Use the machine's certificates if it has any, since a company's proxy may have its own authority; otherwise use uv's.
CERTIFICATES := $(if $(wildcard /etc/ssl/certs/ca-certificates.crt /etc/pki/tls/certs/ca-bundle.crt /etc/ssl/cert.pem),--system-certs)
# Compiled at installation: where PYTHONDONTWRITEBYTECODE is set, each process would otherwise compile all it imports.
INSTALL := $(BIN)/uv pip install --quiet --compile-bytecode $(CERTIFICATES) --python $(BIN)/python --require-hashes
COMPILE := $(BIN)/uv pip compile -q --upgrade --universal --generate-hashes --no-header --no-emit-index-url --python-version 3.11
N ?= 20
# Test processes: two per processor, since tests wait for servers. Each takes 15 s of processor time before its first test.
JOBS ?= $(shell echo $$(($$(getconf _NPROCESSORS_ONLN) * 2)))

.PHONY: help setup demo up test check format lock bench accuracy fuzz chaos docs guides compose-test licenses clean web web-dev types page

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(DEVELOPMENT) ## install Marquee and its development tools into .venv

demo: $(RUNTIME) page ## harvest local replicas of two real sites and a made-up town (ARGS=--once: stop after the crawl)
	@$(BIN)/python -m app demo $(ARGS)

up: $(RUNTIME) page ## start everything, on the real sites
	@$(BIN)/python -m app up $(ARGS)

test: export PYTHONDONTWRITEBYTECODE =
test: $(DEVELOPMENT) page ## run the tests
	$(BIN)/python -m pytest -n $(JOBS) --dist worksteal $(ARGS)

check: $(DEVELOPMENT) ## check format, lint, types, imports, deployment and CI files, guides
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m quality.prose
	$(BIN)/check-jsonschema --builtin-schema vendor.compose-spec docker-compose.yml compose.dev.yml
	$(BIN)/hadolint Dockerfile
	$(BIN)/kubernetes-validate --strict --quiet $(filter-out deploy/kubernetes/autoscaling%,$(wildcard deploy/kubernetes/*.yaml))
	$(BIN)/check-jsonschema --schemafile tests/deploy/keda.schema.json deploy/kubernetes/autoscaling*.yaml
	$(BIN)/actionlint
	$(BIN)/check-jsonschema --builtin-schema vendor.github-issue-forms $(filter-out %/config.yml,$(wildcard .github/ISSUE_TEMPLATE/*.yml))
	$(BIN)/check-jsonschema --builtin-schema vendor.github-issue-config .github/ISSUE_TEMPLATE/config.yml
	$(BIN)/pre-commit validate-config
	$(MAKE) --no-print-directory docs
	@if [ -d web/node_modules ]; then npm --prefix web run --silent check; else echo "skipping the page's type check: run make web first" >&2; fi

web: ## build the page if something changed (needs Node.js 20.9)
	@web/scripts/build.sh

web-dev: ## serve the page on port 3000 with live reload (API_ORIGIN=http://127.0.0.1:8000)
	@web/scripts/build.sh --install
	cd web && NEXT_TELEMETRY_DISABLED=1 npm run dev

types: $(DEVELOPMENT) ## update web/openapi.json and the page's types
	$(BIN)/python -m app openapi
	@web/scripts/build.sh --install
	npm --prefix web run --silent types

page:
	@web/scripts/build.sh --if-possible

docs: $(DEVELOPMENT) ## build the guides into site/; fails on a dead link
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

guides: $(DEVELOPMENT) ## run the commands in the guides against a demo
	$(BIN)/python -m pytest -q -m long tests/docs $(ARGS)

accuracy: $(DEVELOPMENT) ## measure how accurate the readers are (ARGS="--real FOLDER --verbose")
	@$(BIN)/python -m quality.accuracy $(ARGS)

fuzz: $(DEVELOPMENT) ## run the readers on damaged input for a while (ARGS="--seconds 60")
	@$(BIN)/python -m quality.fuzz $(ARGS)

format: $(DEVELOPMENT) ## format the sources
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

chaos: $(DEVELOPMENT) ## kill processes, each kind of failure N times, and compare the results (N=20)
	$(BIN)/python -m tests.chaos --runs $(N) $(ARGS)
	$(BIN)/python -m pytest -q -m long tests/chaos

compose-test: $(DEVELOPMENT) ## run both compose files and the guides' commands in them, with Docker or podman (ARGS=podman)
	@$(BIN)/python -m tests.deploy $(ARGS)

licenses: $(DEVELOPMENT) ## update the list of all dependencies' licenses (docs/licenses.md)
	@$(BIN)/python -m tests.deploy.licenses

lock: $(DEVELOPMENT) ## update the pinned dependencies
	$(COMPILE) pyproject.toml -o requirements.txt
	$(COMPILE) --group embedded -c requirements.txt -o requirements-embedded.txt
	$(COMPILE) --group dev -c requirements.txt -c requirements-embedded.txt -o requirements-dev.txt

bench: export PYTHONDONTWRITEBYTECODE =
bench: $(DEVELOPMENT) ## compare speed with named rivals (ARGS="store --quick": one benchmark, tiny)
	@$(BIN)/python -m quality.bench $(ARGS)

clean: ## remove everything installed and built; keep the data
	rm -rf $(VENV) web/node_modules web/.next web/out

$(BIN)/uv:
	@command -v $(firstword $(PYTHON)) >/dev/null || { echo "There is no $(PYTHON). Install Python 3.11 or newer, on Debian: apt-get install python3 python3-venv. Or name one that you have: make setup PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$(PYTHON) is older than 3.11. Name a newer one: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "Python's venv module is missing. Install it, on Debian: apt-get install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check "uv==$(UV)"

$(RUNTIME): requirements.txt requirements-embedded.txt | $(BIN)/uv
	$(INSTALL) -r requirements.txt -r requirements-embedded.txt
	@touch $@

$(DEVELOPMENT): requirements-dev.txt $(RUNTIME)
	$(INSTALL) -r requirements.txt -r requirements-embedded.txt -r requirements-dev.txt
	@touch $@
