// Replaces the parts of wasi-libc that these guests use. wasi-libc does not support 64-bit addresses.
#pragma once
#include <stddef.h>
#include <stdint.h>

#define WASIX(name) __attribute__((import_module("wasix_64v1"), import_name(#name)))

enum {
  __WASI_ERRNO_ADDRINUSE = 3, __WASI_ERRNO_ADDRNOTAVAIL = 4, __WASI_ERRNO_AGAIN = 6, __WASI_ERRNO_BADF = 8, __WASI_ERRNO_CONNREFUSED = 14,
  __WASI_ERRNO_HOSTUNREACH = 23, __WASI_ERRNO_INVAL = 28, __WASI_ERRNO_ISCONN = 30, __WASI_ERRNO_NETUNREACH = 40, __WASI_ERRNO_NOENT = 44,
  __WASI_ERRNO_NOPROTOOPT = 50, __WASI_ERRNO_NOTCONN = 53, __WASI_ERRNO_NOTSOCK = 57, __WASI_ERRNO_OVERFLOW = 61, __WASI_ERRNO_PIPE = 64,
  __WASI_ERRNO_SPIPE = 70, __WASI_ERRNO_TIMEDOUT = 73,
};

typedef struct { uint8_t *buf; size_t buf_len; } __wasi_iovec_t;
typedef struct { const uint8_t *buf; size_t buf_len; } __wasi_ciovec_t;

WASIX(proc_exit) _Noreturn void exit(int code);
WASIX(fd_close) int __wasi_fd_close(uint32_t fd);
WASIX(fd_read) int __wasi_fd_read(uint32_t fd, const __wasi_iovec_t *data, size_t length, size_t *count);
WASIX(fd_write) int __wasi_fd_write(uint32_t fd, const __wasi_ciovec_t *data, size_t length, size_t *count);
WASIX(fd_seek) int __wasi_fd_seek(uint32_t fd, int64_t offset, int whence, uint64_t *position);
WASIX(fd_sync) int __wasi_fd_sync(uint32_t fd);

static inline int memcmp(const void *a, const void *b, size_t length) {
  const uint8_t *x = a, *y = b;
  for (; length > 0 && *x == *y; length--) x++, y++;
  return length == 0 ? 0 : *x - *y;
}

__attribute__((no_builtin)) void *memset(void *place, int value, size_t length) {
  for (char *byte = place; length > 0; length--) *byte++ = value;
  return place;
}

__attribute__((no_builtin)) void *memcpy(void *restrict place, const void *restrict bytes, size_t length) {
  for (char *to = place; length > 0; length--) *to++ = *(const char *)bytes, bytes = (const char *)bytes + 1;
  return place;
}

int main(void);
void _start(void) { exit(main()); }
