// The WASI guest: each exported function is a loop over one call and returns the errors or-ed together. native.c has the same loops.
// build.sh builds wasi.wasm, which is committed, so that the benchmarks need no toolchain.

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;

typedef struct { const void *address; u32 length; } Vector;
typedef struct { u64 next, inode; u32 length; u8 type; } Entry;
typedef struct { u64 userdata; u8 tag; union { struct { u32 id; u64 timeout, precision; u16 flags; } clock; u32 descriptor; }; } Subscription;

#define IMPORT(name) __attribute__((import_module("wasi_snapshot_preview1"), import_name(#name))) int wasi_##name
IMPORT(args_sizes_get)(u32 *count, u32 *size);
IMPORT(clock_time_get)(u32 clock, u64 precision, u64 *time);
IMPORT(random_get)(void *buffer, u32 length);
IMPORT(fd_close)(int fd);
IMPORT(fd_fdstat_get)(int fd, void *stat);
IMPORT(fd_filestat_get)(int fd, void *stat);
IMPORT(fd_pread)(int fd, const Vector *vectors, u32 count, u64 offset, u32 *read);
IMPORT(fd_pwrite)(int fd, const Vector *vectors, u32 count, u64 offset, u32 *written);
IMPORT(fd_read)(int fd, const Vector *vectors, u32 count, u32 *read);
IMPORT(fd_readdir)(int fd, void *buffer, u32 length, u64 cookie, u32 *used);
IMPORT(fd_seek)(int fd, long long offset, u32 whence, u64 *position);
IMPORT(fd_tell)(int fd, u64 *position);
IMPORT(fd_write)(int fd, const Vector *vectors, u32 count, u32 *written);
IMPORT(path_create_directory)(int fd, const char *path, u32 length);
IMPORT(path_filestat_get)(int fd, u32 flags, const char *path, u32 length, void *stat);
IMPORT(path_open)(int fd, u32 lookup, const char *path, u32 length, u32 how, u64 rights, u64 inheriting, u32 flags, int *opened);
IMPORT(path_remove_directory)(int fd, const char *path, u32 length);
IMPORT(path_rename)(int fd, const char *path, u32 length, int new_fd, const char *new_path, u32 new_length);
IMPORT(path_symlink)(const char *target, u32 target_length, int fd, const char *path, u32 length);
IMPORT(path_unlink_file)(int fd, const char *path, u32 length);
IMPORT(poll_oneoff)(const Subscription *subscriptions, void *events, u32 count, u32 *happened);

enum { OUTPUT = 1, ROOT = 3, SOCKET = 4 };
enum { CREATE = 1, DIRECTORY = 2, FOLLOW = 1, MISSING = 44, PAGE = 4096, MIB = 1 << 20, RING = 16 << 20, POLLED = 100, NAMES = 64, VECTORS = 1024 };
enum { READ_WRITE = 1 << 1 | 1 << 2 | 1 << 5 | 1 << 6 | 1 << 21, LIST = 1 << 14 };

#define PATH(text) text, sizeof(text) - 1
#define DEEP "a/b/c/d/e/f/g/h"

static _Alignas(4096) u8 buffer[MIB], stat[64], events[POLLED * 32];
static Subscription subscriptions[POLLED];
static int file, ring, many;
static int entries, size;
static u32 placed;
static char nested[2 * NAMES];
static Vector vectors[VECTORS];
static volatile u32 depth = 20, numbers = 1 << 16;

#define EXPORT(name) __attribute__((export_name(#name))) int row_##name
#define ROW(name, ...) EXPORT(name)(int n) { int error = 0; do error |= (__VA_ARGS__); while (--n > 0); return error; }

static int open(const char *path, u32 length, u32 how, u64 rights, int *fd) {
  return wasi_path_open(ROOT, FOLLOW, path, length, how, rights, 0, 0, fd);
}

static int close(int error, int fd) { return error ? error : wasi_fd_close(fd); }

static int create(const char *path, u32 length) {
  int fd;
  return close(open(path, length, CREATE, READ_WRITE, &fd), fd);
}

