// An HTTP/1.1 server with keep-alive: one thread and one poll_oneoff over all connections. It prints its port.
//   /hello  returns a text    /memory  returns the memory size in pages    /stop  ends the server after all responses are sent
#include <stdio.h>
#include "sockets.h"

enum { CONNECTIONS = 64, ROOM = 4096 };

typedef struct {
  uint32_t fd;
  size_t read, length, sent;
  int closes;
  char request[ROOM], answer[ROOM];
} connection_t;

static connection_t connections[CONNECTIONS];
static int count, stops;

static void answer(connection_t *connection, char *end) {
  char body[64];
  connection->request[end - connection->request] = 0;
  if (strncmp(connection->request, "GET /memory ", 12) == 0) {
    sprintf(body, "%lu", (unsigned long)__builtin_wasm_memory_size(0));
  } else {
    strcpy(body, "hello from a guest\n");
  }
  stops |= strncmp(connection->request, "GET /stop ", 10) == 0;
  connection->closes = stops;
  connection->length = sprintf(connection->answer, "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: %zu\r\n%s\r\n%s",
      strlen(body), stops ? "Connection: close\r\n" : "", body);
  size_t used = end + 4 - connection->request;
  connection->read -= used;
  memmove(connection->request, connection->request + used, connection->read);
}

// Reads and writes until a call would block. Returns 1 if the connection stays open.
static int serve(connection_t *connection) {
  for (;;) {
    size_t part;
    while (connection->sent < connection->length) {
      int error = send_(connection->fd, connection->answer + connection->sent, connection->length - connection->sent, &part);
      if (error != OK) return error == __WASI_ERRNO_AGAIN;
      connection->sent += part;
    }
    if (connection->closes) return 0;
    connection->sent = connection->length = 0;
    connection->request[connection->read] = 0;
    char *end = strstr(connection->request, "\r\n\r\n");
    if (end) {
      answer(connection, end);
      continue;
    }
    if (connection->read == ROOM - 1) return 0;
    int error = receive(connection->fd, connection->request + connection->read, ROOM - 1 - connection->read, &part);
    if (error != OK) return error == __WASI_ERRNO_AGAIN;
    if (part == 0) return 0;
    connection->read += part;
  }
}

int main(void) {
  static __wasi_subscription_t watched[CONNECTIONS + 1];
  static __wasi_event_t events[CONNECTIONS + 1];
  uint32_t listener, fd;
  address_t here = loopback(0), peer;
  CHECK(sock_open(INET4, STREAM, 0, &listener) == OK);
  CHECK(sock_bind(listener, &here) == OK && sock_listen(listener, 128) == OK && sock_addr_local(listener, &here) == OK);
  CHECK(__wasi_fd_fdstat_set_flags(listener, __WASI_FDFLAGS_NONBLOCK) == OK);
  printf("%u\n", here.port);
  fflush(stdout);
  while (!stops || count > 0) {
    int watches = 0;
    if (!stops && count < CONNECTIONS) {
      watched[watches++] = (__wasi_subscription_t){.userdata = CONNECTIONS, .u = {.tag = __WASI_EVENTTYPE_FD_READ, .u.fd_read.file_descriptor = listener}};
    }
    for (int i = 0; i < count; i++) {
      int writes = connections[i].sent < connections[i].length;
      watched[watches++] = (__wasi_subscription_t){.userdata = i, .u = {.tag = writes ? __WASI_EVENTTYPE_FD_WRITE : __WASI_EVENTTYPE_FD_READ, .u.fd_read.file_descriptor = connections[i].fd}};
    }
    size_t happened;
    CHECK(__wasi_poll_oneoff(watched, events, watches, &happened) == OK);
    // In reverse order: the last connection takes the slot of a closed one, and it was served already.
    for (size_t i = happened; i-- > 0;) {
      if (events[i].userdata == CONNECTIONS) continue;
      connection_t *connection = &connections[events[i].userdata];
      if (serve(connection)) continue;
      CHECK(__wasi_fd_close(connection->fd) == OK);
      if (connection != &connections[--count]) *connection = connections[count];
    }
    while (!stops && count < CONNECTIONS && sock_accept_v2(listener, __WASI_FDFLAGS_NONBLOCK, &fd, &peer) == OK) {
      CHECK(sock_set_opt_flag(fd, OPT_NO_DELAY, 1) == OK);
      connections[count] = (connection_t){.fd = fd};
      count++;
    }
    if (stops) {
      // Close connections without an unsent response.
      for (int i = count; i-- > 0;) {
        if (connections[i].sent < connections[i].length) continue;
        CHECK(__wasi_fd_close(connections[i].fd) == OK);
        if (i != --count) connections[i] = connections[count];
      }
    }
  }
  CHECK(__wasi_fd_close(listener) == OK);
  complete();
}
