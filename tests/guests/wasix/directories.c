// The current directory and relative paths. Descriptor 3 is the root, which contains the writable directory "data".
#include "wasix.h"

static char path[64];

static int is_at(const char *expected, size_t length) {
  size_t room = sizeof path;
  return getcwd_(path, &room) == SUCCESS && room == length && same(path, expected, length);
}

void _start(void) {
  size_t count, room;
  fd_t fd;
  filestat_t stat;
  CHECK(is_at(TEXT("/")));
  CHECK(path_create_directory(3, TEXT("data/sub")) == SUCCESS);
  CHECK((fd = open_(3, TEXT("data/sub/file"), CREAT, READ_RIGHT | WRITE_RIGHT)) != (fd_t)-1 && write_(fd, "hello", 5, &count) == SUCCESS);
  CHECK(chdir_(TEXT("/data/nothing")) == NOENT && chdir_(TEXT("/data/sub/file")) == NOTDIR && chdir_(TEXT("")) == NOENT && is_at(TEXT("/")));

  CHECK(chdir_(TEXT("/data")) == SUCCESS && is_at(TEXT("/data")));
  CHECK(chdir_(TEXT("sub")) == SUCCESS && is_at(TEXT("/data/sub")));
  room = 3;
  CHECK(getcwd_(path, &room) == RANGE && room == 9);
  CHECK(path_filestat_get(3, 0, TEXT("./file"), &stat) == SUCCESS && stat.size == 5);
  CHECK(path_filestat_get(3, 0, TEXT("file"), &stat) == NOENT && path_filestat_get(3, 0, TEXT("."), &stat) == SUCCESS && stat.type == 3);
  CHECK((fd = open_(3, TEXT("./file"), 0, READ_RIGHT)) != (fd_t)-1 && read_(fd, path, 9, &count) == SUCCESS && count == 5 && same(path, "hello", 5));
  CHECK((fd = open_(3, TEXT("./new"), CREAT | EXCL, WRITE_RIGHT)) != (fd_t)-1);
  CHECK(path_filestat_get(3, 0, TEXT("/data/sub/new"), &stat) == SUCCESS);
  CHECK(path_filestat_get(3, 0, TEXT("./../sub/./new"), &stat) == SUCCESS);

  // A path of another directory descriptor is relative to that directory.
  fd_t data = open_(3, TEXT("data"), DIRECTORY, READ_RIGHT);
  CHECK(data != (fd_t)-1 && path_filestat_get(data, 0, TEXT("./sub"), &stat) == SUCCESS && path_filestat_get(data, 0, TEXT("./file"), &stat) == NOENT);

  CHECK(chdir_(TEXT("..")) == SUCCESS && is_at(TEXT("/data")) && chdir_(TEXT("./sub//./")) == SUCCESS && is_at(TEXT("/data/sub")));
  CHECK(chdir_(TEXT("/../..")) == SUCCESS && is_at(TEXT("/")) && chdir_(TEXT("data/sub/..")) == SUCCESS && is_at(TEXT("/data")));

  // After a symbolic link, ".." is the parent of the target, not the directory that contains the link.
  CHECK(path_create_directory(3, TEXT("data/sub/deep")) == SUCCESS && path_symlink(TEXT("sub/deep"), 3, TEXT("data/link")) == SUCCESS);
  CHECK(chdir_(TEXT("/data/link")) == SUCCESS && chdir_(TEXT("..")) == SUCCESS && path_filestat_get(3, 0, TEXT("./file"), &stat) == SUCCESS);
  complete();
}
