# The environment is made on first use, and again when what it is made from changes.
PYTHON ?= python3
VENV ?= .venv
EXTRAS ?= conformance,dev
# Much of a test is waiting, for threads or for other processes: two workers for each core.
WORKERS ?= $(shell $(PYTHON) -c "import os; print(2 * (os.cpu_count() or 1))")
BIN := $(VENV)/bin
DISPATCH_PYTHON ?= $(DISPATCH)/.venv/bin/python
# Compiled once, and kept, wherever it is made: else each worker and each program compiles all again.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: check venv test slow proofs thorough mutation bench plan real-host lint types docs docs-serve constraints clean

check: $(VENV)/.made  ## Judge the twelve reference implementations; print one table
	$(BIN)/dispatch-interfaces check --strict reference_impls

venv: $(VENV)/.made  ## Make the environment, which all others do if it is not there

test: $(VENV)/.made  ## Run the test suite
	$(BIN)/pytest -n $(WORKERS) --dist worksteal -m "not slow" $(ARGS)

slow: $(VENV)/.made  ## Run the tests that prove the suite again, at length
	$(BIN)/pytest -n $(WORKERS) --dist worksteal -m "slow and not thorough" $(ARGS)

proofs: $(VENV)/.made  ## Tell every generic lie in every method of the references; print what passes
	$(BIN)/python -m tests.proofs $(ARGS)

thorough: $(VENV)/.made  ## All generated faults; then search for sequences of calls that fail
	$(BIN)/pytest -n $(WORKERS) --dist worksteal -m thorough $(ARGS)
	$(BIN)/dispatch-interfaces check --strict --profile thorough reference_impls

mutation: $(VENV)/.made  ## Count the mutants that the suite catches; goes on where it was stopped
	$(BIN)/mutmut run
	$(BIN)/python -m tests.mutation.report

bench: $(VENV)/.made  ## Measure how long a check takes, on one core and on two
	$(BIN)/pytest benchmarks --benchmark-columns=min,mean,max,rounds

plan: $(VENV)/.made  ## Measure the calls that `check --plan` announces
	$(BIN)/python -m tests.live.plan

real-host:  ## Drive the application itself, from its checkout: make real-host DISPATCH=path
	@test -n "$(DISPATCH)" || { echo "make real-host DISPATCH=path; see tests/real_host/README.md"; exit 2; }
	$(DISPATCH_PYTHON) -m tests.real_host $(ARGS)

lint: $(VENV)/.made  ## Style, and the walls between the rooms
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: $(VENV)/.made  ## mypy --strict and pyright strict; that the types of all public names are known
	$(BIN)/mypy
	$(BIN)/pyright --pythonpath $(BIN)/python
	PATH="$(abspath $(BIN)):$$PATH" $(BIN)/pyright --ignoreexternal --verifytypes dispatch_interfaces
	PATH="$(abspath $(BIN)):$$PATH" $(BIN)/pyright --ignoreexternal --verifytypes reference_impls

docs: $(VENV)/.made  ## Build the documentation into site/
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

docs-serve: $(VENV)/.made  ## Show the documentation while it is being written
	$(BIN)/mkdocs serve

constraints: $(VENV)/.made  ## Pin what is installed now
	$(BIN)/pip freeze --exclude-editable > constraints.txt

clean:
	rm -rf $(VENV) dist site mutants

$(VENV)/.made: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --no-compile --constraint constraints.txt --editable '.[$(EXTRAS)]'
	touch $@
