// Calls of functions by table index, with a signature that is known only at run time.
#include "wasix.h"

typedef struct { uint8_t cacheable; uint16_t arguments, results; } reflection_t;
IMPORT(call_dynamic) int call_dynamic(void *, const void *, size_t, void *, size_t, int);
IMPORT(reflect_signature) int reflect_signature(void *, uint8_t *, uint16_t, uint8_t *, uint16_t, reflection_t *);

static int calls;
static double add(int a, long long b, float c, double d) { calls++; return a + b + c + d; }
static void nothing(void) { calls++; }

void _start(void) {
  struct __attribute__((packed)) { int a; long long b; float c; double d; char more; } values = {1, 20, 300, 4000.5, 0};
  double sum = 0;
  CHECK(call_dynamic((void *)add, &values, 24, &sum, 8, 1) == SUCCESS && sum == 4321.5 && calls == 1);
  CHECK(call_dynamic((void *)add, &values, 25, &sum, 8, 1) == INVAL && call_dynamic((void *)add, &values, 23, &sum, 8, 0) == INVAL);
  CHECK(call_dynamic((void *)add, &values, 24, &sum, 4, 0) == INVAL && calls == 1);
  CHECK(call_dynamic((void *)add, &values, 25, &sum, 8, 0) == SUCCESS && calls == 2);
  CHECK(call_dynamic((void *)nothing, NULL, 0, NULL, 0, 1) == SUCCESS && calls == 3);
  CHECK(call_dynamic((void *)9999, NULL, 0, NULL, 0, 0) == INVAL && call_dynamic(NULL, NULL, 0, NULL, 0, 0) == INVAL);

  uint8_t arguments[4] = {9, 9, 9, 9}, results[1] = {9};
  reflection_t reflection;
  CHECK(reflect_signature((void *)add, arguments, 4, results, 1, &reflection) == SUCCESS && reflection.arguments == 4 && reflection.results == 1);
  CHECK(reflection.cacheable == 1);
  CHECK(arguments[0] == 0 && arguments[1] == 1 && arguments[2] == 2 && arguments[3] == 3 && results[0] == 3);
  CHECK(reflect_signature((void *)add, arguments, 3, results, 1, &reflection) == 61);
  CHECK(reflect_signature((void *)9999, arguments, 4, results, 1, &reflection) == INVAL);
  complete();
}
