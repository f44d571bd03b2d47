// Identifiers of the process and its thread, clocks, and the terminal.
#include "wasix.h"

typedef struct { uint32_t cols, rows, width, height; uint8_t in, out, err, echo, line_buffered, line_feeds; } tty_t;
IMPORT(proc_id) int proc_id(uint32_t *);
IMPORT(proc_parent) int proc_parent(uint32_t, uint32_t *);
IMPORT(proc_signals_sizes_get) int proc_signals_sizes_get(size_t *);
IMPORT(proc_signals_get) int proc_signals_get(uint8_t *);
IMPORT(thread_id) int thread_id(uint32_t *);
IMPORT(thread_parallelism) int thread_parallelism(size_t *);
IMPORT(thread_sleep) int thread_sleep(uint64_t);
IMPORT(clock_time_set) int clock_time_set(int, uint64_t);
IMPORT(tty_get) int tty_get(tty_t *);
IMPORT(tty_set) int tty_set(const tty_t *);
IMPORT(thread_exit) _Noreturn void thread_exit(uint32_t);

void _start(void) {
  uint32_t id, parent;
  size_t count;
  uint64_t before, after;
  CHECK(proc_id(&id) == SUCCESS && id != 0 && proc_parent(id, &parent) == SUCCESS && parent == 0 && proc_parent(id + 1, &parent) == BADF);
  count = 99;
  CHECK(proc_signals_sizes_get(&count) == SUCCESS && count == 0 && proc_signals_get((uint8_t *)16) == SUCCESS);
  CHECK(thread_id(&id) == SUCCESS && id == 0 && thread_parallelism(&count) == SUCCESS && count > 0);
  CHECK(clock_time_get(1, 0, &before) == SUCCESS && thread_sleep(3000000) == SUCCESS && clock_time_get(1, 0, &after) == SUCCESS);
  CHECK(after - before >= 3000000 && after - before < 10000000000);

  CHECK(clock_time_set(0, 1000) == SUCCESS && clock_time_get(0, 0, &after) == SUCCESS && after >= 1000 && after < 1000000000000);
  CHECK(clock_time_set(1, 5) == SUCCESS && clock_time_get(1, 0, &after) == SUCCESS && after >= 5 && after < before);
  CHECK(thread_sleep(1000000) == SUCCESS);

  tty_t tty = {0};
  CHECK(tty_get(&tty) == SUCCESS && tty.cols == 132 && tty.rows == 43 && tty.in == 1 && tty.out == 1 && tty.err == 0 && tty.echo == 1);
  tty.echo = 0;
  CHECK(tty_set(&tty) == SUCCESS && tty_get(&tty) == SUCCESS && tty.echo == 0 && tty.cols == 132);
  tty.line_feeds = 0;
  CHECK(tty_set(&tty) == NOTSUP);
  complete();
  thread_exit(7);
}
