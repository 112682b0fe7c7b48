# Two commands for a fresh machine with Python 3.11+, venv and make: `make app` and `make test`.
PYTHON ?= python3
BIN := .venv/bin

SINCE ?= HEAD

.PHONY: app test check bench evaluate rankdiff schema lock lint clean

app: .venv/app
	$(BIN)/streamlit run app.py

test: .venv/dev
	$(BIN)/python -m pytest

check: .venv/app
	$(BIN)/python -m engine check

bench: .venv/dev
	$(BIN)/python -m benchmarks.speed
	$(BIN)/python -m benchmarks.batch

evaluate: .venv/dev
	$(BIN)/python -m benchmarks.accuracy

# Whose ranks moved since a commit, and by which rule: make rankdiff SINCE=HEAD~3
rankdiff: .venv/app
	$(BIN)/python -m benchmarks.rankdiff $(SINCE)

schema: .venv/app
	$(BIN)/python -c "from pathlib import Path; from engine.knowledge.schema import write_schemas; write_schemas(Path('rules'))"

lint: .venv/dev
	$(BIN)/ruff check .

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
	rm -rf .venv .cache .pytest_cache .hypothesis .ruff_cache
