#define _GNU_SOURCE
#include "CPlatform.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef __linux__
#include <malloc.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#else
#include <sys/un.h>
#endif

int64_t ccp_peer_uid(int descriptor) {
#ifdef __linux__
    struct ucred credentials;
    socklen_t length = sizeof credentials;
    if (getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &credentials, &length) != 0) return -1;
    return credentials.uid;
#else
    uid_t uid;
    gid_t gid;
    if (getpeereid(descriptor, &uid, &gid) != 0) return -1;
    return uid;
#endif
}

pid_t ccp_peer_pid(int descriptor) {
#ifdef __linux__
    struct ucred credentials;
    socklen_t length = sizeof credentials;
    if (getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &credentials, &length) != 0) return -1;
    return credentials.pid;
#else
    pid_t pid;
    socklen_t length = sizeof pid;
    if (getsockopt(descriptor, SOL_LOCAL, LOCAL_PEERPID, &pid, &length) != 0) return -1;
    return pid;
#endif
}

int ccp_set_foreground(int terminal, pid_t group) {
    sigset_t block, before;
    sigemptyset(&block);
    sigaddset(&block, SIGTTOU);
    sigprocmask(SIG_BLOCK, &block, &before);
    int result = tcsetpgrp(terminal, group);
    sigprocmask(SIG_SETMASK, &before, NULL);
    return result;
}

int ccp_window_size(int terminal, uint16_t *columns, uint16_t *rows) {
    struct winsize size;
    if (ioctl(terminal, TIOCGWINSZ, &size) != 0) return -1;
    *columns = size.ws_col;
    *rows = size.ws_row;
    return 0;
}

int ccp_open_process(pid_t pid) {
#if defined(__linux__) && defined(SYS_pidfd_open)
    return (int)syscall(SYS_pidfd_open, pid, 0);
#else
    (void)pid;
    errno = ENOSYS;
    return -1;
#endif
}

int ccp_signal_process(int process, int signal) {
#if defined(__linux__) && defined(SYS_pidfd_send_signal)
    return (int)syscall(SYS_pidfd_send_signal, process, signal, NULL, 0);
#else
    (void)process;
    (void)signal;
    errno = ENOSYS;
    return -1;
#endif
}

void ccp_become_subreaper(void) {
#ifdef __linux__
    prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
#endif
}

static int signal_pipe_end = -1;

static void write_signal(int number) {
    int saved = errno;
    unsigned char byte = (unsigned char)number;
    // A full pipe holds enough to wake the reader.
    ssize_t ignored = write(signal_pipe_end, &byte, 1);
    (void)ignored;
    errno = saved;
}

int ccp_signal_pipe(const int *signals, int count) {
    int ends[2];
    if (pipe(ends) != 0) return -1;
    for (int i = 0; i < 2; i++) {
        fcntl(ends[i], F_SETFD, FD_CLOEXEC);
        fcntl(ends[i], F_SETFL, O_NONBLOCK);
    }
    signal_pipe_end = ends[1];
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = write_signal;
    action.sa_flags = SA_RESTART;
    sigfillset(&action.sa_mask);
    for (int i = 0; i < count; i++) sigaction(signals[i], &action, NULL);
    return ends[0];
}

void ccp_ignore_signal(int number) { signal(number, SIG_IGN); }

int ccp_exited(int status) { return WIFEXITED(status); }
int ccp_exit_status(int status) { return WEXITSTATUS(status); }
int ccp_signaled(int status) { return WIFSIGNALED(status); }
int ccp_term_signal(int status) { return WTERMSIG(status); }
int ccp_stopped(int status) { return WIFSTOPPED(status); }

void ccp_give_back_memory(void) {
#ifdef __GLIBC__
    malloc_trim(0);
#endif
}
