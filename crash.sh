#!/usr/bin/env bash
# Ten thousand certificates, signatures and timestamps under load, with a kill -9 every second: no serial number twice, no
# certificate handed out that the log lacks, no key used twice. TRUST_CRASH_ISSUANCES=n changes how many.
set -eu
cd "$(dirname "$0")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
export TRUST_CRASH_ISSUANCES="${TRUST_CRASH_ISSUANCES:-10000}"
dotnet build tests/Pki.Tests --verbosity quiet
tests/Pki.Tests/bin/Debug/net10.0/TrustPlatform.Pki.Tests -noColor -noLogo -showLiveOutput -class '*.CrashTests'
