// One call that waits, chosen by the first argument; a second argument registers a signal handler. The call of sched_yield tells the test
// that the next wait is the one of the call.
#include "processes.h"

enum { INET4 = 1, UNIX = 3, STREAM = 1, DGRAM = 2 };
#define LONG 3600000000000ULL

typedef struct { uint8_t tag, unused; uint16_t port; uint8_t bytes[106]; } address_t;
typedef struct { uint8_t is_some; _Alignas(8) uint64_t value; } timeout_t;

IMPORT(args_get) int args_get(char **, char *);
IMPORT(args_sizes_get) int args_sizes_get(size_t *, size_t *);
IMPORT(sched_yield) int sched_yield(void);
IMPORT(callback_signal) void callback_signal(const char *, size_t);
IMPORT(thread_sleep) int thread_sleep(uint64_t);
IMPORT(thread_exit) void thread_exit(uint32_t);
IMPORT(futex_wait) int futex_wait(const uint32_t *, uint32_t, const timeout_t *, uint8_t *);
IMPORT(proc_spawn2) int proc_spawn2(const char *, size_t, const char *, size_t, const char *, size_t, const fd_op_t *, size_t, const disposition_t *, size_t, int, const char *, size_t, pid_t *);
IMPORT(sock_open) int sock_open(int, int, int, fd_t *);
IMPORT(sock_pair) int sock_pair(int, int, int, fd_t *, fd_t *);
IMPORT(sock_bind) int sock_bind(fd_t, const address_t *);
IMPORT(sock_listen) int sock_listen(fd_t, size_t);
IMPORT(sock_connect) int sock_connect(fd_t, const address_t *);
IMPORT(sock_accept_v2) int sock_accept_v2(fd_t, int, fd_t *, address_t *);
IMPORT(sock_addr_local) int sock_addr_local(fd_t, address_t *);
IMPORT(sock_send) int sock_send(fd_t, const iovec_t *, size_t, int, size_t *);
IMPORT(sock_recv) int sock_recv(fd_t, const iovec_t *, size_t, int, size_t *, uint16_t *);
IMPORT(sock_recv_from) int sock_recv_from(fd_t, const iovec_t *, size_t, int, size_t *, uint16_t *, address_t *);
#ifndef __wasm64__
typedef struct { uint32_t stack, tls_base, start_funct, start_args, reserved[8]; } thread_start_t;
IMPORT(thread_spawn_v2) int thread_spawn_v2(thread_start_t *, uint32_t *);
IMPORT(thread_join) int thread_join(uint32_t);
static _Alignas(16) char stack[4096];

__attribute__((export_name("wasi_thread_start"))) void wasi_thread_start(uint32_t id, thread_start_t *start) {
  (void)id;
  __asm__ volatile(".globaltype __stack_pointer, i32\nlocal.get %0\nglobal.set __stack_pointer" : : "r"(start->stack));
  for (;;) thread_sleep(LONG);
}
#endif

static volatile int handled;
static char data[4096], name[64];
static const uint32_t word;

__attribute__((export_name("handle"))) void handle(int signal) { handled += signal; }

static int is(const char *call) {
  for (size_t i = 0; ; i++) {
    if (name[i] != call[i]) return 0;
    if (name[i] == 0) return 1;
  }
}

static void armed(void) { CHECK(sched_yield() == SUCCESS && handled == 0); }

// Writes until nothing more fits, and then until a write that waits is interrupted. A socket of the host may have space again later.
static int fill(fd_t fd, int sends) {
  size_t count;
  int error;
  CHECK(fd_fdstat_set_flags(fd, NONBLOCK) == SUCCESS);
  while ((error = write_(fd, data, sizeof data, &count)) == SUCCESS) {}
  CHECK(error == AGAIN);
  while (write_(fd, data, 1, &count) == SUCCESS) {}
  CHECK(fd_fdstat_set_flags(fd, 0) == SUCCESS);
  armed();
  do {
    error = sends ? sock_send(fd, &(iovec_t){data, sizeof data}, 1, 0, &count) : write_(fd, data, sizeof data, &count);
  } while (error == SUCCESS);
  return error;
}

