#!/usr/bin/env bash
# Rebuilds the guests beside this script from their C sources, with Debian's clang-14, lld-14, wasi-libc and
# libclang-rt-14-dev-wasm32. The .wasm files are committed, so that tests need no toolchain.
# Usage: build.sh [FILE.c]…   (all of them by default)
set -euo pipefail
cd "$(dirname "$0")"
if [ $# -eq 0 ]; then set -- *.c; fi

for source in "$@"; do
  clang-14 --target=wasm32-wasi -O2 -Wall -Wextra -Werror -Wl,--strip-all -o "${source%.c}.wasm" "$source"
done
