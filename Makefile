# Two commands for a fresh machine with Python 3.11+, venv and make: `make app` and `make test`.
PYTHON ?= python3
BIN := .venv/bin

SINCE ?= HEAD

.PHONY: app test check bench clicks practice mutated validate evaluate rankdiff schema lock lint clean

app: .venv/app
	$(BIN)/streamlit run app.py

test: .venv/dev
	$(BIN)/python -m pytest

check: .venv/app
	$(BIN)/python -m engine check

# The second part beside pgmpy and zen-engine, in an environment of its own: nothing else needs them
bench: .venv/dev .venv-peers/done
	$(BIN)/python -m benchmarks.speed
	.venv-peers/bin/python -m benchmarks.batch

.venv-peers/done: tools/requirements-peers.txt requirements-dev.txt requirements.txt constraints.txt
	test -x .venv-peers/bin/python || $(PYTHON) -m venv .venv-peers
	.venv-peers/bin/python -m pip install --quiet --disable-pip-version-check -r tools/requirements-peers.txt
	touch $@

clicks: .venv/dev
	$(BIN)/python -m benchmarks.clicks

# 10,000 practice cases read back and ranked: the sampler and the engine agree
practice: .venv/dev
	$(BIN)/python -m benchmarks.practice

evaluate: .venv/dev
	$(BIN)/python -m benchmarks.accuracy

# 10,000 damaged Phenopackets and FHIR Bundles: no traceback, no identifier kept
mutated: .venv/dev
	$(BIN)/python -m benchmarks.mutated

# Phenopackets as we write them against the official schema, in an environment of its own: its package pins protobuf
validate: .venv/app .venv-phenopackets/done
	mkdir -p .cache
	for stage in presentation confirmed; do \
	  $(BIN)/python -m engine convert tests/data/published.yaml .cache/$$stage.json --to phenopacket --stage $$stage 2>/dev/null || exit 1; done
	.venv-phenopackets/bin/python tools/validate_phenopackets.py .cache/presentation.json .cache/confirmed.json

.venv-phenopackets/done: tools/requirements-phenopackets.txt
	test -x .venv-phenopackets/bin/python || $(PYTHON) -m venv .venv-phenopackets
	.venv-phenopackets/bin/python -m pip install --quiet --disable-pip-version-check -r tools/requirements-phenopackets.txt
	touch $@

# Whose ranks moved since a commit, and by which rule: make rankdiff SINCE=HEAD~3
rankdiff: .venv/app
	$(BIN)/python -m benchmarks.rankdiff $(SINCE)

schema: .venv/app
	$(BIN)/python -c "from pathlib import Path; from engine.knowledge.schema import write_schemas; write_schemas(Path('rules'))"

lint: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/mypy

lock: .venv/dev
	( echo "# Every package of a tested set-up, exact. Made by: make lock"; $(BIN)/pip freeze --all | grep -viE '^(pip|setuptools|wheel)==' ) > constraints.txt

.venv/app: requirements.txt constraints.txt
	$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and 'Python 3.11 or newer is needed, found ' + sys.version.split()[0])"
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

.venv/dev: .venv/app requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@

clean:
	rm -rf .venv .venv-peers .venv-phenopackets .cache .pytest_cache .hypothesis .ruff_cache .mypy_cache
