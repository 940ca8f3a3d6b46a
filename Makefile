# The environment is made on first use, and again when what it is made from changes.
PYTHON ?= python3
VENV ?= .venv
EXTRAS ?= conformance,dev
# Much of a test is waiting, for threads or for other processes: two workers for each core.
WORKERS ?= $(shell $(PYTHON) -c "import os; print(2 * (os.cpu_count() or 1))")
BIN := $(VENV)/bin
# The examples have an environment of their own, and so has each of their servers.
EXAMPLES := .venv-examples
# pip finds one that another needs if it comes first.
EXAMPLE_PACKAGES := $(patsubst %/pyproject.toml,%,$(wildcard \
	examples/dispatch-webdav/pyproject.toml examples/dispatch-[!w]*/pyproject.toml))
# So have the benchmarks, with the libraries that they compare with.
BENCH := .venv-bench
SERVERS := $(patsubst %/server.txt,%/.server/.made,$(wildcard examples/dispatch-*/server.txt))
DISPATCH_PYTHON ?= $(DISPATCH)/.venv/bin/python
# Compiled once, and kept, wherever it is made: else each worker and each program compiles all again.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: check venv test slow proofs fuzz thorough mutation bench plan examples examples-made real-host lint types docs docs-serve constraints clean

check: $(VENV)/.made  ## Judge the twelve reference implementations; print one table
	$(BIN)/dispatch-interfaces check --strict reference_impls

venv: $(VENV)/.made  ## Make the environment, which all others do if it is not there

test: $(VENV)/.made  ## Run the test suite
	$(BIN)/pytest -n $(WORKERS) --dist worksteal -m "not slow" $(ARGS)

slow: $(VENV)/.made  ## Run the tests that prove the suite again, at length
	$(BIN)/pytest -n $(WORKERS) --dist worksteal -m "slow and not thorough" $(ARGS)

proofs: $(VENV)/.made  ## Tell every generic lie in every method of the references; print what passes
	$(BIN)/python -m tests.proofs $(ARGS)

fuzz: $(VENV)/.made  ## Try a million inputs on all that reads what others wrote
	$(BIN)/python -m tests.fuzz $(ARGS)

thorough: $(VENV)/.made  ## All generated faults, neighbours and replays; then search for sequences that fail
	$(BIN)/pytest -n $(WORKERS) --dist worksteal -m thorough $(ARGS)
	$(BIN)/dispatch-interfaces check --strict --profile thorough reference_impls

mutation: $(VENV)/.made  ## Count the mutants that the suite catches; goes on where it was stopped
	$(BIN)/mutmut run
	$(BIN)/python -m tests.mutation.report

bench: $(BENCH)/.made  ## Measure how long things take, beside peers; print one table
	$(BENCH)/bin/python -m benchmarks $(ARGS)

plan: $(VENV)/.made  ## Measure the calls that `check --plan` announces
	$(BIN)/python -m tests.live.plan

examples: examples-made  ## Judge the example packages over their real servers; print one table
	$(EXAMPLES)/bin/python examples $(ARGS)

examples-made: $(EXAMPLES)/.made $(SERVERS) /usr/sbin/slapd  ## Install the examples and their servers

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

$(EXAMPLES)/.made: pyproject.toml examples/constraints.txt $(EXAMPLE_PACKAGES:=/pyproject.toml)
	$(PYTHON) -m venv $(EXAMPLES)
	$(EXAMPLES)/bin/pip install --quiet --no-compile --constraint examples/constraints.txt \
		--editable '.[conformance,host]' $(patsubst %,--editable '%[testing]',$(EXAMPLE_PACKAGES))
	touch $@

$(BENCH)/.made: pyproject.toml benchmarks/constraints.txt
	$(PYTHON) -m venv $(BENCH)
	$(BENCH)/bin/pip install --quiet --no-compile --constraint benchmarks/constraints.txt \
		--editable '.[conformance,bench]'
	touch $@

examples/%/.server/.made: examples/%/server.txt
	$(PYTHON) -m venv $(@D)
	$(@D)/bin/pip install --quiet --no-compile --requirement $<
	touch $@

/usr/sbin/slapd:
	@test "$$(id -u)" = 0 || { echo "slapd is missing: apt-get install slapd openssl"; exit 2; }
	apt-get update --quiet --quiet
	DEBIAN_FRONTEND=noninteractive apt-get install --quiet --quiet --yes slapd openssl