static int wait(void) {
  fd_t one, other, third;
  size_t count;
  uint16_t flags;
  iovec_t buffer = {data, sizeof data};
  address_t address = {.tag = INET4, .bytes = {127, 0, 0, 1}};
  if (is("fd_read pipe")) {
    CHECK(fd_pipe(&one, &other) == SUCCESS);
    armed();
    return read_(one, data, 1, &count);
  }

  if (is("fd_read stdin")) {
    armed();
    return read_(0, data, 1, &count);
  }

  if (is("fd_read event")) {
    CHECK(fd_event(0, 0, &one) == SUCCESS);
    armed();
    return read_(one, data, 8, &count);
  }

  if (is("fd_write pipe")) {
    CHECK(fd_pipe(&one, &other) == SUCCESS);
    return fill(other, 0);
  }

  if (is("fd_write stderr")) {
    // A write that a signal interrupts may have written a part.
    armed();
    int error;
    while ((error = write_(2, data, sizeof data, &count)) == SUCCESS && handled == 0) {}
    return error == SUCCESS ? INTR : error;
  }

  if (is("poll_oneoff")) {
    CHECK(fd_pipe(&one, &other) == SUCCESS);
    subscription_t both[2] = {{.tag = 0, .u.clock = {1, LONG, 0, 0}}, {.tag = 1, .u.fd = one}};
    event_t events[2];
    armed();
    return poll_oneoff(both, events, 2, &count);
  }

  if (is("epoll_wait")) {
    CHECK(fd_pipe(&one, &other) == SUCCESS && epoll_create(&third) == SUCCESS);
    epoll_event_t event = {.events = EPOLLIN, .fd = one};
    CHECK(epoll_ctl(third, ADD, one, &event) == SUCCESS);
    armed();
    return epoll_wait(third, &event, 1, UINT64_MAX, &count);
  }

  if (is("thread_sleep")) {
    armed();
    return thread_sleep(LONG);
  }

  if (is("futex_wait")) {
    // A signal is a wake without a cause.
    uint8_t woken = 0;
    armed();
    CHECK(futex_wait(&word, 0, &(timeout_t){0, 0}, &woken) == SUCCESS && woken == 1);
    return INTR;
  }

  if (is("proc_join")) {
    // The child does not yield, and waits without end.
    option_pid_t who = {1, 0};
    join_status_t status;
    CHECK(proc_spawn2(TEXT("interrupts"), TEXT("interrupts\nchild\n"), 0, 0, 0, 0, 0, 0, 1, TEXT("/bin"), &who.pid) == SUCCESS);
    armed();
    return proc_join(&who, 0, &status);
  }

#ifndef __wasm64__
  if (is("thread_join")) {
    static thread_start_t start = {.stack = (uint32_t)(stack + sizeof stack)};
    uint32_t id;
    CHECK(thread_spawn_v2(&start, &id) == SUCCESS);
    armed();
    return thread_join(id);
  }
#endif

  if (is("sock_recv pair")) {
    CHECK(sock_pair(UNIX, STREAM, 0, &one, &other) == SUCCESS);
    armed();
    return sock_recv(one, &buffer, 1, 0, &count, &flags);
  }

  if (is("sock_send pair")) {
    CHECK(sock_pair(UNIX, STREAM, 0, &one, &other) == SUCCESS);
    return fill(one, 1);
  }

  if (is("sock_recv_from")) {
    CHECK(sock_open(INET4, DGRAM, 0, &one) == SUCCESS && sock_bind(one, &address) == SUCCESS);
    armed();
    return sock_recv_from(one, &buffer, 1, 0, &count, &flags, &address);
  }

  CHECK(sock_open(INET4, STREAM, 0, &one) == SUCCESS && sock_bind(one, &address) == SUCCESS && sock_listen(one, 1) == SUCCESS);
  CHECK(sock_addr_local(one, &address) == SUCCESS);
  if (is("sock_accept")) {
    armed();
    return sock_accept_v2(one, 0, &other, &address);
  }

  CHECK(sock_open(INET4, STREAM, 0, &other) == SUCCESS && sock_connect(other, &address) == SUCCESS);
  if (is("sock_recv")) {
    armed();
    return sock_recv(other, &buffer, 1, 0, &count, &flags);
  }

  if (is("sock_send")) return fill(other, 1);

  CHECK(is("sock_connect"));
  CHECK(sock_open(INET4, STREAM, 0, &third) == SUCCESS);
  armed();
  return sock_connect(third, &address);
}

void _start(void) {
  char *args[3];
  static char text[128];
  size_t count, length;
  CHECK(args_sizes_get(&count, &length) == SUCCESS && count <= 3 && length <= sizeof text && args_get(args, text) == SUCCESS);
  for (size_t i = 0; i + 1 < sizeof name && args[1][i] != 0; i++) name[i] = args[1][i];
  if (is("child")) thread_sleep(LONG);
  if (count == 3) callback_signal(TEXT("handle"));
  CHECK(wait() == INTR && handled == 10);
  complete();
}
