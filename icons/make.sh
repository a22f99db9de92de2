#!/usr/bin/env bash
# Renders every icon in this folder from its SVG sources. The results are committed, so building the app needs none of
# the tools; run this after changing a drawing and commit what changed.
#
# Sources: icon.svg (the mark, the same drawing as the window's; sizes from 32 px up),
# ../ui/src/assets/brand/mark-small.svg (under 32 px, where the hearth's arch would be mud), tray.svg and tray-unread.svg
# (the flame alone, its colours chosen for light and dark panels; the dot for unread stands in a gap, so that it is a
# shape of its own).
#
# Tools (Debian packages): rsvg-convert (librsvg2-bin), convert (imagemagick); png2icns (icnsutils) for icon.icns, which
# is left as it is where png2icns is missing.
set -euo pipefail
cd "$(dirname "$0")"

# The app and its window show one mark.
cmp icon.svg ../ui/src/assets/brand/mark.svg

small=../ui/src/assets/brand/mark-small.svg
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# render SOURCE SIZE TARGET: a square RGBA PNG, without the date that would make equal renderings differ.
render() {
  rsvg-convert --width "$2" --height "$2" "$1" --output "$work/raw.png"
  convert "$work/raw.png" -strip -define png:exclude-chunks=date,time PNG32:"$3"
}

# The names that the bundler knows.
render "$small" 16 16x16.png
render "$small" 24 24x24.png
render icon.svg 32 32x32.png
render icon.svg 48 48x48.png
render icon.svg 64 64x64.png
render icon.svg 128 128x128.png
render icon.svg 256 128x128@2x.png
render icon.svg 256 256x256.png
render icon.svg 512 icon.png

# Windows takes the first layer while developing, hence 32 before the others.
convert 32x32.png 16x16.png 24x24.png 48x48.png 64x64.png 256x256.png icon.ico

if command -v png2icns > /dev/null; then
  png2icns icon.icns 16x16.png 32x32.png 48x48.png 128x128.png 256x256.png icon.png > /dev/null
else
  echo "png2icns is missing: icon.icns is left as it is" >&2
fi

for tray in tray tray-unread; do
  render "$tray.svg" 32 "$tray.png"
  render "$tray.svg" 64 "$tray@2x.png"
done
