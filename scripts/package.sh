#!/usr/bin/env bash
# Builds the .deb and the .rpm and looks into them: the desktop entry must be valid, in both languages, name an icon that is
# there in every size and handle hearth:// links; the server without a window must have come along.
set -euo pipefail
cd "$(dirname "$0")/.."
target=$(realpath -m "${CARGO_TARGET_DIR:-target}")

# One build for app and server, so that what they share is compiled once.
server="{\"/usr/bin/hearthd\": \"$target/release/hearthd\"}"
ui/node_modules/.bin/tauri build --bundles deb,rpm \
  --config "{\"bundle\": {\"linux\": {\"deb\": {\"files\": $server}, \"rpm\": {\"files\": $server}}}}" \
  -- --package hearth --package hearth-server

bundle=$target/release/bundle
deb=$(ls -t "$bundle"/deb/*.deb | head -1)
rpm=$(ls -t "$bundle"/rpm/*.rpm | head -1)

complain() { echo "package: $1" >&2; exit 1; }
look=$(mktemp -d)
trap 'rm -rf "$look"' EXIT
dpkg-deb --extract "$deb" "$look"
entry=$(ls "$look"/usr/share/applications/*.desktop)
desktop-file-validate "$entry"
grep -q '^MimeType=.*x-scheme-handler/hearth' "$entry" || complain "the desktop entry handles no hearth:// links"
grep -q '^Exec=hearth %u$' "$entry" || complain "the desktop entry does not hand links on"
for key in Name Comment; do
  grep -q "^$key=" "$entry" && grep -q "^$key\[zh_CN\]=" "$entry" || complain "the desktop entry has no $key in both languages"
done
icon=$(sed -n 's/^Icon=//p' "$entry")
for size in 16 24 32 48 64 128 256 512; do
  [ -f "$look/usr/share/icons/hicolor/${size}x${size}/apps/$icon.png" ] || complain "there is no icon of $size pixels"
done
[ -f "$look/usr/share/icons/hicolor/scalable/apps/$icon.svg" ] || complain "there is no scalable icon"
listing=$(rpm -qpl "$rpm")
for binary in hearth hearthd; do
  [ -x "$look/usr/bin/$binary" ] || complain "the .deb has no /usr/bin/$binary"
  grep -qx "/usr/bin/$binary" <<<"$listing" || complain "the .rpm has no /usr/bin/$binary"
done

echo
echo "Built and checked:"
ls -lh "$deb" "$rpm" | awk '{print "  " $NF "  (" $5 ")"}'
echo "Install with:  sudo apt install $deb"
