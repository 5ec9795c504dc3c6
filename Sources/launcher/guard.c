#include "launcher.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { QUARANTINE_SIZE = 256 * 1024 };

enum action decide(const struct situation *situation) {
    bool can_go_back = situation->previous_runs && situation->previous_is_other;
    // A barred bundle is still better than none at all.
    if (!situation->current_runs) return can_go_back ? ACTION_ROLL_BACK : ACTION_GIVE_UP;
    if (situation->starts >= STARTS_ALLOWED && can_go_back && !situation->previous_is_barred) return ACTION_ROLL_BACK;
    return ACTION_RUN;
}

// The bundle that a link names: `versions/NAME`, and NAME of letters, digits, '.', '-' and '+'.
static void read_link(int folder, const char *link, char *name) {
    static const char parent[] = "versions/";
    char target[256];
    name[0] = 0;
    ssize_t length = readlinkat(folder, link, target, sizeof target - 1);
    if (length < 0 || (unsigned long)length >= sizeof target - 1) return;
    target[length] = 0;
    if (strncmp(target, parent, sizeof parent - 1) != 0) return;
    const char *rest = target + sizeof parent - 1;
    unsigned long size = strlen(rest);
    if (size == 0 || size >= NAME_SIZE || rest[0] == '.') return;
    for (const char *c = rest; *c; c++) {
        bool letter = (*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z');
        if (!letter && !(*c >= '0' && *c <= '9') && *c != '.' && *c != '-' && *c != '+') return;
    }
    memcpy(name, rest, size + 1);
}

static bool runs(int folder, const char *name) {
    char path[256];
    struct stat status;
    if (!name[0]) return false;
    snprintf(path, sizeof path, "versions/%s/bin/ccmuxd", name);
    return fstatat(folder, path, &status, 0) == 0 && S_ISREG(status.st_mode) && status.st_size > 0
        && faccessat(folder, path, X_OK, 0) == 0;
}

// Whether the quarantine has the version; what cannot be read bars nothing.
static bool is_barred(int folder, const char *name) {
    char *text = malloc(QUARANTINE_SIZE);
    if (!text) return false;
    char member[NAME_SIZE + 32];
    snprintf(member, sizeof member, "\"version\":\"%s\"", name);
    bool found = read_file(folder, "quarantine.json", text, QUARANTINE_SIZE) > 0 && strstr(text, member);
    free(text);
    return found;
}

static long read_starts(const struct place *place) {
    char text[128], name[NAME_SIZE];
    long count = 0;
    if (read_file(place->folder, "starts", text, sizeof text) <= 0) return 0;
    if (sscanf(text, "%64s %ld", name, &count) != 2 || strcmp(name, place->current) != 0) return 0;
    return count < 0 || count > 1000000 ? 0 : count;
}

void look(struct place *place, struct situation *situation) {
    read_link(place->folder, "current", place->current);
    read_link(place->folder, "previous", place->previous);
    situation->current_runs = runs(place->folder, place->current);
    situation->previous_runs = runs(place->folder, place->previous);
    situation->previous_is_other = strcmp(place->current, place->previous) != 0;
    situation->previous_is_barred = place->previous[0] && is_barred(place->folder, place->previous);
    situation->starts = read_starts(place);
}

void count_start(const struct place *place, long starts) {
    char text[128];
    int length = snprintf(text, sizeof text, "%s %ld\n", place->current, starts);
    replace_file(place->folder, "starts", text, (unsigned long)length);
}

static void now_text(char *text, unsigned long size) {
    time_t now = time(NULL);
    struct tm parts;
    if (!gmtime_r(&now, &parts) || strftime(text, size, "%Y-%m-%dT%H:%M:%SZ", &parts) == 0) text[0] = 0;
}

// Adds the version to the list, once. A list that cannot be read is put aside and begun anew.
static bool bar(int folder, const char *name, const char *reason) {
    if (is_barred(folder, name)) return true;
    char *text = malloc(QUARANTINE_SIZE + 1024);
    if (!text) return false;
    long length = read_file(folder, "quarantine.json", text, QUARANTINE_SIZE);
    while (length > 0 && strchr(" \t\r\n", text[length - 1])) length--;
    bool is_list = length >= 2 && text[0] == '[' && text[length - 1] == ']';
    if (!is_list) {
        if (length >= 0) renameat(folder, "quarantine.json", folder, "quarantine.json.damaged");
        length = 1;
        text[0] = '[';
    } else {
        length--;
        while (length > 1 && strchr(" \t\r\n", text[length - 1])) length--;
    }
    char moment[32];
    now_text(moment, sizeof moment);
    length += snprintf(
        text + length, 1024, "%s{\"at\":\"%s\",\"reason\":\"%s\",\"sha256\":\"\",\"version\":\"%s\"}]\n",
        length > 1 ? "," : "", moment, reason, name);
    bool good = replace_file(folder, "quarantine.json", text, (unsigned long)length);
    free(text);
    return good;
}

// For the daemon, which makes an event of it. The name tells the occasion, so that a second try writes no second one.
static void note(const struct place *place, const char *reason) {
    char path[256], text[1024], moment[32];
    now_text(moment, sizeof moment);
    if (mkdirat(place->folder, "notes", 0700) != 0 && errno != EEXIST) return;
    snprintf(path, sizeof path, "notes/guard-%s.json", place->current);
    int length = snprintf(
        text, sizeof text,
        "{\"at\":\"%s\",\"data\":{\"by\":\"launcher\",\"from\":\"%s\",\"reason\":\"%s\",\"to\":\"%s\"},"
        "\"kind\":\"update.rolledBack\"}\n",
        moment, place->current, reason, place->previous);
    replace_file(place->folder, path, text, (unsigned long)length);
}

bool roll_back(struct place *place, const char *reason) {
    char target[NAME_SIZE + 16];
    if (place->current[0]) {
        bar(place->folder, place->current, reason);
        fault_point("launcher.barred");
        note(place, reason);
        fault_point("launcher.noted");
    }
    snprintf(target, sizeof target, "versions/%s", place->previous);
    if (!replace_link(place->folder, "current", target)) return false;
    fault_point("launcher.linked");
    memcpy(place->current, place->previous, sizeof place->current);
    unlinkat(place->folder, "trial", 0);
    return true;
}
