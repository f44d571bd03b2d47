// Socket options, multicast groups, socket states, and errors of other operations on a socket descriptor.
#include "sockets.h"

enum { TTL = 23, RECV_BUFFER = 15, TYPE = 25, LAST_ERROR = 11, LINGER = 13, ONLY_V6 = 5, MULTICAST_TTL = 24, KEEP_ALIVE = 12 };
enum { INVALID = __WASI_ERRNO_INVAL, NO_OPTION = __WASI_ERRNO_NOPROTOOPT };

WASIX(sock_get_opt_time) int sock_get_opt_time(uint32_t fd, int option, option_time_t *time);
WASIX(sock_set_opt_size) int sock_set_opt_size(uint32_t fd, int option, uint64_t size);
WASIX(sock_get_opt_size) int sock_get_opt_size(uint32_t fd, int option, uint64_t *size);
WASIX(sock_join_multicast_v4) int sock_join_multicast_v4(uint32_t fd, const uint8_t *group, const uint8_t *interface);
WASIX(sock_leave_multicast_v4) int sock_leave_multicast_v4(uint32_t fd, const uint8_t *group, const uint8_t *interface);
WASIX(sock_join_multicast_v6) int sock_join_multicast_v6(uint32_t fd, const void *group, uint32_t interface);
WASIX(sock_leave_multicast_v6) int sock_leave_multicast_v6(uint32_t fd, const void *group, uint32_t interface);
WASIX(sock_accept) int sock_accept(uint32_t fd, int flags, uint32_t *connection, address_t *peer);
WASIX(sock_send) int sock_send(uint32_t fd, const __wasi_ciovec_t *data, size_t length, int flags, size_t *count);
WASIX(sock_recv) int sock_recv(uint32_t fd, const __wasi_iovec_t *data, size_t length, int flags, size_t *count, uint16_t *result);
WASIX(sock_shutdown) int sock_shutdown(uint32_t fd, int how);

static void options(uint32_t fd) {
  uint8_t flag, status;
  uint64_t size;
  option_time_t time = {.tag = 1, .time = 3000000000};
  CHECK(sock_get_opt_flag(fd, KEEP_ALIVE, &flag) == OK && !flag && sock_set_opt_flag(fd, KEEP_ALIVE, 1) == OK);
  CHECK(sock_get_opt_flag(fd, KEEP_ALIVE, &flag) == OK && flag && sock_set_opt_flag(fd, KEEP_ALIVE, 7) == INVALID);
  CHECK(sock_set_opt_size(fd, TTL, 9) == OK && sock_get_opt_size(fd, TTL, &size) == OK && size == 9);
  CHECK(sock_set_opt_size(fd, RECV_BUFFER, 40000) == OK && sock_get_opt_size(fd, RECV_BUFFER, &size) == OK && size >= 40000);
  CHECK(sock_get_opt_size(fd, TYPE, &size) == OK && size == STREAM && sock_get_opt_size(fd, LAST_ERROR, &size) == OK && size == 0);
  CHECK(sock_set_opt_time(fd, LINGER, &time) == OK && (time.time = 0, sock_get_opt_time(fd, LINGER, &time)) == OK);
  CHECK(time.tag == 1 && time.time == 3000000000 && sock_get_opt_time(fd, OPT_RECV_TIMEOUT, &time) == OK && time.tag == 0);
  CHECK(sock_set_opt_flag(fd, TTL, 1) == INVALID && sock_set_opt_size(fd, KEEP_ALIVE, 1) == INVALID && sock_set_opt_time(fd, TTL, &time) == INVALID);
  CHECK(sock_set_opt_flag(fd, ONLY_V6, 1) == NO_OPTION && sock_set_opt_flag(fd, OPT_LISTENING, 1) == NO_OPTION);
  CHECK(sock_status(fd, &status) == OK && status == 0);
}

