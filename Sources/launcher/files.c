#include "launcher.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

long read_file(int folder, const char *name, char *buffer, unsigned long size) {
    int file = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW);
    if (file < 0) return -1;
    unsigned long length = 0;
    while (length < size) {
        ssize_t count = read(file, buffer + length, size - length);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) break;
        length += (unsigned long)count;
    }
    close(file);
    if (length >= size) return -1;
    buffer[length] = 0;
    return (long)length;
}

static void aside_name(char *aside, unsigned long size, const char *name) {
    snprintf(aside, size, "%s.%ld.tmp", name, (long)getpid());
}

bool replace_file(int folder, const char *name, const char *content, unsigned long length) {
    char aside[256];
    aside_name(aside, sizeof aside, name);
    unlinkat(folder, aside, 0);
    int file = openat(folder, aside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0) return false;
    unsigned long done = 0;
    bool good = true;
    while (good && done < length) {
        ssize_t count = write(file, content + done, length - done);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) good = false;
        else done += (unsigned long)count;
    }
    if (good && fsync(file) != 0) good = false;
    close(file);
    if (good && renameat(folder, aside, folder, name) != 0) good = false;
    if (!good) unlinkat(folder, aside, 0);
    else fsync(folder);
    return good;
}

bool replace_link(int folder, const char *name, const char *target) {
    char aside[256];
    aside_name(aside, sizeof aside, name);
    unlinkat(folder, aside, 0);
    if (symlinkat(target, folder, aside) != 0) return false;
    if (renameat(folder, aside, folder, name) != 0) {
        unlinkat(folder, aside, 0);
        return false;
    }
    fsync(folder);
    return true;
}

void fault_point(const char *name) {
#ifdef CCMUX_FAULTS
    const char *wanted = getenv("CCMUX_FAULT");
    if (wanted && strcmp(wanted, name) == 0) raise(SIGKILL);
#else
    (void)name;
#endif
}
