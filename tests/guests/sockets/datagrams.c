// Datagrams within one guest: boundaries and senders. Socket pairs, sock_send_file, name resolution.
#include "sockets.h"

static uint8_t buffer[64];

static void round_trip(int family, address_t any) {
  uint32_t one, other;
  address_t here, sender;
  size_t count;
  uint16_t result;
  CHECK(sock_open(family, DGRAM, 0, &one) == OK && sock_open(family, DGRAM, 0, &other) == OK);
  CHECK(sock_bind(one, &any) == OK && sock_addr_local(one, &here) == OK && here.tag == family && here.port != 0);
  __wasi_ciovec_t parts[] = {{(const uint8_t *)"data", 4}, {0, 0}, {(const uint8_t *)"gram", 4}};
  CHECK(sock_send_to(other, parts, 3, 0, &here, &count) == OK && count == 8);
  CHECK(sock_send_to(other, parts, 1, 0, &here, &count) == OK && count == 4);
  __wasi_iovec_t room[] = {{buffer, 3}, {buffer + 3, 3}};
  CHECK(sock_recv_from(one, room, 2, 0, &count, &result, &sender) == OK);
  CHECK(count == 6 && result == 1 && memcmp(buffer, "datagr", 6) == 0 && sender.tag == family && sender.port != 0);
  CHECK(sock_recv_from(one, room, 2, 0, &count, &result, &sender) == OK && count == 4 && result == 0);
  CHECK(sock_send_to(one, parts, 3, 0, &sender, &count) == OK);
  CHECK(sock_recv_from(other, room, 2, 0, &count, &result, &sender) == OK && sender.port == here.port);
  option_time_t soon = {.tag = 1, .time = 1};
  CHECK(sock_set_opt_time(one, OPT_RECV_TIMEOUT, &soon) == OK);
  CHECK(sock_recv_from(one, room, 2, 0, &count, &result, &sender) == __WASI_ERRNO_TIMEDOUT);
  CHECK(sock_recv_from(one, room, 2, 8, &count, &result, &sender) == __WASI_ERRNO_AGAIN);
  CHECK(__wasi_fd_close(one) == OK && __wasi_fd_close(other) == OK);
}

static void pairs(void) {
  uint32_t one, other;
  size_t count;
  CHECK(sock_pair(UNIX, STREAM, 0, &one, &other) == OK);
  CHECK(send_(one, "there", 5, &count) == OK && receive(other, buffer, sizeof buffer, &count) == OK && count == 5);
  CHECK(send_(other, "back", 4, &count) == OK && receive(one, buffer, sizeof buffer, &count) == OK && count == 4);
  uint64_t sent;
  CHECK(sock_send_file(one, 4, 2, 100, &sent) == OK && sent == 6);
  CHECK(receive(other, buffer, sizeof buffer, &count) == OK && count == 6 && memcmp(buffer, "nished", 6) == 0);
  CHECK(__wasi_fd_close(one) == OK && receive(other, buffer, sizeof buffer, &count) == OK && count == 0);
  CHECK(send_(other, "x", 1, &count) == __WASI_ERRNO_PIPE && __wasi_fd_sync(other) == __WASI_ERRNO_INVAL);
  CHECK(__wasi_fd_close(other) == OK);
}

int main(void) {
  round_trip(INET4, loopback(0));
  round_trip(INET6, (address_t){.tag = INET6, .bytes = {[15] = 1}});
  pairs();
  uint8_t addresses[2][18];
  size_t count;
  CHECK(resolve_("localhost", 9, 80, addresses, 2, &count) == OK && count == 2 && addresses[0][0] == INET4 && addresses[0][2] == 127);
  CHECK(resolve_("localhost", 9, 80, addresses, 0, &count) == OK && count == 0);
  complete();
}
