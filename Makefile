# The one door: `make run` opens the dashboard, `make test` runs everything.  See README.md.

PYTHON ?= python3
PORT ?= 8501
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip install -q --disable-pip-version-check -c constraints.txt
INSTALLED := $(VENV)/.installed
INSTALLED_TEST := $(VENV)/.installed-test
INSTALLED_BENCH := $(VENV)/.installed-bench
SCORE := ../shared/score/run.py
BROWSERS := chromium chromium-browser google-chrome google-chrome-stable chrome

.PHONY: run test lint score bench soak browser clean

run: $(INSTALLED)
	@$(BIN)/incidents ingest seeds --if-empty
	@$(BIN)/incidents serve --port $(PORT)

test: $(INSTALLED_TEST) browser
	$(BIN)/python -m pytest

lint: $(INSTALLED_TEST)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

score: $(INSTALLED)
	@if [ -f $(SCORE) ]; then \
		PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python $(SCORE) $(ARGS); \
	else \
		echo "make score: $(SCORE) is not there, so there is nothing to score with"; \
	fi

bench: $(INSTALLED_BENCH)
	$(BIN)/python -m tests.benchmarks.run $(ARGS)

soak: $(INSTALLED_TEST)
	$(BIN)/python -m tests.ledger.soak $(ARGS)

$(INSTALLED): pyproject.toml constraints.txt
	@echo "Installing into $(VENV): a minute or two, once"
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) -e .
	@touch $@

$(INSTALLED_TEST): $(INSTALLED)
	@echo "Installing what tests need"
	@$(PIP) -e '.[test]'
	@touch $@

$(INSTALLED_BENCH): $(INSTALLED_TEST)
	@echo "Installing what is compared with"
	@if $(PIP) -e '.[bench]'; then touch $@; else echo "make bench: it goes without some of it"; fi

# One that is installed, else Debian's own where we may install it, else Playwright's.
browser: $(INSTALLED_TEST)
	@for name in $(BROWSERS); do if command -v $$name >/dev/null; then exit 0; fi; done; \
	if [ "$$(id -u)" = 0 ] && grep -qs '^ID=debian' /etc/os-release; then \
		apt-get update -q && apt-get install -y -q chromium; \
	else \
		$(BIN)/playwright install chromium; \
	fi

# Leaves data/workspace alone: it holds the ledger.
clean:
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -not -path './data/workspace/*' -exec rm -rf {} +
