// Counts the words of standard input in a bucket of the host's store, and prints the bucket. kv.h is what 'witx bind' wrote from kv.witx.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kv.h"

static void check(kv_errno_t error, const char *call) {
    if (error != KV_ERRNO_SUCCESS) {
        fprintf(stderr, "%s: error %d\n", call, error);
        exit(1);
    }
}

static void count_word(kv_bucket_t bucket, const char *word) {
    uint32_t count = 0;
    kv_entry_t entry;
    kv_errno_t error = kv_get(bucket, word, strlen(word), (uint8_t *)&count, sizeof count, &entry);
    if (error != KV_ERRNO_NOT_FOUND) {
        check(error, "get");
    }

    count++;
    uint64_t version;
    check(kv_put(bucket, word, strlen(word), (const uint8_t *)&count, sizeof count, &version), "put");
}

static void print(kv_bucket_t bucket) {
    char key[64] = "";
    kv_size_t length;
    while (kv_next(bucket, key, strlen(key), (uint8_t *)key, sizeof key - 1, &length) == KV_ERRNO_SUCCESS) {
        key[length] = '\0';
        uint32_t count;
        kv_entry_t entry;
        check(kv_get(bucket, key, length, (uint8_t *)&count, sizeof count, &entry), "get");
        printf("%-10s%u, set %llu times, %u bytes\n", key, count, (unsigned long long)entry.version, entry.length);
    }
}

int main(void) {
    kv_bucket_t bucket;
    check(kv_open("words", 5, &bucket), "open");
    for (char word[64]; scanf("%63s", word) == 1;) {
        count_word(bucket, word);
    }

    print(bucket);
    check(kv_close(bucket), "close");
    return kv_close(bucket) == KV_ERRNO_BAD_BUCKET ? 0 : 1;
}
