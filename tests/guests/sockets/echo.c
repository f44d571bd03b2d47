// echo server CLIENTS: prints its port, accepts CLIENTS connections one after another, and sends everything back until the client closes.
// echo client CLIENTS PORT: makes the connections and checks the bytes that it receives.
#include <stdio.h>
#include "sockets.h"

enum { LENGTH = 100000 };

static uint8_t sent[LENGTH], buffer[4096];

static void serve(int clients) {
  uint32_t listener, fd;
  address_t here = loopback(0), local, peer;
  uint8_t listens, status;
  CHECK(sock_open(INET4, STREAM, 0, &listener) == OK);
  CHECK(sock_set_opt_flag(listener, OPT_REUSE_ADDR, 1) == OK);
  CHECK(sock_bind(listener, &here) == OK);
  CHECK(sock_listen(listener, 16) == OK);
  CHECK(sock_get_opt_flag(listener, OPT_LISTENING, &listens) == OK && listens);
  CHECK(sock_addr_local(listener, &here) == OK && here.tag == INET4 && here.port != 0);
  printf("%u\n", here.port);
  fflush(stdout);
  for (; clients > 0; clients--) {
    CHECK(sock_accept_v2(listener, 0, &fd, &peer) == OK);
    CHECK(peer.tag == INET4 && peer.port != 0 && memcmp(peer.bytes, here.bytes, 4) == 0);
    CHECK(sock_addr_local(fd, &local) == OK && local.port == here.port);
    CHECK(sock_status(fd, &status) == OK && status == 1);
    for (size_t count;;) {
      CHECK(receive(fd, buffer, sizeof buffer, &count) == OK);
      if (count == 0) break;
      for (size_t done = 0, part; done < count; done += part) CHECK(send_(fd, buffer + done, count - done, &part) == OK);
    }
    CHECK(__wasi_fd_close(fd) == OK);
  }
  CHECK(__wasi_fd_close(listener) == OK);
}

static void ask(int clients, int port) {
  for (; clients > 0; clients--) {
    uint32_t fd;
    address_t there = loopback(port), peer;
    CHECK(sock_open(INET4, STREAM, 0, &fd) == OK);
    CHECK(sock_connect(fd, &there) == OK);
    CHECK(sock_addr_peer(fd, &peer) == OK && peer.tag == INET4 && peer.port == port);
    for (size_t i = 0; i < LENGTH; i++) sent[i] = (uint8_t)(i * 7 + clients);
    size_t written = 0, read = 0;
    while (read < LENGTH) {
      size_t count, part = LENGTH - written < 3000 ? LENGTH - written : 3000;
      if (part > 0) {
        CHECK(send_(fd, sent + written, part, &count) == OK && count > 0);
        written += count;
        if (written == LENGTH) CHECK(__wasi_sock_shutdown(fd, __WASI_SDFLAGS_WR) == OK);
      }
      CHECK(receive(fd, buffer, sizeof buffer, &count) == OK && count > 0);
      CHECK(memcmp(buffer, sent + read, count) == 0);
      read += count;
    }
    size_t count;
    CHECK(receive(fd, buffer, sizeof buffer, &count) == OK && count == 0);
    CHECK(__wasi_fd_close(fd) == OK);
  }
}

int main(int argc, char **argv) {
  if (argc == 3 && strcmp(argv[1], "server") == 0) {
    serve(atoi(argv[2]));
  } else {
    CHECK(argc == 4 && strcmp(argv[1], "client") == 0);
    ask(atoi(argv[2]), atoi(argv[3]));
  }
  complete();
}
