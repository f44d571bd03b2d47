#!/usr/bin/env bash
# Rebuilds the guests in this folder from their C sources. Needs Debian's clang-14, lld-14, wasi-libc and
# libclang-rt-14-dev-wasm32, and binaryen for guests that use Asyncify or exceptions. The .wasm files are committed, so that tests need no toolchain.
# Usage: build.sh [FILE.c]…   (all of them by default)
set -euo pipefail
cd "$(dirname "$0")"
if [ $# -eq 0 ]; then set -- *.c sockets/*.c wasix/*.c; fi
objects=$(mktemp -d)
trap 'rm -rf "$objects"' EXIT

# WASIX guests import a shared memory. Some are also built with a memory of their own (own/), for tests that use a Linker without a
# shared memory.
threads=(-matomics -mbulk-memory -mmutable-globals -ftls-model=local-exec)
wasix=(-nostdlib -Wl,--export-table,--export=__stack_pointer,--export=__data_end,--export-if-defined=__tls_base)
shared=(-Wl,--import-memory,--shared-memory,--max-memory=1048576)

# Guests without Asyncify, wasi-libc and threads are also built for 64-bit addresses, without a shared memory: lld-14 does not initialize
# one.
wide=(-nostdlibinc -mmutable-globals)
imported=(-Wl,-mwasm64,--import-memory,--max-memory=1048576)

# clang-14 emits the exceptions of the proposal's first form, which engines do not run any more.
exceptions=(-mexception-handling -mllvm -wasm-enable-sjlj)
features=(--enable-threads --enable-bulk-memory --enable-mutable-globals)

# Compile and link in two steps: in one step, clang would also run binaryen's wasm-opt if it is installed.
build() { # SOURCE MODULE TARGET, with the flags in compile and link
  local flags=(--target="$3" -O2 -Wall -Wextra -Werror "${compile[@]}")
  rm -f "$objects"/*
  case $1 in
    wasix/jumps.c)
      flags+=("${exceptions[@]}")
      clang-14 "${flags[@]}" -c -o "$objects/setjmp.o" wasix/setjmp/setjmp.c
      ;;
  esac
  clang-14 "${flags[@]}" -c -o "$objects/guest.o" "$1"
  clang-14 --target="$3" -Wl,--strip-all "${link[@]}" -o "$2" "$objects"/*.o
  case $1 in
    wasix/jumps.c) wasm-opt --translate-to-exnref -O2 "${features[@]}" --enable-{exception-handling,reference-types,memory64} -o "$2" "$2" ;;
    wasix/budgets.c | wasix/checkpoints.c | wasix/copies.c | wasix/forks.c | wasix/longjmp.c | wasix/processstress.c | wasix/relays.c | wasix/shell.c | wasix/threadforks.c)
      wasm-opt --asyncify -O2 "${features[@]}" -o "$2" "$2"
      ;;
  esac
}

for source in "$@"; do
  name=$(basename "${source%.c}").wasm
  compile=() link=()
  case $source in wasix/*) compile=("${threads[@]}") link=("${wasix[@]}" "${shared[@]}") ;; esac
  build "$source" "${source%.c}.wasm" wasm32-wasi

  link=("${wasix[@]}")
  case $source in wasix/forks.c | wasix/functions.c | wasix/longjmp.c | wasix/signals.c) build "$source" "own/$name" wasm32-wasi ;; esac

  compile=("${wide[@]}")
  case $source in
    wasix/budgets.c | wasix/checkpoints.c | wasix/conditions.c | wasix/contexts.c | wasix/copies.c | wasix/crowds.c | wasix/forks.c | wasix/longjmp.c | wasix/processstress.c | wasix/relays.c | wasix/shell.c | wasix/stress.c | wasix/threadforks.c | wasix/threads.c) ;;
    wasix/*) link=("${wasix[@]}" "${imported[@]}") && build "$source" "wasix64/$name" wasm64-wasi ;;
    sockets/datagrams.c | sockets/options.c | sockets/ports.c) link=(-nostdlib -Wl,-mwasm64) && build "$source" "sockets64/$name" wasm64-wasi ;;
  esac
done
