#!/bin/sh
# Builds the page into web/out when something changed since. With --if-possible a missing Node or a failed install is one
# line of explanation and no failure: all but the page works without it. With --install it ends once packages are there.
set -u
cd "$(dirname "$0")/.." || exit 1
export NEXT_TELEMETRY_DISABLED=1
wish=${1:-}
log=.build.log

without() {
    echo "The page is not built: $1" >&2
    [ "$wish" = --if-possible ] && exit 0
    exit 1
}

is_current() {
    [ "$wish" != --install ] && [ -f out/index.html ] && [ -f .build.stamp ] && [ -z "$(find src public scripts package.json package-lock.json next.config.mjs tsconfig.json \
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
command -v node >/dev/null && command -v npm >/dev/null || without "Node.js 20.9 or newer with npm is missing"
node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 9) ? 0 : 1)' ||
    without "$(node --version) is older than Node.js 20.9"
if command -v flock >/dev/null; then # two `make` at once: the second waits, and finds it done
    exec 9>.build.lock
    flock 9
    is_current && exit 0
fi
is_installed || echo "installing the page's packages …" >&2
install_packages || without "npm could not install its packages (offline?); see web/$log"
[ "$wish" = --install ] && exit 0
echo "building the page …" >&2
touch .build.started # what changes from now on is not in this build
npm run build >"$log" 2>&1 || { tail -n 20 "$log" >&2; without "see web/$log"; }
mv .build.started .build.stamp
