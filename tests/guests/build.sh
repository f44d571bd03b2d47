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
wasix=(-nostdlib -Wl,--import-memory,--max-memory=1048576,--export-table,--export=__stack_pointer,--export=__data_end)

# All but those of Asyncify and of wasi-libc are built for 64-bit addresses too; this linker does not fill a shared memory of those.
wide=(-nostdlibinc -mmutable-globals)

for source in "$@"; do
  compile=() link=()
  case $source in wasix/*) compile=("${threads[@]}") link=("${wasix[@]}" -Wl,--shared-memory) ;; esac

  # In two steps: where binaryen is there, clang would hand a program that it both optimises and links to it.
  clang-14 --target=wasm32-wasi -O2 -Wall -Wextra -Werror "${compile[@]}" -c -o "$object" "$source"
  clang-14 --target=wasm32-wasi -Wl,--strip-all "${link[@]}" -o "${source%.c}.wasm" "$object"
  case $source in
    wasix/longjmp.c)
      wasm-opt --asyncify -O2 --enable-threads --enable-bulk-memory --enable-mutable-globals -o "${source%.c}.wasm" "${source%.c}.wasm"
      ;;
    wasix/* | sockets/datagrams.c | sockets/options.c | sockets/ports.c)
      case $source in sockets/*) link=(-nostdlib) ;; *) link=("${wasix[@]}") ;; esac
      target=$(dirname "$source")64/$(basename "${source%.c}").wasm
      clang-14 --target=wasm64-wasi "${wide[@]}" -O2 -Wall -Wextra -Werror -c -o "$object" "$source"
      clang-14 --target=wasm64-wasi -Wl,--strip-all,-mwasm64 "${link[@]}" -o "$target" "$object"
      ;;
  esac
done
