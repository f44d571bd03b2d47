// The same event loop over epoll and over poll_oneoff: a listener, its client, the connection, datagrams, a pipe, an event descriptor
// and a timeout. A message goes from client to connection, pipe, datagram, connection and client. The timeout then signals the event.
#include "wasix.h"

enum { LISTENER, CLIENT, CONNECTION, READS, WRITES, BELL, SENDER, RECEIVER, COUNT };
enum { INET4 = 1, STREAM = 1, DGRAM = 2, INPROGRESS = 26, SHUT_WRITE = 2 };

typedef struct { uint8_t tag, unused; uint16_t port; uint8_t bytes[106]; } address_t;
IMPORT(sock_open) int sock_open(int, int, int, fd_t *);
IMPORT(sock_bind) int sock_bind(fd_t, const address_t *);
IMPORT(sock_listen) int sock_listen(fd_t, size_t);
IMPORT(sock_connect) int sock_connect(fd_t, const address_t *);
IMPORT(sock_accept_v2) int sock_accept_v2(fd_t, int, fd_t *, address_t *);
IMPORT(sock_addr_local) int sock_addr_local(fd_t, address_t *);
IMPORT(sock_shutdown) int sock_shutdown(fd_t, int);
IMPORT(sock_send) int sock_send(fd_t, const iovec_t *, size_t, int, size_t *);
IMPORT(sock_recv) int sock_recv(fd_t, const iovec_t *, size_t, int, size_t *, uint16_t *);
IMPORT(sock_send_to) int sock_send_to(fd_t, const iovec_t *, size_t, int, const address_t *, size_t *);
IMPORT(sock_recv_from) int sock_recv_from(fd_t, const iovec_t *, size_t, int, size_t *, uint16_t *, address_t *);

static fd_t fds[COUNT];
static uint32_t wanted[COUNT];
static address_t receiver;
static char trace[32], message[8];
static size_t steps, count;
static iovec_t halves[2] = {{message, 3}, {message + 3, 5}};
static uint16_t flags;
static int done;

static void step(char name) { CHECK(steps < sizeof trace); trace[steps++] = name; }

static fd_t open_socket(int type) {
  address_t any = {.tag = INET4, .bytes = {127, 0, 0, 1}};
  fd_t fd;
  CHECK(sock_open(INET4, type, 0, &fd) == SUCCESS && fd_fdstat_set_flags(fd, NONBLOCK) == SUCCESS && sock_bind(fd, &any) == SUCCESS);
  return fd;
}

static void start(void) {
  address_t address;
  steps = done = 0;
  for (int i = 0; i < COUNT; i++) wanted[i] = 0;
  fds[LISTENER] = open_socket(STREAM);
  fds[CLIENT] = open_socket(STREAM);
  fds[SENDER] = open_socket(DGRAM);
  fds[RECEIVER] = open_socket(DGRAM);
  fds[CONNECTION] = (fd_t)-1;
  CHECK(fd_pipe(&fds[READS], &fds[WRITES]) == SUCCESS && fd_event(0, 0, &fds[BELL]) == SUCCESS);
  CHECK(sock_addr_local(fds[RECEIVER], &receiver) == SUCCESS && receiver.port != 0);
  CHECK(sock_listen(fds[LISTENER], 4) == SUCCESS && sock_addr_local(fds[LISTENER], &address) == SUCCESS && address.port != 0);
  int answer = sock_connect(fds[CLIENT], &address);
  CHECK(answer == SUCCESS || answer == INPROGRESS);
  wanted[LISTENER] = wanted[READS] = wanted[BELL] = wanted[RECEIVER] = EPOLLIN;
  wanted[CLIENT] = EPOLLOUT;
}

static void accept_(void) {
  address_t peer;
  CHECK(sock_accept_v2(fds[LISTENER], NONBLOCK, &fds[CONNECTION], &peer) == SUCCESS && peer.tag == INET4 && peer.port != 0);
  wanted[LISTENER] = 0;
  wanted[CONNECTION] = EPOLLIN;
  step('A');
}

