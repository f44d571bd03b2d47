// The common part of guests that choose calls at random: imports, a handler that counts signals, and random numbers.
#pragma once
#include "wasix.h"

typedef struct { uint8_t is_some; _Alignas(8) uint64_t value; } timeout_t;

IMPORT(args_get) int args_get(char **, char *);
IMPORT(sched_yield) int sched_yield(void);
IMPORT(callback_signal) void callback_signal(const char *, size_t);
IMPORT(proc_raise_interval) int proc_raise_interval(int, uint64_t, int);
IMPORT(thread_join) int thread_join(uint32_t);
IMPORT(thread_exit) _Noreturn void thread_exit(uint32_t);
IMPORT(thread_sleep) int thread_sleep(uint64_t);
IMPORT(futex_wait) int futex_wait(const uint32_t *, uint32_t, const timeout_t *, uint8_t *);
IMPORT(context_create) int context_create(uint64_t *, void (*)(void));
IMPORT(context_switch) int context_switch(uint64_t);
IMPORT(context_destroy) int context_destroy(uint64_t);

enum { MICROSECOND = 1000 };

static uint32_t handled;
static const timeout_t soon = {1, 50 * MICROSECOND};

__attribute__((export_name("handle"))) void handle(int signal) {
  (void)signal;
  __atomic_add_fetch(&handled, 1, __ATOMIC_RELAXED);
}

static uint32_t next(uint32_t *state, uint32_t limit) {
  *state ^= *state << 13;
  *state ^= *state >> 17;
  *state ^= *state << 5;
  return *state % limit;
}

// Any thread may have closed a descriptor, and another may have opened a new one under its number.
static int tolerated(int error) { return error == SUCCESS || error == AGAIN || error == INTR || error == BADF || error == PIPE_ || error == ACCES || error == INVAL || error == SPIPE || error == NOTCAPABLE; }
