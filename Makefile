# Steady. All that these commands need is make and Python 3.11 with venv; what else they use comes into .venv by pip.
#
#   make run           the whole service on this machine, with demo data: Ctrl-C ends it (PORT, DATA_DIR)
#   make test          all that a change must pass
#   make fmt           write code in the form that `make test` expects
#   make translations  bring new messages into locale/*/LC_MESSAGES/django.po
#   make requirements  compile requirements*.txt anew from requirements*.in (UPGRADE=1 takes newer versions)
#   make bench         measure (MEASURES="drain web" for some, `python -m bench.shape` for the size of the code)
#   make coverage      which lines the tests on SQLite do not reach
#   make screenshots   picture every page in build/screenshots (PAGES="today or pause" for some)
#   make faults        break parts while it runs, and count what was lost

SHELL := /bin/sh
.DEFAULT_GOAL := help
ifndef SIDE_BY_SIDE
.NOTPARALLEL:
endif
.DELETE_ON_ERROR:

# Some shells and images forbid it: every process of the tests would then compile everything anew.
export PYTHONDONTWRITEBYTECODE :=

BIN := .venv/bin
UV := .venv/installed-uv
RUN := .venv/installed-run
DEV := .venv/installed-dev
STATIC := staticfiles/staticfiles.json
PYTEST = $(BIN)/python -m pytest
# The suite on SQLite must not meet servers that the shell happens to name.
EMBEDDED := env -u DATABASE_URL -u REDIS_URL -u EMAIL_URL
# Checks and tests keep their hands off ./var.
CHECKS := $(EMBEDDED) DATA_DIR=build/checks
CORES := $(shell getconf _NPROCESSORS_ONLN)
# A part alone takes all cores. Side by side, on two, each has one process: a second one collects and prepares everything
# once more, and gets in the way of the others.
WORKERS ?= $(if $(SIDE_BY_SIDE),$(shell expr $(CORES) / 2 - 1),$(CORES))
# A worker keeps the tests of a file together, with what they share, and takes over what another has not begun.
SPREAD = -n $(WORKERS) --dist worksteal

.PHONY: help run test bench coverage screenshots faults fmt requirements translations \
	lint types imports migrations-check translations-check test-sqlite test-postgres test-browser test-walks \
	test-scenes test-bench

help:
	@sed -n '2,/^$$/s/^# \{0,1\}//p' Makefile

# `exec` leaves no shell between make and the service, so that Ctrl-C reaches it alone.
run: $(RUN) $(STATIC)
	@$(BIN)/python -m config.translating.catalogues
	@exec $(BIN)/python manage.py serve --demo

$(STATIC): $(RUN) $(shell find static -type f)
	@DATA_DIR=build/checks $(BIN)/python manage.py collectstatic --noinput --clear --verbosity 0
	@touch $@

# The longest go first, so that no core is left waiting for one of them at the end; but before PostgreSQL what takes
# seconds: meanwhile the suite on SQLite has compiled the modules that both read.
PARTS := test-sqlite test-walks lint imports migrations-check translations-check test-postgres test-scenes test-bench types
TIMES := build/times

# Three parts at a time: two cores are busy then, where one part after the other leaves them waiting. What a part prints
# comes in one piece when it ends, and each part's time once more at the end.
test: $(DEV) $(STATIC)
	@mkdir -p build; : > $(TIMES)
	@$(MAKE) --no-print-directory --jobs 3 --output-sync=target SIDE_BY_SIDE=1 $(PARTS:%=timed-%); \
		ended=$$?; cat $(TIMES); exit $$ended

# The longest part goes before the others: what it left undone beside them would be left to one core at the end.
LONGEST := test-sqlite

timed-%:
	@begun=$$(date +%s); $(if $(filter $(LONGEST),$*),,nice -n 10) $(MAKE) --no-print-directory $*; ended=$$?; times > $(TIMES)-$*; \
		echo "$*: $$(( $$(date +%s) - begun )) s, of processors $$(tail -n 1 $(TIMES)-$*)"\
		"$$([ $$ended -eq 0 ] || echo ', FAILED')" >> $(TIMES); exit $$ended

# A page needs its assets and its translations, as in the image.
bench: $(DEV) $(STATIC)
	@$(BIN)/python -m config.translating.catalogues
	$(BIN)/python -m bench $(MEASURES)

# One process: what it starts itself is not followed.
coverage: $(DEV) $(STATIC)
	$(EMBEDDED) $(BIN)/python -m coverage run -m pytest -q --ignore=tests/e2e -m "$(ON_SQLITE)"
	@$(BIN)/python -m coverage report
	@echo "covered_percent: $$($(BIN)/python -m coverage report --format=total --precision=1)"

# Those of an earlier run would pass for pictures of now.
PICTURES := build/screenshots
screenshots: $(DEV) $(STATIC)
	@$(BIN)/python -m tests.helpers.services chromium
	@rm -f $(PICTURES)/390-*.png $(PICTURES)/1280-*.png $(PICTURES)/sheet-*.png
	$(EMBEDDED) $(PYTEST) -q -n $(WORKERS) tests/e2e/pictures/every_page.py $(if $(PAGES),-k "$(PAGES)")
	@echo "$$(find $(PICTURES) -name '390-*' -o -name '1280-*' | wc -l) pictures of" \
		"$$(find $(PICTURES) -name 'sheet-*.png' | wc -l) pages, and a sheet of each page's, in $(PICTURES)/"

