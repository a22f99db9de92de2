#!/usr/bin/env bash
# Every test of the house, in the order in which a failure is cheapest to find. `make test` calls this after setup.
set -euo pipefail
cd "$(dirname "$0")/.."
started=$SECONDS
step() { printf '\n== %s (%ss)\n' "$1" $((SECONDS - started)); }

step "page: types, lints, tests, build"
(cd ui && npm run --silent check && npm run --silent lint && npm run --silent test && npm run --silent build)

step "page: layout, access and policy in Chromium"
(cd ui && npm run --silent build:preview && CHROMIUM=$(../scripts/chromium.sh) npm run --silent e2e)

step "rust: formatting and lints"
cargo fmt --all --check
cargo clippy --quiet --workspace --all-targets --features custom-protocol -- -D warnings

step "rust: units, files, sockets, scenarios"
cargo test --quiet --workspace --exclude hearth
cargo test --quiet -p hearth --features custom-protocol --lib --bins

step "windows: the real app, end to end"
cargo build --quiet --features custom-protocol --bin hearth --example hand
cargo test --quiet -p hearth --features custom-protocol --test e2e -- --test-threads=1

step "done"
