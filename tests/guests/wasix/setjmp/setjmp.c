// The functions that clang calls for setjmp and longjmp with -wasm-enable-sjlj (LLVM's WebAssemblyLowerEmscriptenEHSjLj.cpp).
#include "setjmp.h"

static void require(int condition) { if (!condition) __builtin_trap(); }

// A running function that calls setjmp has a table. An id is the address of the table plus the number of the call in the function.
enum { TABLES = 16, TABLE_SIZE = 40 };
static char tables[TABLES][TABLE_SIZE] __attribute__((aligned(8)));
static int used[TABLES];

// The compiler passes an int to malloc, also with 64-bit addresses.
void *allocate_table(int size) __asm__("malloc");
void *allocate_table(int size) {
  require(size <= TABLE_SIZE);
  for (int i = 0; i < TABLES; i++) if (__atomic_exchange_n(&used[i], 1, __ATOMIC_SEQ_CST) == 0) return tables[i];
  __builtin_trap();
}

void free_table(void *table) __asm__("free");
void free_table(void *table) {
  int index = (int)(((char *)table - tables[0]) / TABLE_SIZE);
  require(index >= 0 && index < TABLES && __atomic_exchange_n(&used[index], 0, __ATOMIC_SEQ_CST) == 1);
}

void *saveSetjmp(jmp_buf place, int call, char *table, int size) {
  require(size <= TABLE_SIZE && call > 0 && call < TABLE_SIZE);
  place->id = (uintptr_t)table + call;
  return table;
}

// The second result of saveSetjmp: the size of the table, which never grows.
int getTempRet0(void) { return TABLE_SIZE; }

// The number of the call in the function that has the table; 0 if another function has called setjmp.
int testSetjmp(uintptr_t id, const char *table, int size) {
  (void)size;
  return id - (uintptr_t)table < TABLE_SIZE ? (int)(id - (uintptr_t)table) : 0;
}

_Noreturn void __wasm_longjmp(jmp_buf place, int value) {
  place->thrown.buffer = place;
  place->thrown.value = value == 0 ? 1 : value;
  __builtin_wasm_throw(1, &place->thrown);
  __builtin_unreachable();
}
