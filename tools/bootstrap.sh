#!/bin/sh
# Puts in place what `npm start` or `npm test` needs, and says what it does:
#   sh tools/bootstrap.sh start|test
# Debian packages are installed as root only; anybody else gets the one line to
# run, and exit code 3. Prints nothing when nothing is missing.
set -u
cd "$(dirname "$0")/.." || exit 3

# The demo: a display without a screen, and the two libraries that press keys in it.
start_packages="xvfb libx11-6 libxtst6"

# Tests also compile and emulate every board, and open real X clients.
test_packages="$start_packages gcc libc6-dev qemu-system-arm gcc-arm-none-eabi libnewlib-arm-none-eabi
gcc-avr avr-libc simavr libsimavr-dev libsimavrparts1 libelf-dev gdb-multiarch xterm x11-utils openbox
chromium udev fonts-noto-cjk espeak-ng libusb-1.0-0 pulseaudio pulseaudio-utils gnome-keyring dbus git"

case "${1-}" in
  start) wanted=$start_packages ;;
  test) wanted=$test_packages ;;
  *) echo "usage: sh tools/bootstrap.sh start|test" >&2; exit 2 ;;
esac

say() { echo "beckon: $*" >&2; }

missing_packages() {
  # shellcheck disable=SC2086 # a list of words
  found=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' $wanted 2>/dev/null)
  for package in $wanted; do
    case "
$found
" in *"
installed $package
"*) ;; *) printf ' %s' "$package" ;; esac
  done
}

if command -v dpkg-query >/dev/null 2>&1; then
  missing=$(missing_packages)
  if [ -n "$missing" ]; then
    line="apt-get install --yes --no-install-recommends$missing"
    if [ "$(id -u)" != 0 ]; then
      say "some Debian packages are missing. Run this line, then try again:"
      echo "sudo $line" >&2
      exit 3
    fi
    say "installing Debian packages:$missing"
    log=$(mktemp) || exit 3
    # Lists may be absent or too old on a fresh machine, so the second try renews them first.
    export DEBIAN_FRONTEND=noninteractive
    if ! $line >"$log" 2>&1 && ! { apt-get update >"$log" 2>&1 && $line >>"$log" 2>&1; }; then
      tail -n 15 "$log" >&2
      say "apt-get could not install them; the whole of what it said is in $log."
      exit 3
    fi
    rm -f "$log"
  fi
elif [ "$(uname -s)" = Linux ]; then
  command -v Xvfb >/dev/null 2>&1 || say "this is no Debian: have the equivalents of these installed:" $wanted
fi

if ! node tools/installed.mjs; then
  say "installing npm packages (npm ci), about a minute"
  if ! npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2; then
    say "npm ci failed; what it said stands above. Without network it cannot work the first time."
    exit 3
  fi
fi
