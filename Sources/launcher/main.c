// HOME/app/launcher [run]: counts the start, decides which bundle's daemon it is, and becomes that daemon.
//
// It lies outside of the bundles, since a program that cannot start cannot guard itself, and it never refuses a start
// for the sake of its own notes: on a full disk it starts what the link names.
#include "launcher.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#ifdef __APPLE__
#include <mach-o/dyld.h>
#endif

// The path of this program with links resolved; NULL where the system does not tell.
static char *own_path(const char *given) {
#ifdef __APPLE__
    char path[PATH_MAX];
    uint32_t size = sizeof path;
    if (_NSGetExecutablePath(path, &size) == 0) return realpath(path, NULL);
#else
    char *path = realpath("/proc/self/exe", NULL);
    if (path) return path;
#endif
    return strchr(given, '/') ? realpath(given, NULL) : NULL;
}

static int fail(const char *what, const char *advice) {
    fprintf(stderr, "ccmux: %s\n%s\n", what, advice);
    return 1;
}

static void prepare(struct place *place) {
    struct situation situation;
    look(place, &situation);
    enum action action = decide(&situation);
    if (action == ACTION_ROLL_BACK) {
        const char *reason = situation.current_runs ? "its daemon was started three times and never came to a healthy look"
                                                    : "its daemon is missing or cannot be executed";
        fprintf(stderr, "ccmux: %s does not run (%s); going back to %s\n",
                place->current[0] ? place->current : "what app/current names", reason, place->previous);
        if (roll_back(place, reason)) situation.starts = 0;
        else fprintf(stderr, "ccmux: app/current cannot be changed: %s\n", strerror(errno));
        // Where the link could not be moved, the daemon before is started all the same.
        if (!situation.current_runs) memcpy(place->current, place->previous, sizeof place->current);
    }
    if (action != ACTION_GIVE_UP) {
        count_start(place, situation.starts + 1);
        fault_point("launcher.counted");
    } else {
        place->current[0] = 0;
    }
}

int main(int argc, char **argv) {
    if (argc > 1 && strcmp(argv[1], "--check") == 0) return puts("ccmux-launcher 1") < 0;
    if (argc > 2 || (argc == 2 && strcmp(argv[1], "run") != 0)) {
        fprintf(stderr, "ccmux: the launcher starts the daemon and takes 'run' or '--check'.\n");
        return 64;
    }
    char *path = own_path(argc > 0 ? argv[0] : "");
    char *slash = path ? strrchr(path, '/') : NULL;
    if (!slash) return fail("The launcher cannot tell where it lies.", "Install again: install.sh");
    *slash = 0;
    struct place place = {.folder = open(path[0] ? path : "/", O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (place.folder < 0) return fail("The folder of the launcher cannot be read.", "Install again: install.sh");
    prepare(&place);
    if (!place.current[0]) {
        return fail("No installed ccmux can be started: app/current leads to none.", "Install again: install.sh");
    }
    char program[PATH_MAX + NAME_SIZE + 32];
    snprintf(program, sizeof program, "%s/versions/%s/bin/ccmuxd", path, place.current);
    char *arguments[] = {program, "run", NULL};
    execv(program, arguments);
    fprintf(stderr, "ccmux: %s cannot be started: %s\n", program, strerror(errno));
    return 126;
}
