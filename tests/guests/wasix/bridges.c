// port_bridge and port_unbridge: the initial network is closed. The network "remote" needs the token "secret"; 10.1.2.3:80 listens there.
#include "wasix.h"

enum { INET4 = 1, STREAM = 1, ISCONN = 30, NOTCONN = 53, ENCRYPTED = 2 };

typedef struct { uint8_t tag, unused; uint16_t port; uint8_t bytes[106]; } address_t;
typedef struct { uint8_t tag, unused, bytes[26]; } network_t;
IMPORT(port_bridge) int port_bridge(const char *, size_t, const char *, size_t, int);
IMPORT(port_unbridge) int port_unbridge(void);
IMPORT(port_addr_add) int port_addr_add(const network_t *);
IMPORT(sock_open) int sock_open(int, int, int, fd_t *);
IMPORT(sock_connect) int sock_connect(fd_t, const address_t *);

static const address_t there = {.tag = INET4, .port = 80, .bytes = {10, 1, 2, 3}};

static int reach(fd_t *fd) {
  CHECK(sock_open(INET4, STREAM, 0, fd) == SUCCESS);
  return sock_connect(*fd, &there);
}

void _start(void) {
  fd_t fd, other;
  size_t count;
  network_t own = {.tag = INET4, .bytes = {10, 1, 2, 9, 24}};
  CHECK(reach(&other) == ACCES && port_addr_add(&own) == NOTSUP && port_unbridge() == NOTCONN);
  CHECK(port_bridge(TEXT("remote"), TEXT("guess"), ENCRYPTED) == ACCES && port_bridge(TEXT("other"), TEXT("secret"), ENCRYPTED) == ACCES);
  CHECK(port_bridge(TEXT("remote"), TEXT("secret"), 16) == INVAL && reach(&other) == ACCES);
  CHECK(port_bridge(TEXT("remote"), TEXT("secret"), ENCRYPTED) == SUCCESS && port_bridge(TEXT("remote"), TEXT("secret"), ENCRYPTED) == ISCONN);
  CHECK(port_addr_add(&own) == SUCCESS && reach(&fd) == SUCCESS && write_(fd, "there", 5, &count) == SUCCESS);

  // An open socket stays on its network. New sockets are on the initial network.
  CHECK(port_unbridge() == SUCCESS && port_unbridge() == NOTCONN && reach(&other) == ACCES && write_(fd, " still", 6, &count) == SUCCESS);
  CHECK(fd_close(fd) == SUCCESS && port_bridge(TEXT("remote"), TEXT("secret"), 0) == SUCCESS);
  complete();
}
