#!/usr/bin/env bash
# Prints where Chromium is, or a browser made of it. Fails where there is none.
set -euo pipefail
for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable; do
  [ -n "$name" ] && command -v "$name" && exit
done
echo "chromium: there is none here; \`make test\` installs it" >&2
exit 1
