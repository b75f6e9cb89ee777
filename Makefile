# The commands of the project. `make run` starts the site, `make test` tests it; both need Python 3.11 and nothing else.
.DEFAULT_GOAL := help
.PHONY: help setup setup-tests run demo test check prove bench lock dump restore reset release-fixture
MAKEFLAGS += --no-print-directory
SHELL := /bin/sh

PORT ?= 8000
FILE ?= .run/tracker.dump
PART ?=
ARGS ?=
PY := .venv/bin/python
export PORT

help:
	@echo 'make run [PORT=8001]   the site on this machine, with worker and beat, until Ctrl-C'
	@echo 'make demo              plays the main job once and prints it; no server'
	@echo 'make test [ARGS=…]     every test'
	@echo 'make check             style, types, templates, imports, migrations, settings'
	@echo 'make prove [PART=…]    the proofs at full size, one line each'
	@echo 'make bench             the ratios that the project promises'
	@echo 'make setup             the environment in .venv/ alone'
	@echo 'make dump, restore     the database of make run into FILE= and back'
	@echo 'make reset             forget the data of make run'
	@echo 'make release-fixture VERSION=…   the small dump of a release, kept for tests of upgrades'
	@echo 'make lock              compile the .in files into locked lists'

setup:
	@.ci/setup requirements.txt

setup-tests:
	@.ci/setup requirements-dev.txt

run: setup
	@exec $(PY) -m config.run

demo: setup
	@exec $(PY) manage.py replay_sora_history

test: setup-tests
	@ENV_FILE=/dev/null exec $(PY) -m pytest -n logical --maxprocesses 8 $(ARGS)

check: setup-tests
	@ENV_FILE=/dev/null PY=$(PY) exec .ci/check

prove: setup-tests
	@ENV_FILE=/dev/null exec $(PY) -m pytest -q -p no:randomly -o python_files='prove_*.py' \
		-o python_functions='prove_* test_*' -o console_output_style=classic -vv tests/prove $(if $(PART),-k $(PART)) $(ARGS)

bench: setup-tests
	@ENV_FILE=/dev/null exec $(PY) -m pytest -q -s -p no:randomly -o python_files='bench_*.py' \
		-o python_functions='bench_* test_*' tests/bench $(ARGS)

lock:
	@uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--no-emit-index-url -q requirements.in -o requirements.txt
	@uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--no-emit-index-url -q requirements-dev.in -o requirements-dev.txt

dump: setup
	@exec $(PY) -m config.keeping dump $(FILE)

restore: setup
	@exec $(PY) -m config.keeping restore $(FILE)

reset: setup
	@exec $(PY) -m config.keeping reset

release-fixture: setup-tests
	@ENV_FILE=/dev/null exec $(PY) -m tests.releases.dumps $(VERSION)