static void groups(void) {
  uint32_t one, other;
  size_t count;
  uint16_t result;
  uint8_t group[4] = {239, 1, 2, 3}, any[4] = {0}, buffer[8];
  uint16_t six[12] = {[0] = 0x02ff, [7] = 0x0500};
  address_t here = {.tag = INET4, .port = 5353}, there = {.tag = INET4, .port = 5353, .bytes = {239, 1, 2, 3}}, sender;
  __wasi_ciovec_t data = {(const uint8_t *)"group", 5};
  __wasi_iovec_t room = {buffer, sizeof buffer};
  CHECK(sock_open(INET4, DGRAM, 0, &one) == OK && sock_open(INET4, DGRAM, 0, &other) == OK && sock_bind(one, &here) == OK);
  CHECK(sock_set_opt_size(other, MULTICAST_TTL, 3) == OK);
  CHECK(sock_send_to(other, &data, 1, 0, &there, &count) == OK && count == 5);
  CHECK(sock_join_multicast_v4(one, group, any) == OK && sock_join_multicast_v4(one, group, any) == __WASI_ERRNO_ADDRINUSE);
  CHECK(sock_join_multicast_v4(one, any, any) == INVALID && sock_join_multicast_v6(one, six, 0) == INVALID);
  CHECK(sock_send_to(other, &data, 1, 0, &there, &count) == OK);
  CHECK(sock_recv_from(one, &room, 1, 0, &count, &result, &sender) == OK && count == 5 && memcmp(buffer, "group", 5) == 0);
  CHECK(sock_recv_from(one, &room, 1, 8, &count, &result, &sender) == __WASI_ERRNO_AGAIN);
  CHECK(sock_leave_multicast_v4(one, group, any) == OK && sock_leave_multicast_v4(one, group, any) == __WASI_ERRNO_ADDRNOTAVAIL);
  CHECK(__wasi_fd_close(one) == OK && sock_open(INET6, DGRAM, 0, &one) == OK);
  CHECK(sock_join_multicast_v6(one, six, 0) == OK && sock_join_multicast_v6(one, six, 0) == __WASI_ERRNO_ADDRINUSE);
  CHECK(sock_leave_multicast_v6(one, six, 0) == OK && sock_leave_multicast_v6(one, six, 0) == __WASI_ERRNO_ADDRNOTAVAIL);
  CHECK(__wasi_fd_close(one) == OK && __wasi_fd_close(other) == OK);
}

static void connection(void) {
  uint32_t listener, client, server;
  uint8_t status, buffer[8];
  uint16_t result;
  size_t count;
  address_t here = loopback(0), peer;
  __wasi_ciovec_t data = {(const uint8_t *)"hello", 5};
  __wasi_iovec_t room = {buffer, 3};
  CHECK(sock_open(INET4, STREAM, 6, &listener) == OK && sock_bind(listener, &here) == OK && sock_listen(listener, 4) == OK);
  CHECK(sock_addr_local(listener, &here) == OK && sock_open(INET4, STREAM, 0, &client) == OK);
  options(client);
  CHECK(sock_addr_peer(client, &peer) == __WASI_ERRNO_NOTCONN);
  CHECK(sock_connect(client, &here) == OK && sock_connect(client, &here) == __WASI_ERRNO_ISCONN);
  CHECK(sock_accept(listener, 0, &server, &peer) == OK && peer.tag == INET4 && peer.bytes[0] == 127);
  CHECK(sock_status(client, &status) == OK && status == 1);
  CHECK(sock_addr_peer(client, &peer) == OK && peer.tag == INET4 && peer.port == here.port && peer.bytes[0] == 127);
  CHECK(sock_send(client, &data, 1, 0, &count) == OK && count == 5);
  CHECK(sock_recv(server, &room, 1, 1, &count, &result) == OK && count == 3 && memcmp(buffer, "hel", 3) == 0);
  CHECK(sock_recv(server, &room, 1, 0, &count, &result) == OK && count == 3 && memcmp(buffer, "hel", 3) == 0);
  CHECK(sock_recv(server, &room, 1, 0, &count, &result) == OK && count == 2 && memcmp(buffer, "lo", 2) == 0);
  CHECK(sock_shutdown(client, 0) == INVALID && sock_shutdown(client, 3) == OK && sock_status(client, &status) == OK && status == 2);
  CHECK(sock_recv(server, &room, 1, 0, &count, &result) == OK && count == 0);
  CHECK(__wasi_fd_sync(server) == INVALID && __wasi_fd_seek(server, 0, 0, &(uint64_t){0}) == __WASI_ERRNO_SPIPE);
  CHECK(sock_shutdown(1, 1) == __WASI_ERRNO_NOTSOCK && sock_status(99, &status) == __WASI_ERRNO_BADF);
  CHECK(__wasi_fd_close(server) == OK && __wasi_fd_close(client) == OK && __wasi_fd_close(listener) == OK);
}

int main(void) {
  connection();
  groups();
  complete();
}
