// A plug-in: copies /work/document.txt to /work/result.txt, and replaces each {key} by its value in the service's catalog.
#include <stdio.h>
#include <string.h>

#include "catalog.h"

static char document[64 << 10];

// Writes the value of a key, or the key itself if the catalog does not have it. Returns 0, or an error.
static int write_value(FILE *result, const char *key, size_t length) {
    uint8_t value[256];
    catalog_size_t size;
    switch (catalog_lookup(key, length, value, sizeof value, &size)) {
    case CATALOG_ERRNO_SUCCESS:
        return fwrite(value, 1, size, result) == size ? 0 : 1;
    case CATALOG_ERRNO_NOT_FOUND:
        return fprintf(result, "{%.*s}", (int)length, key) < 0;
    default:
        return 1;
    }
}

int main(void) {
    FILE *source = fopen("/work/document.txt", "r");
    FILE *result = fopen("/work/result.txt", "w");
    if (source == NULL || result == NULL) {
        return 1;
    }

    const char *next = document;
    const char *end = document + fread(document, 1, sizeof document, source);
    while (next < end) {
        const char *open = memchr(next, '{', end - next);
        const char *close = open == NULL ? NULL : memchr(open, '}', end - open);
        if (close == NULL) {
            open = end;
        }

        fwrite(next, 1, open - next, result);
        if (close != NULL && write_value(result, open + 1, close - open - 1) != 0) {
            return 1;
        }

        next = close == NULL ? end : close + 1;
    }

    return fclose(result) == 0 && fclose(source) == 0 ? 0 : 1;
}
