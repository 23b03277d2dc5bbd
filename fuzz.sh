#!/usr/bin/env bash
# Fuzzes what reads bytes from outside, guided by coverage (SharpFuzz under AFL++):
#   ./fuzz.sh [--seconds N] [TARGET...]      targets: pdf cms verifier pki; all of them, 600 seconds each, when none is named
# A crash is any exception but the format's own; a hang takes more than 2 seconds; 512 MiB of heap end a run like a crash.
# Found inputs stay in artifacts/fuzz/TARGET/found. Exit code 0 when nothing is found, 1 otherwise.
set -eu
cd "$(dirname "$0")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

seconds=600 targets=()
while [ $# -gt 0 ]; do
  case $1 in
    --seconds) seconds=$2; shift 2 ;;
    -*) sed -n 2,5p "$0" | cut -c3- >&2; exit 64 ;;
    *) targets+=("$1"); shift ;;
  esac
done

if ! command -v afl-fuzz >/dev/null; then
  if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
    echo "Installing afl++ ..."
    export DEBIAN_FRONTEND=noninteractive
    { apt-get update -qq && apt-get install -y -qq --no-install-recommends afl++; } >/dev/null 2>&1 \
      || { echo "afl++ could not be installed." >&2; exit 70; }
  else
    echo "Install afl++ first (as root, ./fuzz.sh does it by itself)." >&2
    exit 64
  fi
fi

plain=tests/Fuzz/bin/Release/net10.0 work=artifacts/fuzz
dotnet build tests/Fuzz -c Release --verbosity quiet
mkdir -p "$work"
rm -rf "$work/program"
cp -r "$plain" "$work/program"
dotnet "$plain/TrustPlatform.Fuzz.dll" instrument "$work/program"
[ ${#targets[@]} -gt 0 ] || read -ra targets <<<"$(dotnet "$plain/TrustPlatform.Fuzz.dll" targets)"

# The runtime is no instrumented binary and has no frequency to fix; its coverage map is SharpFuzz's, of 64 KiB.
export AFL_SKIP_BIN_CHECK=1 AFL_SKIP_CPUFREQ=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_NO_UI=1 AFL_NO_AFFINITY=1
export AFL_MAP_SIZE=65536 AFL_FORKSRV_INIT_TMOUT=120000
exitCode=0
for target in "${targets[@]}"; do
  folder=$work/$target
  rm -rf "$folder"
  dotnet "$plain/TrustPlatform.Fuzz.dll" seeds "$target" "$folder/seeds"
  dotnet "$plain/TrustPlatform.Fuzz.dll" replay "$target" "$folder"/seeds/* >"$folder/log" || { cat "$folder/log"; exit 1; }
  words=()
  case $target in pdf | verifier) words=(-x "$plain/pdf.dict") ;; esac
  echo "== $target, $seconds seconds"
  DOTNET_GCHeapHardLimit=0x20000000 afl-fuzz -i "$folder/seeds" -o "$folder/afl" "${words[@]}" -V "$seconds" -t 2000 -m none \
    -- dotnet "$work/program/TrustPlatform.Fuzz.dll" "$target" >"$folder/log" 2>&1 || { tail -n 20 "$folder/log"; exit 70; }
  grep -E '^(execs_done|execs_per_sec|corpus_count|bitmap_cvg|saved_crashes|saved_hangs)' "$folder/afl/default/fuzzer_stats"
  mkdir -p "$folder/found"
  find "$folder/afl/default/crashes" "$folder/afl/default/hangs" -type f -name 'id*' -exec cp {} "$folder/found/" \;
  if [ -n "$(ls "$folder/found")" ]; then
    exitCode=1
    dotnet "$plain/TrustPlatform.Fuzz.dll" replay "$target" "$folder"/found/* || true
  fi
done
exit $exitCode
