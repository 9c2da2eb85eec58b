#!/bin/sh
# Builds the page into web/out if anything has changed since the last build.
#   --if-possible  if Node.js is missing or the install fails, explains it in one line and succeeds: only the page needs Node.js
#   --install      only installs the packages
set -u
cd "$(dirname "$0")/.." || exit 1
export NEXT_TELEMETRY_DISABLED=1
mode=${1:-}
log=.build.log

give_up() {
    echo "Didn't build the page: $1" >&2
    [ "$mode" = --if-possible ] && exit 0
    exit 1
}

is_current() {
    [ "$mode" != --install ] && [ -f out/index.html ] && [ -f .build.stamp ] && [ -z "$(find src public scripts package.json package-lock.json next.config.mjs tsconfig.json \
        -newer .build.stamp 2>/dev/null | head -n 1)" ]
}

is_installed() {
    [ -f node_modules/.package-lock.json ] && [ ! package-lock.json -nt node_modules/.package-lock.json ]
}

install_packages() {
    is_installed && return
    npm ci --no-audit --no-fund --fetch-retries=1 --fetch-timeout=30000 >"$log" 2>&1 || return 1
    touch node_modules/.package-lock.json
}

is_current && exit 0
command -v node >/dev/null && command -v npm >/dev/null || give_up "needs Node.js 20.9 or newer with npm"
node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 9) ? 0 : 1)' ||
    give_up "Node.js $(node --version) is too old; needs Node.js 20.9 or newer"
if command -v flock >/dev/null; then # if two builds start at once, the second waits and finds the work done
    exec 9>.build.lock
    flock 9
    is_current && exit 0
fi
is_installed || echo "Installing the page's packages..." >&2
install_packages || give_up "npm couldn't install the packages (offline?); see web/$log"
[ "$mode" = --install ] && exit 0
echo "Building the page..." >&2
touch .build.started # files changed after this moment are not part of this build
npm run build >"$log" 2>&1 || { tail -n 20 "$log" >&2; give_up "see web/$log"; }
mv .build.started .build.stamp
