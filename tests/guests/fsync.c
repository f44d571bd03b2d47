// Calls fsync on a file that it wrote and on the directory of the file, and prints the results.
// Arguments: the directory to work in.
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char *name(int error)
{
    switch (error)
    {
        case 0: return "0";
        case EISDIR: return "EISDIR";
        default: return strerror(error);
    }
}

static int synchronise(int fd)
{
    return fsync(fd) == 0 ? 0 : errno;
}

int main(int argc, char **argv)
{
    if (argc != 2)
    {
        fprintf(stderr, "usage: fsync DIRECTORY\n");
        return 2;
    }

    const char *directory = argv[1];
    char path[256];
    snprintf(path, sizeof path, "%s/written.txt", directory);

    int file = open(path, O_CREAT | O_TRUNC | O_RDWR, 0644);
    if (file < 0 || write(file, "durable\n", 8) != 8)
    {
        perror(path);
        return 1;
    }

    int parent = open(directory, O_RDONLY | O_DIRECTORY);
    if (parent < 0)
    {
        perror(directory);
        return 1;
    }

    int of_file = synchronise(file);
    int of_directory = synchronise(parent);
    printf("file %s\ndirectory %s\n", name(of_file), name(of_directory));
    close(parent);
    close(file);
    return of_file == 0 && of_directory == EISDIR ? 0 : 1;
}