static void client(void) {
  if (wanted[CLIENT] == EPOLLOUT) {
    for (int i = 0; i < 8; i++) message[i] = 'a' + i;
    CHECK(sock_send(fds[CLIENT], halves, 2, 0, &count) == SUCCESS && count == 8);
    wanted[CLIENT] = EPOLLIN;
    step('C');
    return;
  }
  CHECK(sock_recv(fds[CLIENT], halves, 2, 0, &count, &flags) == SUCCESS);
  if (count == 0) {
    wanted[CLIENT] = 0;
    step('E');
    return;
  }
  CHECK(count == 8 && same(message, "abcdefgh", 8));
  CHECK(sock_shutdown(fds[CONNECTION], SHUT_WRITE) == SUCCESS);
  step('B');
}

static void happen(int what) {
  uint64_t value;
  address_t sender, bound;
  switch (what) {
  case LISTENER: accept_(); break;
  case CLIENT: client(); break;
  case CONNECTION:
    CHECK(sock_recv(fds[CONNECTION], halves, 2, 0, &count, &flags) == SUCCESS && count == 8);
    CHECK(fd_write(fds[WRITES], halves, 2, &count) == SUCCESS && count == 8);
    step('S');
    break;
  case READS:
    CHECK(fd_read(fds[READS], halves, 2, &count) == SUCCESS && count == 8);
    CHECK(sock_send_to(fds[SENDER], halves, 2, 0, &receiver, &count) == SUCCESS && count == 8);
    step('P');
    break;
  case RECEIVER:
    CHECK(sock_recv_from(fds[RECEIVER], halves, 2, 0, &count, &flags, &sender) == SUCCESS && count == 8 && flags == 0);
    CHECK(sock_addr_local(fds[SENDER], &bound) == SUCCESS && sender.port == bound.port && same(sender.bytes, bound.bytes, 4));
    CHECK(sock_send(fds[CONNECTION], halves, 2, 0, &count) == SUCCESS && count == 8);
    step('D');
    break;
  case BELL:
    CHECK(read_(fds[BELL], &value, 8, &count) == SUCCESS && value == 7);
    step('R');
    done = 1;
    break;
  default:
    CHECK(0);
  }
}

// Handles the timeout: nothing else is ready, so this writes to the event descriptor.
static void tick(void) {
  step('T');
  CHECK(write_(fds[BELL], &(uint64_t){7}, 8, &count) == SUCCESS);
}

static void finish(void) {
  // The client may become writable before or after the listener becomes readable.
  CHECK(steps == 9 && (same(trace, "ACSPDBETR", 9) || same(trace, "CASPDBETR", 9)));
  for (int i = 0; i < COUNT; i++) CHECK(fd_close(fds[i]) == SUCCESS);
}

static void by_list(void) {
  static epoll_event_t events[COUNT];
  uint32_t watched[COUNT] = {0};
  fd_t list;
  start();
  CHECK(epoll_create(&list) == SUCCESS);
  while (!done) {
    for (int i = 0; i < COUNT; i++) {
      if (watched[i] == wanted[i]) continue;
      epoll_event_t event = {.events = wanted[i], .data2 = i};
      CHECK(epoll_ctl(list, watched[i] == 0 ? ADD : wanted[i] == 0 ? DEL : MOD, fds[i], &event) == SUCCESS);
      watched[i] = wanted[i];
    }
    size_t happened;
    CHECK(epoll_wait(list, events, COUNT, 20000000, &happened) == SUCCESS && happened <= COUNT);
    if (happened == 0) tick();
    for (size_t i = 0; i < happened; i++) happen((int)events[i].data2);
  }
  CHECK(fd_close(list) == SUCCESS);
  finish();
}

static void by_array(void) {
  static subscription_t subscriptions[COUNT + 1];
  static event_t events[COUNT + 1];
  start();
  while (!done) {
    size_t number = 1, happened;
    subscriptions[0] = (subscription_t){.userdata = COUNT, .tag = 0, .u.clock = {1, 20000000, 0, 0}};
    for (int i = 0; i < COUNT; i++) {
      if (wanted[i]) subscriptions[number++] = (subscription_t){.userdata = i, .tag = wanted[i] == EPOLLOUT ? 2 : 1, .u.fd = fds[i]};
    }
    CHECK(poll_oneoff(subscriptions, events, number, &happened) == SUCCESS && happened > 0);
    for (size_t i = 0; i < happened; i++) {
      CHECK(events[i].error == SUCCESS);
      if (events[i].userdata != COUNT) happen((int)events[i].userdata);
      else if (happened == 1) tick();
    }
  }
  finish();
}

void _start(void) {
  by_list();
  by_array();
  complete();
}
