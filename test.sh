#!/usr/bin/env bash
# Checks everything that can be checked on this machine. `./test.sh --help` says more.
set -uo pipefail

usage() {
    cat <<'END'
Usage: ./test.sh [--full | --quick | --filter REGEX]

Layout and scripts, a build without warnings, all tests (unit, integration on
private tmux servers, end-to-end with the built programs and, where they can be
had, real agents), an installation into a private home, the release tools, and a
short soak. Ends within 45 minutes on two cores. Neither ~/.ccmux nor your tmux
server is touched.

  --full          also a release build, the soak of ten minutes with fifty
                  sessions, and the benchmarks
  --quick         no end-to-end tests, no installation, no soak
  --filter REGEX  only the tests whose name matches: TARGET.SUITE/TEST
  --help          this text

Missing tmux, SQLite headers, shellcheck and python3 are installed with apt-get
when run as root; else what cannot run for want of one is counted as skipped.

The last line is `N passed, N failed`: each test counts, and each other step.
Exit status: 0 nothing failed, 1 something did, 64 wrong usage.
END
}

full=no
quick=no
filter=""

wrong_usage() {
    printf 'test.sh: %s\n  ./test.sh --help shows what can be said.\n' "$1" >&2
    exit 64
}

while (($#)); do
    case $1 in
        --full) full=yes ;;
        --quick) quick=yes ;;
        --filter)
            if (($# < 2)); then wrong_usage "--filter needs a regular expression."; fi
            filter=$2
            shift
            ;;
        --filter=?*) filter=${1#*=} ;;
        --help | -h)
            usage
            exit 0
            ;;
        *) wrong_usage "'$1' is not known." ;;
    esac
    shift
done
if [[ $full == yes && ($quick == yes || -n $filter) ]]; then wrong_usage "--full goes with nothing else."; fi

cd "$(dirname "${BASH_SOURCE[0]}")" || exit 1
root=$PWD
export LANG=${LANG:-C.UTF-8}

# ---- A world of its own

# Below /tmp, since the path of a socket may have about a hundred bytes.
world=$(mktemp -d /tmp/ccmux-test.XXXXXX) || exit 1
for name in $(compgen -e | grep -E '^CCMUX_'); do unset "$name"; done
export CCMUX_HOME=$world/ccmux
mkdir -m 700 "$CCMUX_HOME"
# The daemon makes an environment of its own for tmux: a folder for sockets that is named here would hold for us alone.
unset TMUX TMUX_PANE TMUX_TMPDIR

# The processes that were started in this world and are still there: their environment or arguments name its folder.
inhabitants() {
    local folder
    for folder in /proc/[0-9]*; do
        if grep -qzF "$world/" "$folder/environ" "$folder/cmdline" 2>/dev/null; then echo "${folder#/proc/}"; fi
    done
}

leave() {
    local pid
    # The loop itself is a child of this shell, which was started before that world was.
    for pid in $(inhabitants); do kill -KILL "$pid" 2>/dev/null; done
    rm -rf "$world"
}
trap leave EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# ---- Steps

passed=0
failed=0
skipped=0
table=()

# enter_row RESULT SECONDS NAME [NOTE]
enter_row() { table+=("$(printf '%-8s %6s s  %-22s %s' "$1" "$2" "$3" "${4:-}")"); }

# step NAME FUNCTION [ARGUMENT]…: runs it and counts it. A function may set `note`, and returns 77 after setting it
# to say that the step could not run here.
note=""
step() {
    local name=$1 begin=$SECONDS status
    shift
    note=""
    printf '\n==> %s\n' "$name"
    "$@"
    status=$?
    case $status in
        0)
            passed=$((passed + 1))
            enter_row passed $((SECONDS - begin)) "$name" "$note"
            ;;
        77)
            skipped=$((skipped + 1))
            echo "skipped: $note"
            enter_row SKIPPED $((SECONDS - begin)) "$name" "$note"
            ;;
        *)
            failed=$((failed + 1))
            enter_row FAILED $((SECONDS - begin)) "$name" "${note:-status $status}"
            ;;
    esac
    return "$status"
}

# limit MINUTES COMMAND…: nothing may hang for ever. Where there is no timeout(1), as on macOS, it runs unlimited.
limit() {
    local minutes=$1
    shift
    if command -v timeout >/dev/null; then
        timeout --foreground --kill-after=10 "${minutes}m" "$@"
    else
        "$@"
    fi
}

# ---- What is needed

