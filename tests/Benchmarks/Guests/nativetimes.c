// Threads and processes of the system, for comparison. Arguments: what to do, how often, and a number of threads or of MiB. Prints the time
// of one in nanoseconds, or the memory of one thread in bytes.
#define _GNU_SOURCE
#include <linux/futex.h>
#include <pthread.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>

extern char **environ;

static int count, amount;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static volatile int counter;
static int turn, arrived, gate;
static ucontext_t first, second;

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1e9 + time.tv_nsec;
}

static void check(int is_right) {
  if (!is_right) exit(1);
}

static void wait_at(int *word, int value) { syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, value, NULL, NULL, 0); }
static void wake(int *word, int threads) { syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, threads, NULL, NULL, 0); }

static void *do_nothing(void *argument) { return argument; }

static void *lock_often(void *argument) {
  for (int i = 0; i < count; i++) {
    pthread_mutex_lock(&mutex);
    counter++;
    pthread_mutex_unlock(&mutex);
  }
  return argument;
}

static void *take_turns(void *argument) {
  int self = (int)(long)argument;
  for (int i = 0; i < count; i++) {
    while (__atomic_load_n(&turn, __ATOMIC_SEQ_CST) != self) wait_at(&turn, 1 - self);
    __atomic_store_n(&turn, 1 - self, __ATOMIC_SEQ_CST);
    wake(&turn, 1);
  }
  return argument;
}

static void *wait_at_gate(void *argument) {
  __atomic_add_fetch(&arrived, 1, __ATOMIC_SEQ_CST);
  wake(&arrived, 1);
  while (__atomic_load_n(&gate, __ATOMIC_SEQ_CST) == 0) wait_at(&gate, 0);
  return argument;
}

static void create(pthread_t *threads, int number, void *(*run)(void *)) {
  for (long i = 0; i < number; i++) check(pthread_create(&threads[i], NULL, run, (void *)i) == 0);
}

static void join(pthread_t *threads, int number) {
  for (int i = 0; i < number; i++) check(pthread_join(threads[i], NULL) == 0);
}

static void switch_back(void) {
  for (;;) swapcontext(&second, &first);
}

static void wait_for(pid_t child, int code) {
  int status;
  check(waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == code);
}

static long resident(void) {
  long pages = 0;
  FILE *file = fopen("/proc/self/statm", "r");
  check(file != NULL && fscanf(file, "%*d %ld", &pages) == 1);
  fclose(file);
  return pages * sysconf(_SC_PAGESIZE);
}

int main(int argc, char **argv) {
  check(argc >= 3);
  const char *what = argv[1];
  count = atoi(argv[2]);
  amount = argc > 3 ? atoi(argv[3]) : 0;
  pthread_t threads[256];
  double start = now();
  int done = count;
  if (strcmp(what, "thread") == 0) {
    for (int i = 0; i < count; i++) {
      create(threads, 1, do_nothing);
      join(threads, 1);
    }
  } else if (strcmp(what, "lock") == 0) {
    create(threads, amount, lock_often);
    join(threads, amount);
    check(counter == amount * count);
    done = amount * count;
  } else if (strcmp(what, "wake") == 0) {
    create(threads, 2, take_turns);
    join(threads, 2);
    done = 2 * count;
  } else if (strcmp(what, "switch") == 0) {
    static char stack[65536];
    getcontext(&second);
    second.uc_stack.ss_sp = stack;
    second.uc_stack.ss_size = sizeof stack;
    makecontext(&second, switch_back, 0);
    for (int i = 0; i < count; i++) swapcontext(&first, &second);
  } else if (strcmp(what, "fork") == 0) {
    size_t length = (size_t)amount << 20;
    char *memory = mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    check(memory != MAP_FAILED);
    memset(memory, 1, length / 8);
    start = now();
    for (int i = 0; i < count; i++) {
      pid_t child = fork();
      if (child == 0) _exit(3);
      wait_for(child, 3);
    }
  } else if (strcmp(what, "spawn") == 0) {
    for (int i = 0; i < count; i++) {
      pid_t child;
      char *const args[] = {"/bin/true", NULL};
      check(posix_spawn(&child, args[0], NULL, NULL, args, environ) == 0);
      wait_for(child, 0);
    }
  } else if (strcmp(what, "exec") == 0) {
    pid_t child = fork();
    if (child == 0) execl(argv[0], argv[0], "next", argv[2], (char *)NULL);
    wait_for(child, 0);
  } else if (strcmp(what, "next") == 0) {
    char left[16];
    snprintf(left, sizeof left, "%d", count - 1);
    if (count > 1) execl(argv[0], argv[0], "next", left, (char *)NULL);
    return 0;
  } else if (strcmp(what, "crowd") == 0) {
    long before = resident();
    create(threads, amount, wait_at_gate);
    for (int present; (present = __atomic_load_n(&arrived, __ATOMIC_SEQ_CST)) < amount;) wait_at(&arrived, present);
    printf("%f\n", (double)(resident() - before) / amount);
    __atomic_store_n(&gate, 1, __ATOMIC_SEQ_CST);
    wake(&gate, amount);
    join(threads, amount);
    return 0;
  } else {
    return 2;
  }
  printf("%f\n", (now() - start) / done);
  return 0;
}
