#!/usr/bin/env bash
# Fifty signed files, a thousand random mutations of each: none may be valid unless what was signed is whole and what follows is
# permitted. The seed is printed; TRUST_SEED=n and TRUST_MUTATIONS=n repeat or change a run.
set -eu
cd "$(dirname "$0")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
export TRUST_SEED="${TRUST_SEED:-$RANDOM}" TRUST_MUTATIONS="${TRUST_MUTATIONS:-1000}"
echo "TRUST_SEED=$TRUST_SEED TRUST_MUTATIONS=$TRUST_MUTATIONS"
dotnet build tests/Signatures.Tests --verbosity quiet
tests/Signatures.Tests/bin/Debug/net10.0/TrustPlatform.Signatures.Tests -noColor -noLogo -showLiveOutput \
  -method '*.Damaged_file_is_never_valid_unless_the_signed_bytes_are_whole'
