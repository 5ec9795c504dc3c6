#define _GNU_SOURCE
#include "CPlatform.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef __linux__
#include <linux/close_range.h>
#include <sys/syscall.h>
#endif

// Between fork and exec only async-signal-safe calls are made.

static void close_from(int first, int keep) {
#if defined(__linux__) && defined(SYS_close_range)
    if ((keep <= first || syscall(SYS_close_range, first, keep - 1, 0) == 0) &&
        syscall(SYS_close_range, keep >= first ? keep + 1 : first, ~0U, 0) == 0)
        return;
#endif
    long limit = sysconf(_SC_OPEN_MAX);
    if (limit < 0 || limit > 65536) limit = 65536;
    for (int fd = first; fd < limit; fd++)
        if (fd != keep) close(fd);
}

static void default_signals(void) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = SIG_DFL;
    for (int number = 1; number < NSIG; number++)
        if (number != SIGKILL && number != SIGSTOP) sigaction(number, &action, NULL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

static void fail(int report, int stage) {
    struct ccp_failure failure = {stage, errno};
    ssize_t ignored = write(report, &failure, sizeof failure);
    (void)ignored;
    _exit(127);
}

static int report_pipe(int ends[2]) {
#ifdef __linux__
    // In one step: a child that another thread starts in between would hold the pipe open.
    return pipe2(ends, O_CLOEXEC);
#else
    if (pipe(ends) != 0) return -1;
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    return 0;
#endif
}

/// Waits until the child has become the program or has said why not.
static pid_t outcome(pid_t child, int ends[2], struct ccp_failure *failure) {
    close(ends[1]);
    ssize_t got;
    do {
        got = read(ends[0], failure, sizeof *failure);
    } while (got < 0 && errno == EINTR);
    close(ends[0]);
    if (got <= 0) return child;
    while (waitpid(child, NULL, 0) < 0 && errno == EINTR) {
    }
    return -1;
}

static pid_t begin(int ends[2], struct ccp_failure *failure, sigset_t *before) {
    failure->stage = CCP_STAGE_FORK;
    if (report_pipe(ends) != 0) {
        failure->error = errno;
        return -1;
    }
    // No handler of ours may run in the child.
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, before);
    pid_t child = fork();
    if (child < 0) {
        failure->error = errno;
        close(ends[0]);
        close(ends[1]);
    }
    if (child != 0) sigprocmask(SIG_SETMASK, before, NULL);
    return child;
}

pid_t ccp_spawn_job(const char *path, char *const argv[], char *const envp[], const char *directory, int terminal,
                    struct ccp_failure *failure) {
    int ends[2];
    sigset_t before;
    pid_t child = begin(ends, failure, &before);
    if (child < 0) return -1;
    if (child == 0) {
        setpgid(0, 0);
        // Every signal is still blocked here, SIGTTOU too, so that a background group may do this.
        if (terminal >= 0) tcsetpgrp(terminal, getpid());
        default_signals();
        if (chdir(directory) != 0) fail(ends[1], CCP_STAGE_DIRECTORY);
        close_from(3, ends[1]);
        execve(path, argv, envp);
        fail(ends[1], CCP_STAGE_EXEC);
    }
    // Also from here, so that the group exists whoever of the two comes first.
    setpgid(child, child);
    return outcome(child, ends, failure);
}

pid_t ccp_spawn_detached(const char *path, char *const argv[], char *const envp[], const char *output,
                         struct ccp_failure *failure) {
    int ends[2];
    sigset_t before;
    pid_t child = begin(ends, failure, &before);
    if (child < 0) return -1;
    if (child == 0) {
        setsid();
        default_signals();
        if (chdir("/") != 0) fail(ends[1], CCP_STAGE_DIRECTORY);
        int in = open("/dev/null", O_RDONLY);
        int out = open(output, O_WRONLY | O_CREAT | O_APPEND, 0600);
        if (in < 0 || out < 0) fail(ends[1], CCP_STAGE_OUTPUT);
        // ends[1] may itself be one of 0 to 2 where the caller had closed those.
        int report = fcntl(ends[1], F_DUPFD_CLOEXEC, 3);
        if (report < 0 || dup2(in, 0) < 0 || dup2(out, 1) < 0 || dup2(out, 2) < 0) fail(ends[1], CCP_STAGE_OUTPUT);
        close_from(3, report);
        execve(path, argv, envp);
        fail(report, CCP_STAGE_EXEC);
    }
    return outcome(child, ends, failure);
}

void ccp_replace_process(const char *path, char *const argv[], char *const envp[]) {
    default_signals();
    execve(path, argv, envp);
}
