# livefeed: `make demo` to see it, `make test` to trust it, `make help` for the rest.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8080
FUZZ_SECONDS ?= 60
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
CHROMIUM ?= $(or $(LIVEFEED_CHROMIUM),$(shell command -v chromium || command -v chromium-browser || command -v google-chrome))

.PHONY: bench fuzz help demo test lint types unit browser mutants wheel format recordings gallery page-bench widget-bench locked lock clean chromium

help: ## say what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(VENV)/run ## set everything up, play two recordings, print the address (PORT=8080)
	@exec $(BIN)/livefeed demo --port $(PORT)

test: lint types unit ## lint, types, and all tests: unit, property, integration, browser, wheel

lint: $(VENV)/test ## ruff: rules and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/test ## mypy --strict
	$(BIN)/mypy

unit: $(VENV)/test $(VENV)/peers chromium ## all tests
	$(BIN)/pytest -n auto --dist loadfile

browser: $(VENV)/test chromium ## only the tests in a real browser
	$(BIN)/pytest -m browser

mutants: $(VENV)/test ## break each rule of the engine by hand and see its tests fail (minutes)
	$(BIN)/python -m tests.mutants

fuzz: $(VENV)/fuzz ## give the parsers bytes that atheris makes up (FUZZ_SECONDS=60)
	$(BIN)/python -m tests.fuzz.parsers -max_total_time=$(FUZZ_SECONDS)

format: $(VENV)/test ## put the code in its form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

wheel: $(VENV)/run ## build a wheel into dist/
	$(PIP) wheel -q --no-deps --no-build-isolation -w dist .

bench: $(VENV)/bench ## measure the engine beside its references (BENCH="--only fold")
	$(BIN)/livefeed bench engine $(BENCH)

recordings: $(VENV)/test ## make the recordings anew from their generator
	$(BIN)/python -m replay_data.generator

gallery: $(VENV)/test chromium ## pictures of every page in every state, into gallery/ (GALLERY="wall": those whose names begin so)
	$(BIN)/python -m tests.browser.gallery $(GALLERY)

page-bench: $(VENV)/test chromium ## measure the page in a browser: weight, paint, shifts, work, memory (two minutes)
	$(BIN)/python -m tests.browser.page_bench

widget-bench: $(VENV)/test chromium ## measure the widget in a page of others: weight, shifts, work (one minute)
	$(BIN)/python -m tests.browser.widget_bench

locked: $(VENV)/run ## keep the widget's script of today for a release, so that pages locked to it go on
	@$(BIN)/python -c 'from livefeed.assets import Assets; print(Assets().keep())'

# The lock files name exact versions and hashes, and no index.
lock: ## write requirements/*.txt anew from requirements/*.in
	$(PYTHON) -m venv $(VENV)
	$(PIP) install -q pip-tools
	cd requirements && for name in run test bench fuzz peers; do \
	  ../$(BIN)/pip-compile -q --upgrade --generate-hashes --allow-unsafe --strip-extras --no-header \
	    --no-emit-index-url --no-emit-find-links -o $$name.txt $$name.in; done

clean: ## remove what was set up or made
	rm -rf $(VENV) dist build gallery .fuzz .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(VENV)/run: requirements/run.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("livefeed needs Python 3.11 or later; say PYTHON=python3.12 make …" if sys.version_info < (3, 11) else 0)'
	@echo "Setting up $(VENV) …"
	@$(PYTHON) -m venv $(VENV) || { echo "Python's venv module is missing: on Debian or Ubuntu, apt install python3-venv"; exit 1; }
	@$(PIP) install -q --require-hashes -r requirements/run.txt
	@$(PIP) install -q --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/test: requirements/test.txt $(VENV)/run
	@$(PIP) install -q --require-hashes -r requirements/test.txt
	@touch $@

# Servers that others wrote do not share our libraries.
$(VENV)/peers: requirements/peers.txt $(VENV)/run
	@$(PYTHON) -m venv --clear --without-pip $(VENV)/servers
	@$(PIP) --python $(VENV)/servers install -q --no-compile --require-hashes -r requirements/peers.txt
	@touch $@

$(VENV)/bench: requirements/bench.txt $(VENV)/run
	@$(PIP) install -q --require-hashes -r requirements/bench.txt
	@touch $@

$(VENV)/fuzz: requirements/fuzz.txt $(VENV)/test
	@$(PIP) install -q --require-hashes -r requirements/fuzz.txt
	@touch $@

# Tests drive the system's Chromium; as root on Debian we install it, else we say what to install.
chromium:
	@if [ -z "$(CHROMIUM)" ]; then \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "Installing Chromium …"; \
	    apt-get update -q >/dev/null && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends chromium fonts-dejavu-core fonts-noto-core fonts-noto-cjk >/dev/null; \
	  else \
	    echo "The browser tests need Chromium: apt install chromium (or set LIVEFEED_CHROMIUM to a Chrome's path)."; exit 1; \
	  fi; fi
