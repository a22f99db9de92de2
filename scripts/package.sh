#!/usr/bin/env bash
# Builds the .deb and the .rpm and looks into them: the desktop entry must be valid, name the icon and handle hearth:// links.
set -euo pipefail
cd "$(dirname "$0")/.."

ui/node_modules/.bin/tauri build --bundles deb,rpm

bundle=${CARGO_TARGET_DIR:-target}/release/bundle
deb=$(ls -t "$bundle"/deb/*.deb | head -1)
rpm=$(ls -t "$bundle"/rpm/*.rpm | head -1)

look=$(mktemp -d)
trap 'rm -rf "$look"' EXIT
dpkg-deb --extract "$deb" "$look"
entry=$(ls "$look"/usr/share/applications/*.desktop)
desktop-file-validate "$entry"
grep -q '^MimeType=.*x-scheme-handler/hearth' "$entry" || { echo "package: the desktop entry handles no hearth:// links" >&2; exit 1; }
icon=$(sed -n 's/^Icon=//p' "$entry")
ls "$look"/usr/share/icons/hicolor/128x128/apps/"$icon".png >/dev/null
rpm -qpl "$rpm" | grep -q '/usr/bin/hearth$' || { echo "package: the .rpm has no /usr/bin/hearth" >&2; exit 1; }

echo
echo "Built and checked:"
ls -lh "$deb" "$rpm" | awk '{print "  " $NF "  (" $5 ")"}'
echo "Install with:  sudo apt install ./$deb"
