#!/usr/bin/env bash
# Rebuilds wasi.wasm with Debian's clang-14 and lld-14.
set -euo pipefail
cd "$(dirname "$0")"
clang-14 --target=wasm32 -O2 -Wall -Wextra -Werror -Wno-unused-parameter -Wno-incompatible-library-redeclaration \
  -fno-builtin -nostdlib -Wl,--no-entry,--strip-all -o wasi.wasm wasi.c