static int create_many(void) {
  char name[] = "many/entry-000000";
  int error = wasi_path_create_directory(ROOT, PATH("many"));
  for (int i = 0; i < entries; i++) {
    for (int digit = sizeof name - 2, rest = i; digit > 10; digit--, rest /= 10) name[digit] = '0' + rest % 10;
    error |= create(name, sizeof name - 1);
  }
  return error | open(PATH("many"), DIRECTORY, LIST, &many);
}

static int nest(void) {
  int error = 0;
  for (u32 length = 1; length < sizeof nested && nested[length]; length += 2) error |= wasi_path_create_directory(ROOT, nested, length);
  return error;
}

// Writes page by page: after a large write, the page cache may use large folios, in which small writes take several times as long.
static int fill(int fd, u32 length) {
  u32 moved;
  for (; length > 0; length -= PAGE) if (wasi_fd_write(fd, &(Vector){buffer, PAGE}, 1, &moved) || moved != PAGE) return 1;
  return 0;
}

// Creates the files of the scenarios, and n files in the directory "many".
EXPORT(prepare)(int n) {
  u64 position;
  entries = n;
  int error = open(PATH("f"), CREATE, READ_WRITE, &file) | open(PATH("ring"), CREATE, READ_WRITE, &ring);
  error |= fill(file, MIB) | fill(ring, RING) || wasi_fd_seek(ring, 0, 0, &position);
  for (u32 length = 1; length < sizeof DEEP - 1; length += 2) error |= wasi_path_create_directory(ROOT, DEEP, length);
  error |= create(PATH(DEEP)) | create(PATH("here"));
  for (int i = 0; i < POLLED; i++) subscriptions[i] = (Subscription){.userdata = i, .tag = 2, .descriptor = OUTPUT};
  return error | nest() | create_many();
}

// Sets the size of the scenarios whose cost may depend on a size: vectors and path components.
EXPORT(scale)(int n) {
  size = n < VECTORS ? n : VECTORS;
  for (int i = 0; i < size; i++) vectors[i] = (Vector){buffer + 16 * i, 16};
  for (int i = 0; i < size && i < NAMES; i++) nested[2 * i] = 'n', nested[2 * i + 1] = '/';
  return 0;
}

static int four(int (*move)(Vector *vectors, u32 count)) {
  Vector vectors[4] = {{buffer, 16}, {buffer + 16, 16}, {buffer + 32, 16}, {buffer + 48, 16}};
  return move(vectors, 4);
}

static int write(Vector *vectors, u32 count) {
  u32 length = 0, moved;
  u64 position;
  for (u32 i = 0; i < count; i++) length += vectors[i].length;
  int error = (placed += length) > RING ? placed = length, wasi_fd_seek(ring, 0, 0, &position) : 0;
  return error || wasi_fd_write(ring, vectors, count, &moved) || moved != length;
}

// A host may transfer less than requested, so this repeats the call for the rest. It changes the vectors.
static int move_at(int (*move)(int fd, const Vector *vectors, u32 count, u64 offset, u32 *moved), Vector *vectors, u32 count) {
  u64 offset = 0;
  u32 moved;
  while (count) {
    int error = move(file, vectors, count, offset, &moved);
    if (error || !moved) return 1;
    for (offset += moved; count && moved >= vectors->length; vectors++, count--) moved -= vectors->length;
    if (count) vectors->address = (const u8 *)vectors->address + moved, vectors->length -= moved;
  }
  return 0;
}

static int pwrite(Vector *vectors, u32 count) { return move_at(wasi_fd_pwrite, vectors, count); }

static int pread(Vector *vectors, u32 count) { return move_at(wasi_fd_pread, vectors, count); }

static int put(void) {
  u32 moved;
  return wasi_fd_write(OUTPUT, &(Vector){buffer, 16}, 1, &moved) || moved != 16;
}

static int list(u32 room) {
  u64 cookie = 0;
  u32 used;
  int listed = 0;
  do {
    int error = wasi_fd_readdir(many, buffer, room, cookie, &used);
    if (error) return error;
    for (u32 at = 0; at + sizeof(Entry) <= used; listed++) {
      const Entry *entry = (const Entry *)(buffer + at);
      at += sizeof(Entry) + entry->length;
      if (at > used) break;
      __builtin_memcpy(&cookie, &entry->next, sizeof cookie);
    }
  } while (used == room);
  return listed < entries;
}

