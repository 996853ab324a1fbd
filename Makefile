# What people run. Each target needs no other first; HiGHS is built once per profile and no target uses two.

CARGO ?= cargo
# The lock file decides: a build today and a build in a year are the same.
FLAGS ?= --locked
# How many levers the demo tries, each by planning the region again: about half a minute each.
LEVERS ?= 6
# The timetables of the demo, brought to one year; where they are not, the demo goes by the network of the program itself.
FEEDS ?= ../shared/data/transit
FEEDS_FOUND = $(wildcard $(FEEDS)/nmbs_gtfs_*.zip $(FEEDS)/delijn_*_derived_gtfs.zip)
DEMO_NETWORK = $(if $(FEEDS_FOUND),kina,voorbeeld)
# Which sizes `make bench` measures; empty is all: small kina antwerp.
SIZES ?=

SCHAKEL = $(CARGO) run $(FLAGS) --quiet --release --

.PHONY: help setup demo test lint bench bench-transit load crash large conformance conformance-tool

help:
	@echo "make demo   generate the seven municipalities, plan them, explain two people, check the plan"
	@echo "make test   everything a change must pass: lint, all tests, documentation tests"
	@echo "make lint   format, clippy, documentation, licences"
	@echo "make large  post 230,000 people at once and print the memory it takes: make large PEOPLE=60000"
	@echo "make load   shortlists for 64 clients at once, without and with a solve: make load PEOPLE=3000 CLIENTS=8"
	@echo "make bench  seconds per phase and peak memory: make bench SIZES=\"small kina\""
	@echo "make crash  kill a server 50 times while it works: make crash CRASHES=200"
	@echo "make conformance  generated requests held against the OpenAPI document: make conformance EXAMPLES=500"
	@echo "make bench-transit  import, network size and search times of the timetables in TRANSIT"

setup:
	@.ci/setup-debian

# Exit code 3 is a plan that a limit ended: usable, and it says so itself.
demo: export SCHAKEL_NETWORKS = demo/networks
demo: setup
	@mkdir -p demo
	$(CARGO) build $(FLAGS) --release
	$(if $(FEEDS_FOUND),$(SCHAKEL) import gtfs $(FEEDS_FOUND) --name kina --shift-to 2025)
	$(SCHAKEL) generate --region kina --seed 1 --network $(DEMO_NETWORK) --out demo/kina.json
	@echo
	$(SCHAKEL) plan demo/kina.json --kind matching --out demo/plan.json --format table --lang nl --levers $(LEVERS) \
		|| [ $$? -eq 3 ]
	@echo
	$(SCHAKEL) explain demo/kina.json demo/plan.json --example helped --helps 1 --lang nl
	@echo
	$(SCHAKEL) explain demo/kina.json demo/plan.json --example starts --lang nl
	@echo
	$(SCHAKEL) shortlist demo/kina.json --vacancy V00001 --limit 5 --lang nl
	@echo
	$(SCHAKEL) check demo/kina.json demo/plan.json

# The development profile, as everything in `make test`: clippy, documentation and tests share one HiGHS.
lint: setup
	$(CARGO) fetch --locked --quiet
	$(CARGO) fmt --all --check
	$(CARGO) clippy $(FLAGS) --workspace --all-targets -- -D warnings
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc $(FLAGS) --workspace --no-deps --document-private-items
	@if $(CARGO) deny --version >/dev/null 2>&1; then $(CARGO) deny --workspace check; \
	else echo "cargo-deny is not installed: licences are looked at by tests/it/licences.rs alone"; fi

# Schemathesis, in a folder of its own, installed from PyPI when it is missing or another version is asked.
CONFORMANCE = target/conformance
$(CONFORMANCE)/installed: tests/conformance/requirements.txt
	@.ci/setup-debian tools
	python3 -m venv $(CONFORMANCE)
	$(CONFORMANCE)/bin/pip install --quiet --disable-pip-version-check --requirement $<
	@touch $@
conformance-tool: $(CONFORMANCE)/installed

# Longer than in `make test`: so many requests per operation and phase.
conformance: setup conformance-tool
	EXAMPLES=$(or $(EXAMPLES),300) $(CARGO) test $(FLAGS) --test it -- --nocapture conformance

# A server killed at so many random moments; `make test` does the same with four.
crash: setup
	SCHAKEL_CRASHES=$(or $(CRASHES),50) $(CARGO) test $(FLAGS) --test it -- --nocapture crash

test: lint conformance-tool
	$(CARGO) test $(FLAGS) --workspace --lib --bins --tests
	$(CARGO) test $(FLAGS) --workspace --doc

# How many people `make large` posts at once.
PEOPLE ?= 230000

large: setup
	SCHAKEL_PEOPLE=$(PEOPLE) $(CARGO) test $(FLAGS) --release --test it -- large --nocapture

# As many people as the province has, unless a number is asked.
load: export SCHAKEL_CLIENTS = $(or $(CLIENTS),64)
load: setup
	$(if $(filter command line environment,$(origin PEOPLE)),SCHAKEL_PEOPLE=$(PEOPLE)) $(CARGO) bench $(FLAGS) --bench load

bench: setup
	$(CARGO) bench $(FLAGS) --bench phases -- $(SIZES)

# Timetables to measure with; the folder of the data beside the project unless told otherwise.
TRANSIT ?= ../shared/data/transit
bench-transit: setup
	$(CARGO) bench $(FLAGS) --bench transit -- $(TRANSIT)
