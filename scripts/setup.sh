#!/usr/bin/env bash
# Installs what this project needs and does not have yet. Says what and why before it does, and does nothing twice.
#   scripts/setup.sh run       what it takes to build and open the app
#   scripts/setup.sh test      the same, and what the tests need (a virtual display, a driver, a notification service)
#   scripts/setup.sh package   what it takes to build and check .deb and .rpm
set -euo pipefail
cd "$(dirname "$0")/.."
purpose=${1:-run}

# One package a line: name, then why it is needed.
run_packages='
build-essential          compiles the C parts (SQLite, ring)
pkg-config               finds system libraries for the build
file                     lets the build recognise file types
libwebkit2gtk-4.1-dev    the web view that shows the window
libayatana-appindicator3-dev  the tray icon
librsvg2-dev             draws the icons
fonts-noto-cjk           Chinese, Japanese and Korean glyphs
fonts-noto-color-emoji   coloured emoji
dbus-x11                 a session bus where the desktop starts none
'
test_packages='
xvfb                     a display that nobody has to look at
xauth                    access to that display
openbox                  a window manager, so that windows have focus
dbus                     a session bus for notifications and tray
dunst                    a real notification service
xclip                    pictures on the clipboard
xdotool                  real key presses
x11-utils                looks at windows from outside
imagemagick              screenshots
webkit2gtk-driver        drives the real web view
fonts-noto-core          the remaining scripts
fcitx5                   a real input method
fcitx5-pinyin            pinyin for it
fcitx5-frontend-gtk3     its way into the window
hunspell-en-us           a dictionary for the spell check
chromium                 tests of the page in a second browser
'
package_packages='
rpm                      inspects the .rpm
desktop-file-utils       checks the desktop entry
'

list() {
  case $purpose in
    run) printf '%s' "$run_packages" ;;
    test) printf '%s%s' "$run_packages" "$test_packages" ;;
    package) printf '%s%s' "$run_packages" "$package_packages" ;;
    *) echo "setup: say run, test or package" >&2; exit 2 ;;
  esac
}

need() {
  command -v "$1" >/dev/null 2>&1 && return
  echo "setup: $1 is missing. $2" >&2
  exit 1
}

by_hand() {
  cat >&2 <<'TEXT'
setup: this system has no apt-get, so the packages have to be installed by hand:
  Fedora    sudo dnf install gcc gcc-c++ make pkgconf-pkg-config file webkit2gtk4.1-devel libayatana-appindicator-gtk3-devel librsvg2-devel google-noto-sans-cjk-fonts google-noto-color-emoji-fonts dbus-x11
            for tests: xorg-x11-server-Xvfb xorg-x11-xauth openbox dunst xdotool xorg-x11-utils ImageMagick webkit2gtk-driver chromium fcitx5 fcitx5-chinese-addons fcitx5-gtk hunspell-en-US
  Arch      sudo pacman -S --needed base-devel pkgconf file webkit2gtk-4.1 libayatana-appindicator librsvg noto-fonts-cjk noto-fonts-emoji dbus
            for tests: xorg-server-xvfb xorg-xauth openbox dunst xdotool xorg-xprop imagemagick chromium fcitx5 fcitx5-chinese-addons fcitx5-gtk hunspell-en_us
  openSUSE  sudo zypper install gcc gcc-c++ make pkgconf file webkit2gtk3-devel libayatana-appindicator3-devel librsvg-devel noto-sans-cjk-fonts noto-coloremoji-fonts dbus-1-x11
            for tests: xorg-x11-server-Xvfb xauth openbox dunst xdotool xprop ImageMagick webkit2gtk-driver chromium fcitx5 fcitx5-chinese-addons fcitx5-gtk3 myspell-en_US
Then start again with HEARTH_SKIP_PACKAGES=1.
TEXT
  exit 1
}

install_packages() {
  local missing=() name why
  while read -r name why; do
    [ -n "$name" ] || continue
    if [ "$name" = chromium ]; then
      scripts/chromium.sh >/dev/null 2>&1 && continue
      # Ubuntu has it as a snap only, under its older name.
      if grep -qs '^ID=ubuntu$' /etc/os-release; then name=chromium-browser; fi
    fi
    dpkg-query -W -f='${Status}' "$name" 2>/dev/null | grep -q 'install ok installed' && continue
    [ ${#missing[@]} -gt 0 ] || echo "setup: these system packages are missing and will be installed:"
    printf '  %-30s %s\n' "$name" "$why"
    missing+=("$name")
  done < <(list)
  [ ${#missing[@]} -gt 0 ] || return 0
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    need sudo "Run this as root, or install sudo."
    as_root=(sudo)
  fi
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

install_page_packages() {
  local stamp=ui/node_modules/.hearth-lock
  cmp -s ui/package-lock.json "$stamp" && return
  echo "setup: installing the page's packages (npm ci)"
  (cd ui && npm ci --no-audit --no-fund --loglevel=error)
  cp ui/package-lock.json "$stamp"
}

need cargo "Install Rust 1.95 or later: https://rustup.rs"
need node "Install Node 20 or later: https://nodejs.org"
need npm "It comes with Node."
if [ -z "${HEARTH_SKIP_PACKAGES:-}" ]; then
  if command -v apt-get >/dev/null 2>&1; then install_packages; else by_hand; fi
fi
install_page_packages
