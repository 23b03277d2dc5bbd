#!/usr/bin/env bash
# Runs all tests. Brings what they need from Debian's packages when it runs as root; says what is missing otherwise.
# Closes with the line "N passed, N failed" (", N skipped" when there were any).
set -u
cd "$(dirname "$0")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

say() { printf '%s\n' "$*"; }
fail() { say "$*" >&2; say "0 passed, 1 failed"; exit 1; }

# --- what the tests need -------------------------------------------------------------------------------------------
declare -A packages=(
  [pdfsig]=poppler-utils [qpdf]=qpdf [mutool]=mupdf-tools [openssl]=openssl [softhsm2-util]=softhsm2 [chromium]=chromium
  [certtool]=gnutls-bin [certutil]=libnss3-tools [sqlite3]=sqlite3 [unzip]=unzip
)
missing=()
for tool in "${!packages[@]}"; do command -v "$tool" >/dev/null || missing+=("${packages[$tool]}"); done
compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || missing+=(postgresql)
fc-list 2>/dev/null | grep -q . || missing+=(fonts-noto-core)
if [ ${#missing[@]} -gt 0 ]; then
  if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
    say "Installing ${missing[*]} ..."
    export DEBIAN_FRONTEND=noninteractive
    { apt-get update -qq && apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >/dev/null 2>&1 \
      || fail "These packages could not be installed: ${missing[*]}."
  else
    fail "Install these packages first (as root, ./test.sh does it by itself): ${missing[*]}."
  fi
fi
command -v dotnet >/dev/null || fail "Install the .NET 10 SDK first."
command -v npm >/dev/null || fail "Install Node.js 20 or newer first; it brings the browser files and fonts."

# --- PostgreSQL of our own -------------------------------------------------------------------------------------------
pgbin=$(dirname "$(compgen -G '/usr/lib/postgresql/*/bin/initdb' | sort -V | tail -n 1)")
as_postgres() { if [ "$(id -u)" -eq 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
# The server's own user must reach its folder, and a root's TMPDIR is often closed to others.
for place in "${TMPDIR:-/tmp}" /tmp /var/tmp; do as_postgres test -x "$place/." && break; done
work=$(mktemp -d -p "$place") || fail "No temporary folder can be made in $place."
stop() {
  as_postgres "$pgbin/pg_ctl" -D "$work/pg" -m immediate stop >/dev/null 2>&1
  rm -rf "$work"
}
trap stop EXIT
chmod 755 "$work"
mkdir "$work/pg"
[ "$(id -u)" -eq 0 ] && chown postgres "$work/pg"
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])' 2>/dev/null \
  || node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })')
(cd / && as_postgres "$pgbin/initdb" -D "$work/pg" -A trust -U trust -E UTF8 --no-sync >/dev/null) || fail "PostgreSQL could not be set up."
(cd / && as_postgres "$pgbin/pg_ctl" -D "$work/pg" -w -l "$work/pg/log" \
  -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=200" start >/dev/null) \
  || fail "PostgreSQL did not start on port $port."
export TRUST_TEST_POSTGRES="Host=127.0.0.1;Port=$port;Username=trust;Database=postgres"

# --- build and run ---------------------------------------------------------------------------------------------------
locked=()
[ "${TRUST_LOCKED_RESTORE:-}" = true ] && locked=(--locked-mode)
dotnet restore TrustPlatform.sln "${locked[@]}" --verbosity quiet || fail "The packages could not be restored."
dotnet build TrustPlatform.sln --no-restore --verbosity quiet || fail "The build failed."

passed=0 failed=0 skipped=0
for project in tests/*/*.csproj; do
  name=$(basename "$project" .csproj)
  program="tests/$name/bin/Debug/net10.0/TrustPlatform.$name"
  grep -q 'Include="xunit.v3"' "$project" || continue # benchmarks and shared parts are no tests
  say "== $name"
  "$program" -noColor -noLogo >"$work/$name.log" 2>&1
  code=$?
  # xunit closes with: Total: 12, Errors: 0, Failed: 0, Skipped: 0, Not Run: 0, Time: 1.2s
  summary=$(grep -E 'Total: *[0-9]+' "$work/$name.log" | tail -n 1)
  count() { sed -nE "s/.*$1: *([0-9]+).*/\1/p" <<<"$summary"; }
  total=$(count Total) errors=$(count Errors) fails=$(count Failed) skips=$(count Skipped) unrun=$(count 'Not Run')
  if [ -z "$total" ]; then
    cat "$work/$name.log"
    failed=$((failed + 1))
    continue
  fi
  bad=$((${fails:-0} + ${errors:-0}))
  [ $code -ne 0 ] && [ $bad -eq 0 ] && bad=1
  [ $bad -gt 0 ] && cat "$work/$name.log"
  [ "${skips:-0}" -gt 0 ] && grep -E '\[SKIP\]' -A 1 "$work/$name.log"
  say "   $summary"
  passed=$((passed + total - bad - ${skips:-0} - ${unrun:-0})) failed=$((failed + bad)) skipped=$((skipped + ${skips:-0}))
done

if [ $skipped -gt 0 ]; then say "$passed passed, $failed failed, $skipped skipped"; else say "$passed passed, $failed failed"; fi
[ $failed -eq 0 ]
