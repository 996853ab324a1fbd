# What people run. Each target needs no other first. One profile serves them all, save the benchmarks: HiGHS is built once per
# machine and everything else once per clone.

CARGO ?= cargo
# The lock file decides: a build today and a build in a year are the same.
FLAGS ?= --locked
# How many levers the demo tries, each by planning the region again: some seconds each.
LEVERS ?= 3
# The timetables of the demo, brought to one year; where they are not, the demo goes by the network of the program itself.
FEEDS ?= ../shared/data/transit
FEEDS_FOUND = $(wildcard $(FEEDS)/nmbs_gtfs_*.zip $(FEEDS)/delijn_*_derived_gtfs.zip)
DEMO_NETWORK = $(if $(FEEDS_FOUND),kina,voorbeeld)
# Which sizes `make bench` measures; empty is all: small kina antwerp.
SIZES ?=

# Always the whole workspace: a part of it has other features, and is built again.
WORKSPACE = $(FLAGS) --workspace
SCHAKEL = target/debug/schakel
# Tests run side by side, each in a process of its own, where cargo-nextest is installed.
NEXTEST := $(shell $(CARGO) nextest --version >/dev/null 2>&1 && echo yes)

.PHONY: help setup demo quick quick-tests quick-clippy slow package test lint bench bench-trainings bench-interviews bench-location bench-proof bench-transit load mixed crash large conformance conformance-tool

help:
	@echo "make demo   generate the seven municipalities, plan them, their trainings and their job fair, explain two people, check the plans"
	@echo "make quick  what a change is tried with while it is made: clippy and the tests that take no seconds"
	@echo "make test   everything a change must pass: lint, all tests, documentation tests"
	@echo "make lint   format, clippy, documentation, licences"
	@echo "make large  post 230,000 people at once and print the memory it takes: make large PEOPLE=60000"
	@echo "make package  a Debian package in target/package, with a unit of systemd"
	@echo "make load   shortlists for 64 clients at once, without and with a solve: make load PEOPLE=3000 CLIENTS=8"
	@echo "make bench  seconds per phase and peak memory: make bench SIZES=\"small kina\" SEEDS=\"2 3\""
	@echo "make bench-trainings  seconds per phase and gap of the largest choice of trainings: make bench-trainings SEEDS=\"4 5\""
	@echo "make bench-interviews  seconds, gap and memory of the largest fair, and of that fair without 20 people: SEEDS=\"4 5\""
	@echo "make bench-location  seconds to choose what to open where, proven, beside the textbook: make bench-location SEEDS=\"4 5\""
	@echo "make bench-proof  seconds to prove the matchings of many regions, beside the textbook: SEEDS=\"1 2 3\" TEXTBOOK=60 LIMITS=\"1 2\""
	@echo "make mixed  everything that clients ask at once, a minute at a time: make mixed RUNS=10"
	@echo "make crash  kill a server 50 times while it works: make crash CRASHES=200"
	@echo "make conformance  generated requests held against the OpenAPI document: make conformance EXAMPLES=500"
	@echo "make bench-transit  import, network size and search times of the timetables in TRANSIT"

setup:
	@.ci/setup-debian
	@.ci/setup-highs

# Exit code 3 is a plan that a limit ended: usable, and it says so itself.
demo: export SCHAKEL_NETWORKS = demo/networks
demo: setup
	@mkdir -p demo
	$(CARGO) build $(WORKSPACE)
	$(if $(FEEDS_FOUND),$(SCHAKEL) import gtfs $(FEEDS_FOUND) --name kina --shift-to 2025)
	$(SCHAKEL) generate --region kina --seed 1 --network $(DEMO_NETWORK) --out demo/kina.json
	@echo
	$(SCHAKEL) plan demo/kina.json --kind matching --out demo/plan.json --format table --lang nl --levers $(LEVERS) \
		|| [ $$? -eq 3 ]
	@echo
	$(SCHAKEL) plan demo/kina.json --kind trainings --out demo/trainings.json --format table --lang nl --gap 0.01 --time-limit 30 \
		|| [ $$? -eq 3 ]
	$(SCHAKEL) check demo/kina.json demo/trainings.json
	@echo
	$(SCHAKEL) trade-off demo/kina.json --kind trainings --gap 0.01 --time-limit 6 --geojson demo/trade-off.geojson
	@echo
	$(SCHAKEL) plan demo/kina.json --kind fair --out demo/fair.json --format table --lang nl --gap 0.02 --time-limit 20 \
		|| [ $$? -eq 3 ]
	$(SCHAKEL) check demo/kina.json demo/fair.json
	@echo
	$(SCHAKEL) explain demo/kina.json demo/plan.json --example helped --helps 1 --lang nl
	@echo
	$(SCHAKEL) explain demo/kina.json demo/plan.json --example starts --lang nl
	@echo
	$(SCHAKEL) explain demo/kina.json demo/plan.json --example starts --sheet --lang nl
	@echo
	$(SCHAKEL) shortlist demo/kina.json --vacancy V00001 --limit 5 --lang nl
	@echo
	$(SCHAKEL) check demo/kina.json demo/plan.json

