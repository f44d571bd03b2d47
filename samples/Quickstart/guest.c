// The guest of this sample. It calls the store through kv.h, which 'witx bind' wrote from kv.witx, and WASI through wasi-libc.
#include <wasi/api.h>

#include "kv.h"

#define EXPORT(name) __attribute__((export_name(name)))

static const char journal[] = "every byte of this is on the disk\n";

static __wasi_filestat_t attributes;
static kv_bucket_t bucket;
static kv_contents_t totals;
static kv_size_t length;
static uint8_t value[64];

// Synchronises a descriptor and returns the errno.
EXPORT("sync") int32_t guest_sync(__wasi_fd_t fd) {
    return __wasi_fd_sync(fd);
}

// Creates a file in a directory. Returns its descriptor, or -1.
EXPORT("create") __wasi_fd_t guest_create(__wasi_fd_t directory) {
    const __wasi_rights_t rights = __WASI_RIGHTS_FD_WRITE | __WASI_RIGHTS_FD_READ;
    const __wasi_oflags_t flags = __WASI_OFLAGS_CREAT | __WASI_OFLAGS_TRUNC;
    __wasi_fd_t file;
    return __wasi_path_open(directory, 0, "journal.txt", flags, rights, 0, 0, &file) == 0 ? file : -1;
}

// Writes to a file and returns the errno.
EXPORT("write") int32_t guest_write(__wasi_fd_t file) {
    const __wasi_ciovec_t bytes = {(const uint8_t *)journal, sizeof journal - 1};
    __wasi_size_t written;
    return __wasi_fd_write(file, &bytes, 1, &written);
}

// Returns the size of a file in bytes.
EXPORT("size") uint64_t guest_size(__wasi_fd_t file) {
    return __wasi_fd_filestat_get(file, &attributes) == 0 ? attributes.size : UINT64_MAX;
}

// Opens a bucket and returns the errno.
EXPORT("open") kv_errno_t guest_open(void) {
    return kv_open("greetings", 9, &bucket);
}

// Stores a value and returns the errno.
EXPORT("put") kv_errno_t guest_put(void) {
    return kv_put(bucket, "english", 7, (const uint8_t *)"hello, host", 11);
}

// Reads the value back and returns the errno.
EXPORT("get") kv_errno_t guest_get(void) {
    return kv_get(bucket, "english", 7, value, sizeof value, &length);
}

// Reads a key that is missing and returns the errno.
EXPORT("get_missing") kv_errno_t guest_get_missing(void) {
    return kv_get(bucket, "klingon", 7, value, sizeof value, &length);
}

// Reads the totals of the bucket and returns the errno.
EXPORT("usage") kv_errno_t guest_usage(void) {
    return kv_usage(bucket, &totals);
}

EXPORT("value") const uint8_t *guest_value(void) {
    return value;
}

EXPORT("length") kv_size_t guest_length(void) {
    return length;
}

EXPORT("keys") uint32_t guest_keys(void) {
    return totals.keys;
}

EXPORT("bytes") uint64_t guest_bytes(void) {
    return totals.bytes;
}
