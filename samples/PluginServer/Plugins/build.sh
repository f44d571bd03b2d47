#!/usr/bin/env bash
# Writes the bindings of the plug-in and compiles it. Needs Debian's clang, lld and wasi-libc. Both results are committed, so that the
# sample runs with the .NET SDK alone.
set -euo pipefail
cd "$(dirname "$0")"
dotnet run --project ../../../runtime/Witx.Bindings.Tool -- bind --to c ../catalog.witx -o catalog.h
clang --target=wasm32-wasi -O2 -Wall -Wextra -Werror -Wl,--strip-all fill.c -o fill.wasm
