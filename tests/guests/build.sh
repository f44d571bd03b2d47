#!/usr/bin/env bash
# Rebuilds the guests beside this script from their C sources, with Debian's clang-14, lld-14, wasi-libc and
# libclang-rt-14-dev-wasm32, and binaryen for those that need Asyncify. The .wasm files are committed, so that tests need no toolchain.
# Usage: build.sh [FILE.c]…   (all of them by default)
set -euo pipefail
cd "$(dirname "$0")"
if [ $# -eq 0 ]; then set -- *.c sockets/*.c wasix/*.c; fi
object=$(mktemp --suffix=.o)
trap 'rm -f "$object"' EXIT

# Guests of WASIX import a memory that they would share with their threads.
threads=(-matomics -mbulk-memory -mmutable-globals)
wasix=(-nostdlib -Wl,--import-memory,--shared-memory,--max-memory=1048576,--export-table
  -Wl,--export=__stack_pointer,--export=__data_end)

for source in "$@"; do
  compile=() link=()
  case $source in wasix/*) compile=("${threads[@]}") link=("${wasix[@]}") ;; esac

  # In two steps: where binaryen is there, clang would hand a program that it both optimises and links to it.
  clang-14 --target=wasm32-wasi -O2 -Wall -Wextra -Werror "${compile[@]}" -c -o "$object" "$source"
  clang-14 --target=wasm32-wasi -Wl,--strip-all "${link[@]}" -o "${source%.c}.wasm" "$object"
  case $source in
    wasix/longjmp.c)
      wasm-opt --asyncify -O2 --enable-threads --enable-bulk-memory --enable-mutable-globals -o "${source%.c}.wasm" "${source%.c}.wasm"
      ;;
  esac
done
