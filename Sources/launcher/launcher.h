// The boot guard: starts the installed daemon, and goes back to the bundle before when it cannot begin.
#ifndef CCMUX_LAUNCHER_H
#define CCMUX_LAUNCHER_H

#include <stdbool.h>

// A bundle's name is that of its folder below versions/: the version, and for one of this machine's own making `+N`.
enum { NAME_SIZE = 65 };

// Starts without a healthy sweep after which the next one is of the bundle before.
enum { STARTS_ALLOWED = 3 };

// What is known before a start.
struct situation {
    bool current_runs;       // the link leads to a bundle with an executable daemon
    bool previous_runs;      // so does the other
    bool previous_is_other;  // they are not the same bundle
    bool previous_is_barred; // it is in quarantine
    long starts;             // of the current bundle, in a row, without a healthy sweep
};

enum action { ACTION_RUN, ACTION_ROLL_BACK, ACTION_GIVE_UP };

// What is done: a function of the situation alone.
enum action decide(const struct situation *situation);

// The folder `app` and what stands in it.
struct place {
    int folder;
    char current[NAME_SIZE];  // empty where the link is missing or leads elsewhere
    char previous[NAME_SIZE];
};

// Reads links, counts and the quarantine.
void look(struct place *place, struct situation *situation);

// Counts a start of the current bundle.
void count_start(const struct place *place, long starts);

// Writes what happens into the quarantine and for the events, then moves the link; false where it could not.
bool roll_back(struct place *place, const char *reason);

// Files, in files.c. All are relative to a folder's descriptor.

// Reads at most size - 1 bytes and ends them with a NUL; -1 where there is no such file or it is larger.
long read_file(int folder, const char *name, char *buffer, unsigned long size);

// Replaces a file whole: written aside, fsynced, renamed.
bool replace_file(int folder, const char *name, const char *content, unsigned long length);

// Makes a link lead elsewhere in one step.
bool replace_link(int folder, const char *name, const char *target);

// For tests of debug builds: the end of everything at this step, as a power cut would have it.
void fault_point(const char *name);

#endif
