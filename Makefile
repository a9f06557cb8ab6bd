# Everything a newcomer needs; `make` alone lists it.

# The first Python on the path that is new enough.
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$python; break; }; \
	done)
BIN := .venv/bin
SOURCES := wsis_forum consultation agenda tests tools manage.py
# Settings as in production, for the checks of what is safe there; nothing is connected to.
PRODUCTION := SECRET_KEY=check-only-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOPQRSTUVWXYZ \
	DATABASE_URL=postgres://portal@localhost/portal REDIS_URL=redis://localhost:6379/0 \
	ALLOWED_HOSTS=portal.example PORTAL_URL=https://portal.example DEBUG=false HTTPS=true

.DEFAULT_GOAL := help
.PHONY: help run test bench soak coverage check lock messages environment development

help: ## this list
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

# `exec`: a signal to make reaches the process that has to act on it.
run: environment ## the whole portal on http://localhost:8000 (PORT=, DATA_DIR=)
	@exec $(BIN)/python -m wsis_forum.serve

test: development ## every test (ARGS= for pytest)
	@exec $(BIN)/python -m pytest -n 2 --dist loadgroup $(ARGS)

bench: development ## speed of pages and tables at 1,000, 10,000 and 50,000 inputs (ARGS=--sizes 1000)
	@exec $(BIN)/python -m tools.bench $(ARGS)

soak: development ## the long versions of the random and fault tests
	@exec env SOAK=1 $(BIN)/python -m pytest -n 2 --dist loadgroup -m soak $(ARGS)

coverage: development ## every test, with branch coverage; takes longer
	@exec $(BIN)/python -m pytest -n 2 --dist loadgroup --cov --cov-branch $(ARGS)

check: development ## lint, types, contracts, templates, migrations, catalogues, lock
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy $(SOURCES)
	$(BIN)/lint-imports
	find templates wsis_forum consultation agenda -name '*.html' -exec $(BIN)/djade --target-version 5.2 --check {} +
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(PRODUCTION) $(BIN)/python manage.py check --deploy --fail-level WARNING
	$(BIN)/python -m tools.messages
	$(BIN)/python -m tools.lock --check

lock: development ## resolve requirements.txt and requirements-dev.txt anew
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m tools.lock

messages: development ## write new texts of the sources into the catalogues
	@$(BIN)/python -m tools.messages --update

environment:
	@$(if $(PYTHON),,$(error Python 3.11 or later is needed, none was found))
	@exec $(PYTHON) tools/environment.py requirements.txt

development:
	@$(if $(PYTHON),,$(error Python 3.11 or later is needed, none was found))
	@exec $(PYTHON) tools/environment.py requirements.txt requirements-dev.txt
