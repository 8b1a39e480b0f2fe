# make demo    a reel from the Chinese sample; make demo-en: from the English one
# make storm   1,000 assignments and 300 faults over real workers, then an audit; STORM='--seed 7 --broker rabbitmq'
# make test    the tests;  make check: format, lint, types, floors, lengths, docs
# make eval    how good the scripts are, on articles with key facts
# make bench   how fast this machine is;  make format;  make clean
SHELL := /bin/bash
VENV := .venv
BIN := $(VENV)/bin
SAMPLE_ZH := assets/samples/lanxi-dark-sky
SAMPLE_EN := assets/samples/port-ellery-bins

.PHONY: demo demo-en install dev test check format bench bench-peers storm eval clean

demo: install
	@$(BIN)/newsreel render $(SAMPLE_ZH)

demo-en: install
	@$(BIN)/newsreel render $(SAMPLE_EN)

test: dev
	@scripts/services.sh
	$(BIN)/python -m pytest

check: dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest tests/test_house.py

format: dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

install: $(VENV)/installed

dev: $(VENV)/installed-dev

$(VENV)/installed: pyproject.toml scripts/venv.sh
	@scripts/venv.sh $(VENV) .
	@touch $@

$(VENV)/installed-dev: pyproject.toml scripts/venv.sh
	@scripts/venv.sh $(VENV) '.[dev]'
	@touch $@ $(VENV)/installed

bench: install
	$(BIN)/newsreel bench

eval: install
	@$(BIN)/python scripts/eval.py

bench-peers: install
	@test -d .venv-peers || (python3 -m venv .venv-peers && .venv-peers/bin/pip install -q moviepy imageio-ffmpeg)
	$(BIN)/newsreel bench --peers .venv-peers/bin/python

storm: dev
	$(BIN)/python -m tests.storm.storm $(STORM)

clean:
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
