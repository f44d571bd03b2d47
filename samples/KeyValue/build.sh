#!/usr/bin/env bash
# Writes the bindings of the guest and compiles it. Needs Debian's clang, lld, wasi-libc and libclang-rt-14-dev-wasm32. Both results are
# committed, so that the sample runs with the .NET SDK alone.
set -euo pipefail
cd "$(dirname "$0")"
dotnet run --project ../../runtime/Witx.Bindings.Tool -- bind --to c kv.witx -o kv.h
clang --target=wasm32-wasi -O2 -Wall -Wextra -Werror -Wl,--strip-all guest.c -o guest.wasm
