// setjmp and longjmp by exceptions of WebAssembly. clang replaces their calls by those of setjmp.c.
#pragma once
#include <stdint.h>

// clang reads the first field.
typedef struct { uintptr_t id; struct { void *buffer; int value; } thrown; } jmp_buf[1];

int setjmp(jmp_buf) __attribute__((returns_twice));
_Noreturn void longjmp(jmp_buf, int);
