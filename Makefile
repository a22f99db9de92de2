# The commands of the house. `make run` and `make test` are the two that matter; both install what they miss.
.DEFAULT_GOAL := help
.PHONY: help run test test-fast demo pictures bench-history package dev lint fmt types icons

# The same features everywhere, so that nothing is built twice.
FEATURES := --features custom-protocol

help: ## Show this list
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ## Install what is missing, build, and open the app (without a display: make demo)
	@scripts/setup.sh run
	@if [ -n "$${DISPLAY:-}$${WAYLAND_DISPLAY:-}" ]; then \
		$(MAKE) --no-print-directory ui/dist/index.html && exec cargo run $(FEATURES); \
	else \
		echo "There is no display here, so nothing could be seen. Making the demo with a virtual one instead."; \
		$(MAKE) --no-print-directory demo; \
	fi

test: ## Install what tests need and run them all
	@scripts/setup.sh test
	@scripts/test.sh

demo: ## Two real windows under a virtual display: host, join, chat; screenshots in target/demo
	@scripts/setup.sh test
	@$(MAKE) --no-print-directory ui/dist/index.html
	cargo build $(FEATURES) --bin hearth
	cargo run $(FEATURES) --example demo

pictures: ## What the real window looks like, light and dark, in both languages, wide and narrow, in target/pictures
	@scripts/setup.sh test
	@$(MAKE) --no-print-directory ui/dist/index.html
	cargo build $(FEATURES) --bin hearth
	cargo run $(FEATURES) --example pictures

# How many messages `make bench-history` makes up: 10k, 100k, 1m or 5m. KEEP=folder keeps them there, to be used again; ONLY=history
# and ONLY=window measure one half.
SIZE ?= 1m

bench-history: ## What search, history and window do at SIZE messages (default 1m), in one table
	@scripts/setup.sh test
	@$(MAKE) --no-print-directory ui/dist/index.html
	cargo build --release --features hearth/custom-protocol -p hearth -p hearth-bench \
		--bin hearth --bin bench-history --example empty_window
	"$${CARGO_TARGET_DIR:-target}/release/bench-history" $(SIZE) $(if $(KEEP),--keep "$(KEEP)") $(if $(ONLY),--only $(ONLY))

package: ## Build the .deb and the .rpm
	@scripts/setup.sh package
	@scripts/package.sh

dev: ## The app with a page that reloads as it is edited
	@scripts/setup.sh run
	ui/node_modules/.bin/tauri dev

lint: ## Formatting and lints, as CI wants them
	cargo fmt --all --check
	cargo clippy --workspace --all-targets $(FEATURES) -- -D warnings
	cd ui && npm run --silent check && npm run --silent lint

fmt: ## Format everything
	cargo fmt --all
	cd ui && npm run --silent format

types: ## Write the page's TypeScript types from the Rust ones
	HEARTH_WRITE_TYPES=1 cargo test -p hearth $(FEATURES) --lib types

icons: ## Render the icons from their source
	icons/make.sh

# Folders are named too, so that a file that went is noticed. An unchanged page keeps cargo from building the app anew.
PAGE := $(shell find ui/src ui/i18n ui/index.html ui/package-lock.json ui/*.config.* ui/tsconfig*.json)

ui/dist/index.html: $(PAGE)
	@cd ui && npm run --silent build