packages() {
    local missing=() name
    command -v tmux >/dev/null || missing+=(tmux)
    command -v python3 >/dev/null || missing+=(python3)
    command -v shellcheck >/dev/null || missing+=(shellcheck)
    if [[ $(uname -s) == Linux && ! -e /usr/include/sqlite3.h ]]; then missing+=(libsqlite3-dev); fi
    if ((${#missing[@]} == 0)); then return; fi
    if command -v apt-get >/dev/null && ((EUID == 0)); then
        echo "installing ${missing[*]} with apt-get"
        apt-get update -qq
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
    fi
    for name in "${missing[@]}"; do
        # Without shellcheck one step is skipped; without the others nothing can be tested.
        if [[ $name == libsqlite3-dev ]]; then
            [[ -e /usr/include/sqlite3.h ]] || note="libsqlite3-dev is missing"
        elif [[ $name != shellcheck ]]; then
            command -v "$name" >/dev/null || note="$name is missing"
        fi
    done
    [[ -z $note ]]
}

# ---- Layout and scripts

layout() { swift format lint --strict --recursive --parallel Sources Tests Package.swift; }

# scripts LANGUAGE: the files of the repository whose first line names it.
scripts() {
    local file
    git ls-files --cached --others --exclude-standard | while IFS= read -r file; do
        if [[ -f $file ]] && head -n 1 "$file" | LC_ALL=C grep -qE "^#!.*[/ ]$1[0-9.]*( |\$)"; then
            printf '%s\0' "$file"
        fi
    done
}

shell_scripts() {
    if ! command -v shellcheck >/dev/null; then
        note="shellcheck is missing"
        return 77
    fi
    scripts '(ba|da)?sh' | xargs -0 shellcheck
}

python_scripts() {
    # Compiled in memory, so that no __pycache__ is left in the tree.
    scripts python | xargs -0 python3 -W error -c '
import sys
for path in sys.argv[1:]:
    with open(path, "rb") as file:
        compile(file.read(), path, "exec")
print(len(sys.argv) - 1, "scripts")'
}

# ---- Build

# Warnings of dependencies are theirs; one of ours is a failure.
build() {
    local log=$world/build.log file
    swift build --build-tests 2>&1 | tee "$log" || return 2
    if grep -F -e "$root/Sources/" -e "$root/Tests/" "$log" | grep -E ': warning: ' | sort -u >"$world/warnings"; then
        # A file that compiled is not compiled again, and would be silent the next time.
        cut -d: -f1 "$world/warnings" | sort -u | while IFS= read -r file; do touch "$file"; done
        note="$(wc -l <"$world/warnings" | tr -d ' ') warnings"
        printf '\nOur own warnings:\n'
        cat "$world/warnings"
        return 1
    fi
}

# ---- Tests

# Prints how many passed, failed and were skipped, by the reports in this world; the names of those that failed too.
count_tests() {
    python3 - "$world" <<'END'
import glob, sys, xml.etree.ElementTree as tree
cases = [case for path in glob.glob(sys.argv[1] + "/tests*.xml") for case in tree.parse(path).iter("testcase")]
bad = [case for case in cases if case.find("failure") is not None or case.find("error") is not None]
left = [case for case in cases if case.find("skipped") is not None]
print(len(cases) - len(bad) - len(left), len(bad), len(left))
for case in bad:
    print(f"  failed: {case.get('classname')} {case.get('name')}", file=sys.stderr)
END
}

# Runs `swift test` with the arguments given; its tests are counted one by one, from the report that it writes.
tests() {
    local name=$1 begin=$SECONDS status counts
    shift
    printf '\n==> %s\n' "$name"
    rm -f "$world"/tests*.xml
    CCMUX_BIN_DIR=$binaries limit 25 swift test --skip-build --parallel --xunit-output "$world/tests.xml" "$@"
    status=$?
    counts=$(count_tests) || counts="0 0 0"
    read -r good bad left <<<"$counts"
    # A crash, a hang or a filter that matches nothing leaves no failed test behind, and is one failure itself.
    note="$good passed, $bad failed, $left skipped"
    if ((status != 0 && bad == 0)); then
        bad=1
        note="ended with status $status"
    elif ((good + bad == 0)); then
        bad=1
        note="no test ran"
    fi
    passed=$((passed + good))
    failed=$((failed + bad))
    skipped=$((skipped + left))
    enter_row "$( ((bad)) && echo FAILED || echo passed)" $((SECONDS - begin)) "$name" "$note"
}

# A process for each room: tests that wait in blocking calls would starve those of another, and a test that expects its
# own process to end watches all children there are.
each_room() {
    local folder room
    for folder in Tests/*Tests; do
        room=${folder##*/}
        if [[ $quick == yes && $room == EndToEndTests ]]; then continue; fi
        tests "$room" --filter "^$room\\."
    done
}

# ---- The whole

# Installs into a private home, with links and a tmux server of its own; the third time must find nothing to do.
installation() {
    local into=$world/install words=(--prefix "$world/install/links") home=$world/install/home third part
    if (($#)); then words+=(--bin "$1"); fi
    mkdir -p "$into"
    CCMUX_HOME=$home ./install.sh "${words[@]}" --no-daemon || return 1
    CCMUX_HOME=$home "$into/links/bin/ccmux" config set tmux.socket "$into/tmux" || return 1
    CCMUX_HOME=$home ./install.sh "${words[@]}" --demo || return 1
    third=$(CCMUX_HOME=$home ./install.sh "${words[@]}") || return 1
    CCMUX_HOME=$home "$into/links/bin/ccmux" demo --stop || return 1
    CCMUX_HOME=$home "$into/links/bin/ccmux" daemon stop || return 1
    tmux -S "$into/tmux" kill-server
    printf '\nThe third time:\n%s\n' "$third"
    for part in build bundle links config daemon; do
        if ! grep -qE "^$part .*; nothing to do\$" <<<"$third"; then
            note="the third run did something about: $part"
            return 1
        fi
    done
}

# install.sh with releases, good ones and bad ones.
releases() {
    local program
    for program in curl openssl; do
        if ! command -v "$program" >/dev/null; then
            note="$program is missing"
            return 77
        fi
    done
    limit 10 Tests/Lab/installs --kills 12
}

# The tools in release/, on a copy of this repository, with the executables given.
release_tools() {
    if ! command -v openssl >/dev/null || ! command -v git >/dev/null; then
        note="openssl or git is missing"
        return 77
    fi
    limit 10 Tests/Lab/release --bin "$1"
}

# soak SESSIONS SECONDS EXECUTABLE
soak() {
    if [[ $(uname -s) != Linux ]]; then
        note="it reads /proc"
        return 77
    fi
    limit 20 Tests/Lab/soak --ccmux "$3" --sessions "$1" --seconds "$2" --seed 1
}

# states EXECUTABLE: what the demo agent does and what is said of it.
states() { limit 10 Tests/Lab/status-report --ccmux "$1" --agents demo --sessions 3 --minutes 1; }

fleet() {
    if [[ $(uname -s) != Linux ]]; then
        note="it reads /proc"
        return 77
    fi
    limit 30 Benchmarks/fleet --bin "$1"
}

# Tests and programs end what they started: nothing of this world may be alive when they are through.
leftovers() {
    local tries=0 pids
    if [[ ! -d /proc/self ]]; then
        note="it reads /proc"
        return 77
    fi
    pids=$(inhabitants)
    while [[ -n $pids ]] && ((tries < 50)); do
        sleep 0.2
        tries=$((tries + 1))
        pids=$(inhabitants)
    done
    if [[ -z $pids ]]; then return; fi
    note="$(wc -w <<<"$pids" | tr -d ' ') processes"
    ps -o pid=,ppid=,args= -p "$(tr '\n' ',' <<<"$pids" | sed 's/,$//')"
    return 1
}

everything() {
    step "packages" packages || return
    if [[ -z $filter ]]; then
        step "layout" layout
        step "shell scripts" shell_scripts
        step "python scripts" python_scripts
    fi
    # Warnings are a failure, but no reason to learn nothing else.
    step "build" build
    if (($? == 2)); then return; fi
    binaries=$(swift build --show-bin-path)
    if [[ -n $filter ]]; then
        tests "tests" --filter "$filter"
        return
    fi
    each_room
    if [[ $quick == yes ]]; then
        step "leftovers" leftovers
        return
    fi
    step "installation" installation "$binaries"
    step "releases" releases
    step "release tools" release_tools "$binaries"
    step "short soak" soak 8 30 "$binaries/ccmux"
    step "states" states "$binaries/ccmux"
    step "leftovers" leftovers
    if [[ $full == yes ]]; then
        rm -rf "$world/install"
        step "release installation" installation || return
        step "long soak" soak 50 600 "$world/install/home/app/current/bin/ccmux"
        step "benchmarks" fleet "$world/install/home/app/current/bin"
    fi
}

binaries=""
if ! command -v swift >/dev/null; then
    echo "test.sh: there is no Swift toolchain; see https://www.swift.org/install" >&2
    exit 1
fi
# The commit that is tested; empty where the tree is none.
commit_here() { if [[ -z $(git status --porcelain 2>&1) ]]; then git rev-parse HEAD 2>/dev/null; fi; }

# What release/publish asks for: that all of it passed for that very commit.
note_commit() {
    rm -f .build/tested
    if ((failed)) || [[ $quick == yes || -n $filter || -z $commit || $(commit_here) != "$commit" ]]; then return; fi
    echo "$commit passed" >.build/tested
}

commit=$(commit_here)
everything
note_commit
printf '\n'
printf '%s\n' "${table[@]}"
if ((skipped)); then printf '%s skipped, see above\n' "$skipped"; fi
printf '%s passed, %s failed\n' "$passed" "$failed"
((failed == 0))
