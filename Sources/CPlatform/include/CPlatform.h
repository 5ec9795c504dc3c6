#ifndef CCMUX_CPLATFORM_H
#define CCMUX_CPLATFORM_H

#include <stdint.h>
#include <sys/types.h>

// What Swift cannot do itself: everything between fork and exec, and calls that are variadic or macros.

/// Where a child failed before it became the new program.
enum ccp_stage {
    CCP_STAGE_FORK = 1,
    CCP_STAGE_DIRECTORY = 2,
    CCP_STAGE_OUTPUT = 3,
    CCP_STAGE_EXEC = 4,
};

struct ccp_failure {
    int stage;
    int error;
};

/// Starts `path` with its own process group in `directory`.
///
/// All signals are at their defaults and unblocked in it, descriptors from 3 on are closed. With `terminal` >= 0 the
/// group becomes the foreground group of that terminal before the program starts.
/// Returns the pid, or -1 with `failure` filled in; a child that could not exec is reaped here.
pid_t ccp_spawn_job(const char *path, char *const argv[], char *const envp[], const char *directory, int terminal,
                    struct ccp_failure *failure);

/// Starts `path` in a session of its own with `/` as directory, stdin from /dev/null, stdout and stderr appended to
/// `output` (0600). It goes on when the caller ends.
pid_t ccp_spawn_detached(const char *path, char *const argv[], char *const envp[], const char *output,
                         struct ccp_failure *failure);

/// Becomes `path`, with all signals at their defaults and none blocked: the calling thread may block nearly all, as those
/// do that Swift's tasks run on, and a program keeps what it was started with. Returns only on failure, errno set.
void ccp_replace_process(const char *path, char *const argv[], char *const envp[]);

/// The uid at the other end of a Unix stream socket, or -1 with errno set.
int64_t ccp_peer_uid(int descriptor);

/// The pid at the other end of a Unix stream socket, or -1 where the system does not tell.
pid_t ccp_peer_pid(int descriptor);

/// Blocks SIGTTOU while the caller makes `group` the foreground group of `terminal`. 0, or -1 with errno set.
int ccp_set_foreground(int terminal, pid_t group);

/// Columns and rows of a terminal; 0, or -1 with errno set.
int ccp_window_size(int terminal, uint16_t *columns, uint16_t *rows);

/// A descriptor that stands for a process as long as it is open (Linux 5.3), or -1 where there is none.
int ccp_open_process(pid_t pid);

/// Sends a signal to the process of `ccp_open_process`; 0, or -1 with errno set.
int ccp_signal_process(int process, int signal);

/// Makes orphans among the caller's descendants its own children, where the system can (Linux).
void ccp_become_subreaper(void);

/// A descriptor on which each of the `count` signals arrives as one byte, its number. They no longer act otherwise.
/// One for the whole process; -1 with errno set.
int ccp_signal_pipe(const int *signals, int count);

/// Gives memory that the allocator keeps for later back to the system, where it can be told to (glibc).
void ccp_give_back_memory(void);

/// Ignores `signal` (a child spawned here gets the default again).
void ccp_ignore_signal(int signal);

/// Where `needle` (at least two bytes) first stands in `bytes`, or NULL.
const void *ccp_find(const void *bytes, size_t count, const void *needle, size_t length);

/// Where `byte` last stands in `bytes`, or NULL.
const void *ccp_find_last(const void *bytes, size_t count, uint8_t byte);

int ccp_exited(int status);
int ccp_exit_status(int status);
int ccp_signaled(int status);
int ccp_term_signal(int status);
int ccp_stopped(int status);

#endif
