// A signal handler that leaves by longjmp, which is an exception that passes the system call: of a signal that the guest sends to itself or
// that interrupts a call that waits, through nested calls of the host, with another signal pending, and in a second thread. Prints a line
// for each.
#include "setjmp/setjmp.h"
#include "wasix.h"

IMPORT(callback_signal) void callback_signal(const char *, size_t);
IMPORT(proc_raise) int proc_raise(int);
IMPORT(proc_raise_interval) int proc_raise_interval(int, uint64_t, int);
IMPORT(call_dynamic) int call_dynamic(void *, const void *, size_t, void *, size_t, int);
IMPORT(thread_signal) int thread_signal(uint32_t, int);
IMPORT(thread_sleep) int thread_sleep(uint64_t);
IMPORT(sched_yield) int sched_yield(void);

enum { HUP = 1, USR1 = 10, USR2 = 12, ALRM = 14, TERM = 15, SIGNALS = 32 };
#define LONG 3600000000000ULL

static jmp_buf *volatile targets[SIGNALS];
static volatile int handled, waits;
static fd_t reads, writes;

static void print(const char *text, size_t length) {
  size_t count;
  CHECK(write_(1, text, length, &count) == SUCCESS && count == length);
}

// Calls a function that a signal is expected to leave, and returns the value of longjmp.
static __attribute__((noinline)) int leave(int signal, void (*call)(void)) {
  jmp_buf place;
  int value = setjmp(place);
  if (value == 0) {
    targets[signal] = &place;
    call();
    CHECK(0);
  }

  targets[signal] = 0;
  return value;
}

// As long as the signal arrives before the call that it should interrupt.
static void leave_wait(void (*call)(void)) {
  do {
    waits = 0;
    CHECK(leave(ALRM, call) == ALRM);
  } while (!waits);
}

static void raise_usr1(void) { proc_raise(USR1); }
static void raise_term(void) { proc_raise(TERM); }
static void call_raise_usr1(void) { call_dynamic((void *)raise_usr1, NULL, 0, NULL, 0, 1); }
static void call_twice(void) { call_dynamic((void *)call_raise_usr1, NULL, 0, NULL, 0, 1); }
static void jump(void) { longjmp(*targets[HUP], 5); }
static void interrupt(void) {
  CHECK(proc_raise_interval(ALRM, 1, 0) == SUCCESS);
  waits = 1;
}

static void wait_for_sleep(void) {
  interrupt();
  thread_sleep(LONG);
}

static void wait_for_pipe(void) {
  char byte;
  size_t count;
  interrupt();
  read_(reads, &byte, 1, &count);
}

static void wait_for_events(void) {
  subscription_t both[2] = {{.tag = 0, .u.clock = {1, LONG, 0, 0}}, {.tag = 1, .u.fd = reads}};
  event_t events[2];
  size_t count;
  interrupt();
  poll_oneoff(both, events, 2, &count);
}

// Leaves if somebody waits for the signal; that of TERM with USR2 pending. The handler of HUP jumps to itself.
__attribute__((export_name("handle"))) void handle(int signal) {
  jmp_buf *target = targets[signal];
  if (signal == TERM) proc_raise(USR2);
  if (target) longjmp(*target, signal);
  if (signal == HUP) CHECK(leave(HUP, jump) == 5);
  handled += signal;
}

// A handler that returns still runs, and descriptors still carry data.
static void continue_(const char *text, size_t length) {
  char byte = 0;
  size_t count;
  handled = 0;
  CHECK(proc_raise(USR1) == SUCCESS && handled == USR1);
  CHECK(write_(writes, "x", 1, &count) == SUCCESS && read_(reads, &byte, 1, &count) == SUCCESS && byte == 'x');
  print(text, length);
}

#ifndef __wasm64__
typedef struct { uint32_t stack, tls_base, start_funct, start_args, reserved[8]; } thread_start_t;
IMPORT(thread_spawn_v2) int thread_spawn_v2(thread_start_t *, uint32_t *);
IMPORT(thread_join) int thread_join(uint32_t);

static _Alignas(16) char stack[8192];
static thread_start_t start = {.stack = (uint32_t)(stack + sizeof stack)};
static uint32_t is_ready;

static void wait_in_thread(void) {
  __atomic_store_n(&is_ready, 1, __ATOMIC_SEQ_CST);
  thread_sleep(LONG);
}

static __attribute__((noinline)) void thread_main(uint32_t id) {
  CHECK(leave(USR2, wait_in_thread) == USR2);
  print(TEXT("thread\n"));
  handled = 0;
  CHECK(thread_signal(id, USR1) == SUCCESS && handled == USR1);
}

__attribute__((export_name("wasi_thread_start"))) void wasi_thread_start(uint32_t id, thread_start_t *record) {
  __asm__ volatile(".globaltype __stack_pointer, i32\nlocal.get %0\nglobal.set __stack_pointer" : : "r"(record->stack));
  thread_main(id);
}

static void leave_in_thread(void) {
  uint32_t id;
  CHECK(thread_spawn_v2(&start, &id) == SUCCESS);
  while (__atomic_load_n(&is_ready, __ATOMIC_SEQ_CST) == 0) sched_yield();
  CHECK(thread_signal(id, USR2) == SUCCESS && thread_join(id) == SUCCESS);
}
#endif

void _start(void) {
  CHECK(fd_pipe(&reads, &writes) == SUCCESS);
  callback_signal(TEXT("handle"));
  CHECK(leave(USR1, raise_usr1) == USR1);
  continue_(TEXT("raise\n"));
  leave_wait(wait_for_sleep);
  continue_(TEXT("sleep\n"));
  leave_wait(wait_for_pipe);
  continue_(TEXT("read\n"));
  leave_wait(wait_for_events);
  continue_(TEXT("poll\n"));

  CHECK(leave(USR1, call_twice) == USR1);
  continue_(TEXT("nested\n"));

  // The other signal is delivered when the next call ends.
  handled = 0;
  CHECK(leave(TERM, raise_term) == TERM && handled == 0 && sched_yield() == SUCCESS && handled == USR2);
  continue_(TEXT("pending\n"));
  handled = 0;
  CHECK(proc_raise(HUP) == SUCCESS && handled == HUP);
  continue_(TEXT("inside\n"));
#ifndef __wasm64__
  leave_in_thread();
  continue_(TEXT("joined\n"));
#endif
  complete();
}
