#!/usr/bin/env bash
# Builds everything and runs every test over real parts: redis-server, PostgreSQL and the server are started by the tests themselves, on
# loopback.
#   ./test.sh          about 15 minutes on two cores
#   ./test.sh --full   with the long-running ones (Category=Long) too
# The last line is the sum over all test projects: N passed, N failed, N skipped.
set -euo pipefail
cd "$(dirname "$0")"

full=false
for arg in "$@"; do
  case "$arg" in
    --full) full=true ;;
    *) echo "usage: ./test.sh [--full]" >&2; exit 2 ;;
  esac
done

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
# The compiler and the tests live for minutes: what pays for itself only later costs a sixth of the processor.
export DOTNET_TieredPGO=0 DOTNET_EnableWriteXorExecute=0

have_postgres() { ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; }

missing=()
command -v redis-server >/dev/null || missing+=(redis-server)
have_postgres || missing+=(postgresql)
command -v promtool >/dev/null || missing+=(prometheus)
command -v npm >/dev/null || missing+=(nodejs npm)
[[ -x /usr/bin/chromium ]] || missing+=(chromium)
if ((${#missing[@]})); then
  if [[ $(id -u) == 0 ]] && command -v apt-get >/dev/null; then
    echo "Installing ${missing[*]} for the tests"
    # The tests start their own servers, so none may start by itself.
    mkdir -p /etc/postgresql-common && echo "create_main_cluster = false" > /etc/postgresql-common/createcluster.conf
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${missing[@]}" >/dev/null
  else
    echo "The tests need: ${missing[*]}. Install them with your system's package manager and run again." >&2
    exit 1
  fi
fi

dotnet build Sentinel.sln -c Release --nologo -v quiet

filter='Category!=Long'
$full && filter='FullyQualifiedName~.'

passed=0 failed=0 skipped=0 status=0
for project in tests/*/*.Tests.csproj; do
  log=$(mktemp)
  dotnet test "$project" -c Release --no-build --nologo --filter "$filter" 2>&1 | tee "$log" || status=1
  # The runner's summary: Passed!  - Failed:     0, Passed:    12, Skipped:     0, Total: ...
  if summary=$(grep -E 'Failed: +[0-9]+, Passed: +[0-9]+, Skipped: +[0-9]+' "$log" | tail -n 1); then
    read -r f p s < <(sed -E 's/.*Failed: +([0-9]+), Passed: +([0-9]+), Skipped: +([0-9]+).*/\1 \2 \3/' <<<"$summary")
    failed=$((failed + f)) passed=$((passed + p)) skipped=$((skipped + s))
  else
    echo "No result from $project" >&2
    failed=$((failed + 1)) status=1
  fi
  rm -f "$log"
done

# The clients, against the server that was just built.
log=$(mktemp)
(cd clients && npm ci --no-audit --no-fund --loglevel=error && NO_COLOR=1 npm test) 2>&1 | tee "$log" || status=1
# The runner's summary of each of the two workspaces:      Tests  1 failed | 67 passed | 1 skipped (69)
if summary=$(grep -E '^ +Tests +[0-9]' "$log") && (($(wc -l <<<"$summary") == 2)); then
  count() { { grep -oE "[0-9]+ $1" <<<"$summary" || true; } | awk '{ sum += $1 } END { print sum + 0 }'; }
  passed=$((passed + $(count passed))) failed=$((failed + $(count failed))) skipped=$((skipped + $(count skipped)))
else
  echo "No result from clients" >&2
  failed=$((failed + 1)) status=1
fi
rm -f "$log"

echo "$passed passed, $failed failed, $skipped skipped"
((failed == 0 && passed > 0)) && exit "$status" || exit 1
