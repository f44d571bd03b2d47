// The WASIX socket functions that these guests import. Everything else comes from wasi-libc.
#pragma once
#ifdef __wasm64__
#include "wide.h"
#else
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <wasi/api.h>

#define WASIX(name) __attribute__((import_module("wasix_32v1"), import_name(#name)))
#endif

#define CHECK(condition) do { if (!(condition)) exit(__LINE__); } while (0)

enum { OK = 0, INET4 = 1, INET6 = 2, UNIX = 3, STREAM = 1, DGRAM = 2 };
enum { OPT_REUSE_ADDR = 2, OPT_NO_DELAY = 3, OPT_LISTENING = 10, OPT_RECV_TIMEOUT = 19 };

typedef struct {
  uint8_t tag, unused;
  uint16_t port;
  uint8_t bytes[106];
} address_t;

typedef struct {
  uint8_t tag, unused[7];
  uint64_t time;
} option_time_t;

_Static_assert(sizeof(address_t) == 110, "an address with its port");
_Static_assert(sizeof(option_time_t) == 16, "an optional time");

WASIX(sock_open) int sock_open(int family, int type, int protocol, uint32_t *fd);
WASIX(sock_pair) int sock_pair(int family, int type, int protocol, uint32_t *first, uint32_t *second);
WASIX(sock_status) int sock_status(uint32_t fd, uint8_t *status);
WASIX(sock_addr_local) int sock_addr_local(uint32_t fd, address_t *address);
WASIX(sock_addr_peer) int sock_addr_peer(uint32_t fd, address_t *address);
WASIX(sock_set_opt_flag) int sock_set_opt_flag(uint32_t fd, int option, int flag);
WASIX(sock_get_opt_flag) int sock_get_opt_flag(uint32_t fd, int option, uint8_t *flag);
WASIX(sock_set_opt_time) int sock_set_opt_time(uint32_t fd, int option, const option_time_t *time);
WASIX(sock_bind) int sock_bind(uint32_t fd, const address_t *address);
WASIX(sock_listen) int sock_listen(uint32_t fd, size_t backlog);
WASIX(sock_accept_v2) int sock_accept_v2(uint32_t fd, int flags, uint32_t *connection, address_t *peer);
WASIX(sock_connect) int sock_connect(uint32_t fd, const address_t *address);
WASIX(sock_recv_from) int sock_recv_from(
    uint32_t fd, const __wasi_iovec_t *data, size_t length, int flags, size_t *count, uint16_t *result, address_t *sender);
WASIX(sock_send_to) int sock_send_to(
    uint32_t fd, const __wasi_ciovec_t *data, size_t length, int flags, const address_t *address, size_t *count);
WASIX(sock_send_file) int sock_send_file(uint32_t out, uint32_t in, uint64_t offset, uint64_t count, uint64_t *sent);
WASIX(resolve) int resolve_(const char *host, size_t length, int port, void *addresses, size_t room, size_t *count);

static inline address_t loopback(int port) { return (address_t){.tag = INET4, .port = port, .bytes = {127, 0, 0, 1}}; }

static inline int send_(uint32_t fd, const void *data, size_t length, size_t *count) {
  __wasi_ciovec_t vector = {data, length};
  return __wasi_fd_write(fd, &vector, 1, count);
}

static inline int receive(uint32_t fd, void *data, size_t room, size_t *count) {
  __wasi_iovec_t vector = {data, room};
  return __wasi_fd_read(fd, &vector, 1, count);
}

// The last call of every guest. A guest that the host ends early does not print this line, whatever its exit code.
static inline void complete(void) {
  size_t count = 0;
  CHECK(send_(1, "complete\n", 9, &count) == OK && count == 9);
}
