// A network port that the guest configures, and name resolution, on a virtual network that resolves example.org to 198.51.100.7.
#include "sockets.h"

enum { UNREACHABLE = __WASI_ERRNO_NETUNREACH, INVALID = __WASI_ERRNO_INVAL, OVERFLOWS = __WASI_ERRNO_OVERFLOW };

typedef struct {
  uint8_t tag, unused, bytes[108];
} plain_address_t;

typedef struct {
  uint8_t tag, unused, bytes[26];
} network_t;

typedef struct {
  network_t network;
  plain_address_t router;
  uint8_t unused[6];
  option_time_t preferred, expires;
} route_t;

_Static_assert(sizeof(plain_address_t) == 110 && sizeof(network_t) == 28 && sizeof(route_t) == 176, "layouts");

WASIX(port_dhcp_acquire) int port_dhcp_acquire(void);
WASIX(port_addr_add) int port_addr_add(const network_t *address);
WASIX(port_addr_remove) int port_addr_remove(const plain_address_t *address);
WASIX(port_addr_clear) int port_addr_clear(void);
WASIX(port_addr_list) int port_addr_list(network_t *addresses, size_t *count);
WASIX(port_mac) int port_mac(uint8_t *address);
WASIX(port_gateway_set) int port_gateway_set(const plain_address_t *router);
WASIX(port_route_add) int port_route_add(
    const network_t *network, const plain_address_t *router, const option_time_t *preferred, const option_time_t *expires);
WASIX(port_route_remove) int port_route_remove(const plain_address_t *network);
WASIX(port_route_clear) int port_route_clear(void);
WASIX(port_route_list) int port_route_list(route_t *routes, size_t *count);

static network_t list[4];
static route_t routes[4];

static int reaches(uint8_t a, uint8_t b, uint8_t c, uint8_t d) {
  uint32_t fd;
  address_t there = {.tag = INET4, .port = 80, .bytes = {a, b, c, d}};
  CHECK(sock_open(INET4, STREAM, 0, &fd) == OK);
  int error = sock_connect(fd, &there);
  CHECK(__wasi_fd_close(fd) == OK);
  return error;
}

static int can_bind(uint8_t a, uint8_t b, uint8_t c, uint8_t d) {
  uint32_t fd;
  address_t here = {.tag = INET4, .bytes = {a, b, c, d}};
  CHECK(sock_open(INET4, STREAM, 0, &fd) == OK);
  int error = sock_bind(fd, &here);
  CHECK(__wasi_fd_close(fd) == OK);
  return error == OK;
}

static void addresses(void) {
  network_t own = {.tag = INET4, .bytes = {192, 0, 2, 5, 24}}, six = {.tag = INET6, .bytes = {0x20, 1, 0xd, 0xb8, [15] = 1, [24] = 64}};
  plain_address_t gone = {.tag = INET4, .bytes = {192, 0, 2, 5}};
  size_t count = 4;
  CHECK(port_addr_list(list, &count) == OK && count == 0);
  CHECK(!can_bind(192, 0, 2, 5) && reaches(192, 0, 2, 6) == UNREACHABLE);
  CHECK(port_addr_add(&own) == OK && port_addr_add(&six) == OK);
  CHECK(can_bind(192, 0, 2, 5) && reaches(192, 0, 2, 6) == __WASI_ERRNO_HOSTUNREACH && reaches(192, 0, 2, 5) == __WASI_ERRNO_CONNREFUSED);
  count = 1;
  CHECK(port_addr_list(list, &count) == OVERFLOWS && count == 2);
  CHECK(port_addr_list(list, &count) == OK && count == 2 && memcmp(list[0].bytes, own.bytes, 5) == 0);
  CHECK(list[1].tag == INET6 && memcmp(list[1].bytes, six.bytes, 16) == 0 && list[1].bytes[24] == 64);
  CHECK(port_addr_remove(&gone) == OK && port_addr_remove(&gone) == INVALID && !can_bind(192, 0, 2, 5));
  CHECK(port_addr_clear() == OK && port_addr_list(list, &count) == OK && count == 0);
  own.bytes[4] = 33;
  CHECK(port_addr_add(&own) == INVALID);
  own.tag = 9;
  CHECK(port_addr_add(&own) == INVALID);
  uint8_t mac[6] = {0};
  CHECK(port_mac(mac) == OK && (mac[0] & 2) != 0);
  CHECK(port_dhcp_acquire() == OK && (count = 4, port_addr_list(list, &count)) == OK && count == 1 && list[0].tag == INET4);
  CHECK(can_bind(list[0].bytes[0], list[0].bytes[1], list[0].bytes[2], list[0].bytes[3]));
}

static void ways(void) {
  network_t network = {.tag = INET4, .bytes = {203, 0, 113, 0, 24}};
  plain_address_t router = {.tag = INET4, .bytes = {10, 0, 2, 2}}, there = {.tag = INET4, .bytes = {203, 0, 113, 0}};
  option_time_t never = {.tag = 0}, later = {.tag = 1, .time = 5};
  size_t count = 4;
  CHECK(port_route_clear() == OK && port_route_list(routes, &count) == OK && count == 0 && reaches(203, 0, 113, 9) == UNREACHABLE);
  CHECK(port_route_add(&network, &router, &never, &later) == OK && reaches(203, 0, 113, 9) == __WASI_ERRNO_HOSTUNREACH);
  CHECK(reaches(203, 0, 114, 9) == UNREACHABLE);
  CHECK(port_gateway_set(&router) == OK && reaches(203, 0, 114, 9) == __WASI_ERRNO_HOSTUNREACH);
  count = 1;
  CHECK(port_route_list(routes, &count) == OVERFLOWS && count == 2);
  CHECK(port_route_list(routes, &count) == OK && count == 2);
  CHECK(memcmp(routes[0].network.bytes, network.bytes, 5) == 0 && memcmp(routes[0].router.bytes, router.bytes, 4) == 0);
  CHECK(routes[0].preferred.tag == 0 && routes[0].expires.tag == 1 && routes[0].expires.time == 5 && routes[1].network.bytes[4] == 0);
  CHECK(port_route_remove(&there) == OK && port_route_remove(&there) == INVALID);
}

int main(void) {
  addresses();
  ways();
  uint8_t found[2][18];
  size_t count;
  CHECK(resolve_("Example.Org", 11, 80, found, 2, &count) == OK && count == 1);
  CHECK(found[0][0] == INET4 && found[0][2] == 198 && found[0][3] == 51 && found[0][4] == 100 && found[0][5] == 7);
  CHECK(resolve_("example.net", 11, 80, found, 2, &count) == __WASI_ERRNO_NOENT);
  CHECK(resolve_("192.0.2.1", 9, 0, found, 2, &count) == OK && count == 1 && found[0][2] == 192);
  CHECK(resolve_("2001:db8::1", 11, 0, found, 2, &count) == OK && count == 1 && found[0][0] == INET6 && found[0][2] == 0x20 && found[0][17] == 1);
  complete();
}