# Each to its end, whatever another one found.
faults: $(DEV) $(STATIC)
	@failed=0; \
	$(BIN)/python -m tests.faults || failed=1; \
	EVERY_ORDER=1 $(BIN)/python -m tests.helpers.services run -- \
		$(BIN)/python -m pytest -q -s tests/races/test_moving_races.py || failed=1; \
	EXAMPLES=12 $(BIN)/python -m tests.helpers.services run -- \
		$(BIN)/python -m pytest -q tests/api/test_generated.py || failed=1; \
	exit $$failed

fmt: $(DEV)
	$(BIN)/ruff check --select I --fix .
	$(BIN)/ruff format .

translations: $(DEV)
	$(CHECKS) $(BIN)/python manage.py translations

# The parts of `make test`, the cheap ones first.

lint: $(DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint --lint --quiet .
	$(BIN)/python -m tests.helpers.unused
	$(BIN)/deptry --no-ansi .
	$(BIN)/deptry --no-ansi --config tests/deptry.toml .

types: $(DEV)
	$(CHECKS) $(BIN)/mypy .

imports: $(DEV)
	$(BIN)/lint-imports --no-logo

migrations-check: $(DEV)
	$(CHECKS) $(BIN)/python manage.py makemigrations --check --dry-run

translations-check: $(DEV)
	$(CHECKS) $(BIN)/python manage.py translations --check

ON_SQLITE := not postgres and not distributed

test-sqlite: $(DEV) $(STATIC)
	$(EMBEDDED) $(PYTEST) $(SPREAD) --ignore=tests/e2e -m "$(ON_SQLITE)"

# Only what can differ on PostgreSQL, or needs it; `make test-postgres ON_POSTGRES="not embedded"` runs all.
ON_POSTGRES := (both_databases or postgres or distributed) and not embedded

test-postgres: $(DEV) $(STATIC)
	$(BIN)/python -m tests.helpers.services run -- $(PYTEST) $(SPREAD) --ignore=tests/e2e -m "$(ON_POSTGRES)"

# What two people do, and how every page looks: in two parts, since one would be the longest of all.
test-browser: test-walks test-scenes

LOOKS := tests/e2e/test_look.py

test-walks: $(DEV) $(STATIC)
	$(BIN)/python -m tests.helpers.services chromium
	$(EMBEDDED) $(PYTEST) $(SPREAD) tests/e2e --ignore=$(LOOKS)

# They come last, when the longest parts are over: as if alone, since one process would leave a core to nobody.
test-scenes: override SIDE_BY_SIDE :=
test-scenes: $(DEV) $(STATIC)
	$(BIN)/python -m tests.helpers.services chromium
	$(EMBEDDED) $(PYTEST) $(SPREAD) $(LOOKS)

# Each measure in its small form: that it runs, not how fast. `make bench MEASURES="drain web"` measures.
test-bench: $(DEV) $(STATIC)
	@$(BIN)/python -m config.translating.catalogues
	$(BIN)/python -m bench --quick
	$(BIN)/python -m bench.simulation --inapp 8600 --mail 550

# The virtual environment is brought up to date only when a requirements file has changed.

# A distribution's own comes first: it is built with a profile, where pyenv's is not and takes a seventh longer.
PYTHON ?= $(firstword $(foreach name,/usr/bin/python3.11 python3.11 python3 python,$(shell \
	$(name) -c 'import ensurepip, sys, venv; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null && echo $(name))))

$(BIN)/python:
	@test -n "$(PYTHON)" || { \
		echo "Steady needs Python 3.11 with venv: on Debian and Ubuntu, apt-get install python3.11-venv." >&2; exit 1; }
	$(PYTHON) -m venv .venv

# uv takes a tenth of pip's time, but knows nothing of what pip was told of this machine's ways to packages.
INSTALL = $(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r $< || { \
	echo "pip takes over." >&2; $(PIP) -r $<; }
PIP = $(BIN)/python -m pip install --quiet --disable-pip-version-check --use-pep517 --require-hashes

# Not every machine has a uv made for it.
$(UV): requirements-uv.txt | $(BIN)/python
	@$(PIP) --no-deps -r $< || true
	@touch $@

$(RUN): requirements.txt | $(UV)
	@echo "Installing what the service needs into .venv."
	@$(INSTALL)
	@touch $@

$(DEV): requirements-dev.txt | $(UV)
	@echo "Installing what the checks need into .venv."
	@$(INSTALL)
	@touch $@

COMPILE = $(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
	--no-emit-index-url --no-emit-find-links $(if $(UPGRADE),--upgrade)

requirements: $(DEV)
	$(COMPILE) requirements-uv.in -o requirements-uv.txt
	$(COMPILE) requirements.in -o requirements.txt
	$(COMPILE) requirements-dev.in -o requirements-dev.txt