# The program for others: a Debian package in target/package, and its symbols apart.
package: setup
	$(CARGO) build $(WORKSPACE) --release --bin schakel
	packaging/deb target/release/schakel target/package

lint: setup
	$(CARGO) fmt --all --check
	$(CARGO) clippy $(WORKSPACE) --all-targets -- -D warnings
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc $(WORKSPACE) --no-deps --document-private-items
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
	EXAMPLES=$(or $(EXAMPLES),300) $(CARGO) test $(WORKSPACE) --test it -- --nocapture conformance

# A server killed at so many random moments; `make test` does the same with four.
crash: setup
	SCHAKEL_CRASHES=$(or $(CRASHES),50) $(CARGO) test $(WORKSPACE) --test it -- --nocapture crash

# So many runs of a minute with one solve at once and as many with two; `make test` has one of four seconds each.
mixed: setup
	SCHAKEL_MIXED_RUNS=$(or $(RUNS),3) SCHAKEL_MIXED_SECONDS=60 $(CARGO) test $(WORKSPACE) --test it -- --nocapture mixed_load

# For every few minutes: nothing is fetched or installed. In one process, in which tests share what takes long to prepare: in
# a process for each, as nextest does it, the same tests take twice to three times as long. Left out are modules named `full` and
# what tests/slow.txt lists.
# Clippy works in a folder of its own, so that neither waits for the other.
quick:
	@$(MAKE) --no-print-directory --jobs 2 --output-sync quick-tests quick-clippy
quick-tests:
	@$(CARGO) test $(WORKSPACE) --quiet -- --skip full:: $(addprefix --skip ,$(shell grep -v '^#' tests/slow.txt))
quick-clippy: export CARGO_BUILD_BUILD_DIR = $(or $(CARGO_HOME),$(HOME)/.cargo)/build-schakel-clippy
quick-clippy:
	@$(CARGO) clippy $(WORKSPACE) --quiet -- -D warnings

# Writes the list anew: tests outside the modules named `full` that take more than a tenth of a second here. Tests tell
# their times only to who asks for what is not settled yet.
slow: setup
	$(CARGO) test $(WORKSPACE) --quiet --no-run
	$(CARGO) test $(WORKSPACE) --config 'target."cfg(all())".runner = ["env", "RUSTC_BOOTSTRAP=1"]' -- --skip full:: -Z unstable-options --report-time 2>/dev/null >target/times.txt
	@{ sed -n '/^#/p' tests/slow.txt; \
		sed -nE 's/^test (.*) \.\.\. ok <([0-9.]+)s>$$/\2 \1/p' target/times.txt | awk '$$1 > 0.1 { print $$2 }' | sort; \
	} >target/slow.txt
	@mv target/slow.txt tests/slow.txt

# Threads of one process share what takes long to prepare; what takes seconds gets a process of its own, several side by side.
# One more than there are cores: see .config/nextest.toml.
test:
	@$(MAKE) --no-print-directory --jobs 2 lint conformance-tool
ifeq ($(NEXTEST),yes)
	$(CARGO) test $(WORKSPACE) --quiet --no-fail-fast -- --skip full::
	$(CARGO) nextest run $(WORKSPACE) --test-threads $$(($$(nproc) + 1)) -E 'test(/(^|::)full::/)'
else
	$(CARGO) test $(WORKSPACE)
endif

# How many people `make large` posts at once.
PEOPLE ?= 230000

large: setup
	SCHAKEL_PEOPLE=$(PEOPLE) $(CARGO) test $(WORKSPACE) --release --test it -- large --nocapture

# As many people as the province has, unless a number is asked.
load: export SCHAKEL_CLIENTS = $(or $(CLIENTS),64)
load: setup
	$(if $(filter command line environment,$(origin PEOPLE)),SCHAKEL_PEOPLE=$(PEOPLE)) $(CARGO) bench $(FLAGS) --bench load

# Seeds to measure with; empty is what each bench says of itself.
SEEDS ?=
bench: setup
	$(CARGO) bench $(FLAGS) --bench phases -- $(SIZES) $(SEEDS)

bench-trainings: setup
	$(CARGO) bench $(FLAGS) --bench trainings -- $(SEEDS)

bench-interviews: setup
	$(CARGO) bench $(FLAGS) --bench interviews -- $(SEEDS)

# Seconds that the textbook gets for each region beside ours; 0 leaves it out.
TEXTBOOK ?= 0
LIMITS ?=
bench-proof: setup
	TEXTBOOK=$(TEXTBOOK) LIMITS="$(LIMITS)" $(CARGO) bench $(FLAGS) --bench proof -- $(SEEDS)

bench-location: setup
	$(CARGO) bench $(FLAGS) --bench location -- $(SEEDS)

# Timetables to measure with; the folder of the data beside the project unless told otherwise.
TRANSIT ?= ../shared/data/transit
bench-transit: setup
	$(CARGO) bench $(FLAGS) --bench transit -- $(TRANSIT)