static int poll_clock(void) {
  u32 happened;
  Subscription clock = {.clock = {.id = 1}};
  return wasi_poll_oneoff(&clock, events, 1, &happened) || happened != 1;
}

static int poll_many(void) {
  u32 happened;
  return wasi_poll_oneoff(subscriptions, events, POLLED, &happened) || happened != POLLED;
}

static int ping(void) {
  u32 moved;
  return wasi_fd_write(SOCKET, &(Vector){buffer, 1}, 1, &moved) || wasi_fd_read(SOCKET, &(Vector){buffer, 1}, 1, &moved) || moved != 1;
}

static u32 fibonacci(u32 n) { return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2); }

// Counts the primes below n: short loops of loads and stores.
static u32 sieve(u32 n) {
  u32 primes = 0;
  for (u32 i = 0; i < n; i++) buffer[i] = 0;
  for (u32 i = 2; i < n; i++) {
    primes += !buffer[i];
    for (u32 j = buffer[i] ? n : 2 * i; j < n; j += i) buffer[j] = 1;
  }
  return primes;
}

static int open_close(const char *path, u32 length) {
  int fd;
  return close(open(path, length, 0, READ_WRITE, &fd), fd);
}

ROW(args_sizes_get, wasi_args_sizes_get((u32 *)stat, (u32 *)stat + 1))
ROW(clock_time_get, wasi_clock_time_get(1, 0, (u64 *)stat))
ROW(random_get_8, wasi_random_get(buffer, 8))
ROW(random_get_4096, wasi_random_get(buffer, 4096))
ROW(fd_tell, wasi_fd_tell(file, (u64 *)stat))
ROW(fd_seek, wasi_fd_seek(file, n & 1023, 0, (u64 *)stat))
ROW(fd_fdstat_get, wasi_fd_fdstat_get(file, stat))
ROW(fd_filestat_get, wasi_fd_filestat_get(file, stat))

#define SIZES(move) \
  ROW(fd_##move##_1, move(&(Vector){buffer, 1}, 1)) \
  ROW(fd_##move##_16, move(&(Vector){buffer, 16}, 1)) \
  ROW(fd_##move##_4096, move(&(Vector){buffer, 4096}, 1)) \
  ROW(fd_##move##_65536, move(&(Vector){buffer, 65536}, 1)) \
  ROW(fd_##move##_1048576, move(&(Vector){buffer, MIB}, 1)) \
  ROW(fd_##move##_4x16, four(move))
SIZES(write)
SIZES(pwrite)
SIZES(pread)

ROW(fd_pwrite_vectors, pwrite(vectors, size))
ROW(fd_pread_vectors, pread(vectors, size))
ROW(stdout, put())
ROW(path_open, open_close(PATH("f")))
ROW(path_open_deep, open_close(PATH(DEEP)))
ROW(path_filestat_get, wasi_path_filestat_get(ROOT, FOLLOW, PATH("f"), stat))
ROW(path_filestat_get_deep, wasi_path_filestat_get(ROOT, FOLLOW, PATH(DEEP), stat))
ROW(path_filestat_get_missing, wasi_path_filestat_get(ROOT, FOLLOW, PATH("missing"), stat) ^ MISSING)
ROW(path_filestat_get_nested, wasi_path_filestat_get(ROOT, FOLLOW, nested, 2 * size - 1, stat))
ROW(fd_readdir_4096, list(4096))
ROW(fd_readdir_65536, list(65536))
ROW(create, create(PATH("new")) || wasi_path_unlink_file(ROOT, PATH("new")))
ROW(rename, wasi_path_rename(ROOT, PATH("here"), ROOT, PATH("there")) || wasi_path_rename(ROOT, PATH("there"), ROOT, PATH("here")))
ROW(symlink, wasi_path_symlink(PATH("f"), ROOT, PATH("link")) || wasi_path_unlink_file(ROOT, PATH("link")))
ROW(directory, wasi_path_create_directory(ROOT, PATH("sub")) || wasi_path_remove_directory(ROOT, PATH("sub")))
ROW(poll_clock, poll_clock())
ROW(poll_many, poll_many())
ROW(ping, ping())
ROW(compute, fibonacci(depth) != 6765)
ROW(sieve, sieve(numbers) != 6542)
