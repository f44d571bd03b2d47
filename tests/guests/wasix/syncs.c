// fd_sync of each kind of inode, created by the guest or passed to it. Descriptor 3 is the root, 4 is the writable directory
// "data" in it, 5 is a buffer and 6 a symbolic link.
#include "wasix.h"

IMPORT(sock_pair) int sock_pair(int, int, int, fd_t *, fd_t *);
IMPORT(fd_fdstat_set_rights) int fd_fdstat_set_rights(fd_t, uint64_t, uint64_t);

static int syncs(fd_t fd, int answer) { return fd_sync(fd) == answer && fd_datasync(fd) == answer; }

void _start(void) {
  fd_t file, directory, reads, writes, bell, list, socket, peer;
  size_t count;
  fdstat_t stat;
  CHECK((file = open_(3, TEXT("data/file"), CREAT, READ_RIGHT | WRITE_RIGHT)) != (fd_t)-1);
  CHECK(write_(file, "hello", 5, &count) == SUCCESS && syncs(file, SUCCESS));
  CHECK((directory = open_(3, TEXT("data"), DIRECTORY, READ_RIGHT)) != (fd_t)-1 && syncs(directory, ISDIR) && syncs(3, ISDIR));
  CHECK(fd_pipe(&reads, &writes) == SUCCESS && syncs(reads, INVAL) && syncs(writes, INVAL));
  CHECK(fd_event(0, 0, &bell) == SUCCESS && syncs(bell, INVAL));
  CHECK(epoll_create(&list) == SUCCESS && syncs(list, INVAL));
  CHECK(sock_pair(3, 1, 0, &socket, &peer) == SUCCESS && syncs(socket, INVAL) && syncs(peer, INVAL));
  CHECK(syncs(4, ISDIR) && syncs(5, INVAL) && syncs(6, INVAL) && syncs(99, BADF) && syncs(1, SUCCESS));
  CHECK(fd_fdstat_get(bell, &stat) == SUCCESS && fd_fdstat_set_rights(bell, stat.rights & ~(SYNC_RIGHT | 1), stat.inheriting) == SUCCESS);
  CHECK(syncs(bell, ACCES));
  complete();
}
