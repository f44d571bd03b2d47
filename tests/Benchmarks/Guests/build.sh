#!/usr/bin/env bash
# Rebuilds wasi.wasm with Debian's clang-14 and lld-14, threadtimes.wasm, and forktimes.wasm with binaryen's wasm-opt too.
set -euo pipefail
cd "$(dirname "$0")"
clang-14 --target=wasm32 -O2 -Wall -Wextra -Werror -Wno-unused-parameter -Wno-incompatible-library-redeclaration \
  -fno-builtin -nostdlib -Wl,--no-entry,--strip-all -o wasi.wasm wasi.c

object=$(mktemp --suffix=.o)
trap 'rm -f "$object"' EXIT
for name in forktimes threadtimes; do
  clang-14 --target=wasm32-wasi -O2 -Wall -Wextra -Werror -matomics -mbulk-memory -mmutable-globals -c -o "$object" $name.c
  clang-14 --target=wasm32-wasi -nostdlib -Wl,--strip-all,--export-table,--export=__stack_pointer,--export=__data_end \
    -Wl,--import-memory,--shared-memory,--max-memory=134217728 -o $name.wasm "$object"
done
wasm-opt --asyncify -O2 --enable-threads --enable-bulk-memory --enable-mutable-globals -o forktimes.wasm forktimes.wasm
