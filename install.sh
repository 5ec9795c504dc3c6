#!/usr/bin/env bash
# Builds ccmux from this clone and installs it for the user who runs it. `./install.sh --help` says more.
# Runs on bash 3.2, which macOS has. Everything is in functions, so that nothing runs before all was read.
set -euo pipefail

readonly MINIMUM_SWIFT=6.2
readonly MINIMUM_TMUX=3.2

usage() {
    cat <<'END'
Usage: ./install.sh [--demo] [--prefix DIR] [--no-daemon] [--bin DIR]

Builds ccmux and installs it below ~/.ccmux/app (or $CCMUX_HOME/app), links the
command, its manual pages and completions, and starts the daemon. Running it
again is safe: it replaces what has changed and leaves the rest alone. Agents
that run are not touched.

  --demo        also start three demo sessions, which need no account, and list them
  --prefix DIR  where bin/ and share/ get their links
                (default: /usr/local as root, else ~/.local)
  --no-daemon   start no daemon, and do not restart the one that runs
  --bin DIR     install the ccmux and ccmuxd of DIR, rather than building them
  --help        this text

What is missing of tmux and SQLite is installed with apt-get (Debian, Ubuntu) or
brew (macOS). A Swift toolchain, 6.2 or newer, must be there:
https://www.swift.org/install

Exit status: 0 done, 1 failed and nothing half-installed, 64 wrong usage.
END
}

# ---- Saying what is done

step=""

begin() { step=$1; }
say() { printf '%-12s %s\n' "$step" "$*"; }
nothing() { say "$*; nothing to do"; }

# die MESSAGE [ADVICE]…
die() {
    printf 'install.sh: %s\n' "$1" >&2
    shift
    while (($#)); do
        printf '  %s\n' "$1" >&2
        shift
    done
    exit 1
}

# ---- Small tools

has() { command -v "$1" >/dev/null 2>&1; }

# at_least VERSION MINIMUM, both MAJOR.MINOR…; letters behind the numbers (3.3a) do not count.
at_least() {
    local have_major=${1%%.*} have_minor=${1#*.} want_major=${2%%.*} want_minor=${2#*.}
    have_minor=${have_minor%%[!0-9]*}
    ((have_major > want_major)) || ((have_major == want_major && ${have_minor:-0} >= want_minor))
}

# point LINK TARGET: the link changes in one step; at no moment is there none.
point() {
    local aside
    aside="$(dirname "$1")/.$(basename "$1").new"
    rm -f "$aside"
    ln -s "$2" "$aside"
    if [[ $(uname -s) == Darwin ]]; then
        mv -fh "$aside" "$1"
    else
        mv -fT "$aside" "$1"
    fi
}

# The same files, but for the note of what they were built from.
same_bundle() { diff -r -x BUILD "$1" "$2" >/dev/null 2>&1; }

# ---- Where things go

demo=no
daemon=yes
prefix=""
given_binaries=""

parse_arguments() {
    while (($#)); do
        case $1 in
            --demo) demo=yes ;;
            --no-daemon) daemon=no ;;
            --prefix | --bin)
                if (($# < 2)) || [[ -z $2 ]]; then wrong_usage "$1 needs a folder."; fi
                if [[ $1 == --prefix ]]; then prefix=$2; else given_binaries=$2; fi
                shift
                ;;
            --prefix=?*) prefix=${1#*=} ;;
            --bin=?*) given_binaries=${1#*=} ;;
            --help | -h)
                usage
                exit 0
                ;;
            *) wrong_usage "'$1' is not known." ;;
        esac
        shift
    done
    if [[ $demo == yes && $daemon == no ]]; then wrong_usage "--demo needs the daemon that --no-daemon leaves out."; fi
}

wrong_usage() {
    printf 'install.sh: %s\n  ./install.sh --help shows what can be said.\n' "$1" >&2
    exit 64
}

absolute() {
    case $1 in
        /*) printf '%s\n' "$1" ;;
        *) printf '%s/%s\n' "$PWD" "$1" ;;
    esac
}

choose_places() {
    [[ ${HOME:-} == /* ]] || die "HOME does not name an absolute path." "Set it to your home folder."
    home=${CCMUX_HOME:-$HOME/.ccmux}
    [[ $home == /* ]] || die "CCMUX_HOME is '$home', which is not an absolute path."
    home=${home%/}
    app=$home/app
    if [[ -z $prefix ]]; then
        if ((EUID == 0)); then prefix=/usr/local; else prefix=$HOME/.local; fi
    fi
    prefix=$(absolute "${prefix%/}")
    if [[ -n $given_binaries ]]; then given_binaries=$(absolute "${given_binaries%/}"); fi
    cd "$(dirname "${BASH_SOURCE[0]}")"
    version=$(sed -n 's/^package let ccmuxVersion = "\([0-9][0-9.]*\)"$/\1/p' Sources/Model/Version.swift)
    [[ -n $version ]] || die "Sources/Model/Version.swift names no version."
}

# ---- The system

installer=""

find_installer() {
    local names=""
    if [[ $(uname -s) == Darwin ]]; then
        if has brew; then installer=brew; fi
        return
    fi
    if [[ -r /etc/os-release ]]; then
        # shellcheck disable=SC1091 # a file of the system
        names=" $(. /etc/os-release && printf '%s %s' "${ID:-}" "${ID_LIKE:-}") "
    fi
    if has apt-get && [[ $names == *" debian "* || $names == *" ubuntu "* ]]; then installer=apt; fi
}

# Prints what is there: its version, or "unknown" for a build from tmux's own repository (`tmux master`).
tmux_version() {
    has tmux || return 1
    tmux -V | sed -n -e 's/^tmux [a-z-]*\([0-9][0-9.]*[a-z]*\).*/\1/p' -e 's/^tmux [a-z]*$/unknown/p'
}

tmux_suffices() {
    local found
    found=$(tmux_version) && [[ -n $found ]] || return 1
    [[ $found == unknown ]] || at_least "$found" "$MINIMUM_TMUX"
}

has_sqlite() {
    [[ $(uname -s) == Darwin || -e /usr/include/sqlite3.h || -e /usr/local/include/sqlite3.h ]]
}

require_packages() {
    local missing=()
    find_installer
    begin tmux
    if tmux_suffices; then
        nothing "$(tmux_version) is there"
    else
        missing+=(tmux)
        say "$(tmux_version || echo none) is there, $MINIMUM_TMUX or newer is needed"
    fi
    if [[ -z $given_binaries ]]; then
        begin SQLite
        if has_sqlite; then nothing "its header is there"; else missing+=(libsqlite3-dev); fi
        begin git
        if has git; then nothing "it is there"; else missing+=(git); fi
    fi
    if ((${#missing[@]} == 0)); then return; fi
    begin packages
    install_packages "${missing[@]}"
    tmux_suffices || die "This system offers tmux $(tmux_version || true); ccmux needs $MINIMUM_TMUX or newer." \
        "Install a newer one from your system's backports or from its source, then run this again."
}

install_packages() {
    local privilege=()
    case $installer in
        apt)
            if ((EUID != 0)); then
                if ! has sudo; then
                    die "Missing: $*. Installing that needs root, and there is no sudo." "As root: apt-get install $*"
                elif [[ ! -t 0 ]] && ! sudo -n true 2>/dev/null; then
                    die "Missing: $*. sudo asks for a password, and there is no terminal to ask on." \
                        "Run first: sudo apt-get install $*"
                fi
                privilege=(sudo)
            fi
            say "installing $* with apt-get"
            # A list that cannot be fetched is no reason to fail: the package may be known already.
            ${privilege[@]+"${privilege[@]}"} apt-get update -qq || say "apt-get update failed; going on without it"
            ${privilege[@]+"${privilege[@]}"} env DEBIAN_FRONTEND=noninteractive \
                apt-get install -y -qq --no-install-recommends "$@" ||
                die "apt-get could not install $*; see above." "Try: apt-get install $*"
            ;;
        brew)
            say "installing $* with brew"
            brew install "$@" || die "brew could not install $*; see above."
            ;;
        *)
            if [[ $(uname -s) == Darwin ]]; then
                die "Missing: $*. They come with Homebrew, which is not there: https://brew.sh"
            fi
            die "Missing: $*. This installer knows apt-get (Debian, Ubuntu) and brew (macOS), not this system." \
                "Install tmux $MINIMUM_TMUX or newer, git and the headers of SQLite 3 yourself, then run it again."
            ;;
    esac
}

require_swift() {
    local found folder
    begin Swift
    # swiftly puts its folder on PATH in the shell's profile, which a running shell has not read yet.
    for folder in "${SWIFTLY_BIN_DIR:-}" "$HOME/.local/share/swiftly/bin" "$HOME/.swiftly/bin"; do
        if ! has swift && [[ -n $folder && -x $folder/swift ]]; then PATH=$folder:$PATH; fi
    done
    has swift || die "There is no Swift toolchain; ccmux is built with Swift $MINIMUM_SWIFT or newer." \
        "Get it from https://www.swift.org/install (swiftly installs it without root), then run this again."
    swift_version=$(swift --version 2>/dev/null) || swift_version=""
    swift_version=${swift_version%%$'\n'*}
    found=$(printf '%s\n' "$swift_version" | sed -n 's/.*Swift version \([0-9][0-9.]*\).*/\1/p')
    [[ -n $found ]] || die "'swift --version' does not say a version." "Is the toolchain complete?"
    at_least "$found" "$MINIMUM_SWIFT" || die "Swift $found is too old; ccmux is built with $MINIMUM_SWIFT or newer." \
        "swiftly install latest, or see https://www.swift.org/install"
    nothing "$found is there"
}

# ---- Building

# What the executables are made of, in one line; empty where that cannot be told, which means: build.
fingerprint() {
    local sources=(Package.swift Sources LICENSE)
    if ! git rev-parse --verify --quiet HEAD >/dev/null 2>&1; then return; fi
    if [[ -n $(git status --porcelain -- "${sources[@]}" 2>/dev/null) ]]; then return; fi
    printf '%s %s\n' "$(git ls-tree HEAD -- "${sources[@]}" | git hash-object --stdin)" "$swift_version"
}

works() { [[ $("$1/ccmux" version 2>/dev/null) == "ccmux $version" && -x $1/ccmuxd ]]; }

build() {
    local flags=(-c release) product
    if [[ $(uname -s) != Darwin ]]; then flags+=(--static-swift-stdlib); fi
    begin build
    if [[ -n $given_binaries ]]; then
        binaries=$given_binaries
        [[ -x $binaries/ccmux && -x $binaries/ccmuxd ]] || die "$binaries does not hold ccmux and ccmuxd."
        nothing "the executables of $binaries are taken"
        return
    fi
    stamp=$(fingerprint)
    if [[ -n $stamp && -r $app/current/BUILD && $(<"$app/current/BUILD") == "$stamp" ]] && works "$app/current/bin"; then
        binaries=$app/current/bin
        nothing "ccmux $version of these sources is installed"
        return
    fi
    say "building ccmux $version (the first time takes some minutes)"
    for product in ccmux ccmuxd; do
        swift build "${flags[@]}" --product "$product" || die "ccmux was not built; nothing was changed."
    done
    binaries=$(swift build "${flags[@]}" --show-bin-path)
}

# ---- The bundle

staging=""
lock=""

clean_up() {
    if [[ -z $lock ]]; then return; fi
    if [[ -n $staging ]]; then rm -rf "$staging"; fi
    remove_leftovers
    rm -rf "$lock"
}

# The number of an installation that was killed may be another process's by now.
is_installer() { kill -0 "$1" 2>/dev/null && { ! has ps || [[ $(ps -o args= -p "$1") == *install.sh* ]]; }; }

# One installation at a time in a home; the folder of one that was killed is taken over.
take_lock() {
    local holder
    if ! mkdir "$app/.installing" 2>/dev/null; then
        holder=$(cat "$app/.installing/pid" 2>/dev/null || true)
        if [[ -n $holder ]] && is_installer "$holder"; then
            die "Another installation into $app is running (pid $holder)." "Wait for it, then run this again."
        fi
    fi
    lock=$app/.installing
    echo $$ >"$lock/pid"
}

stage_bundle() {
    local shell
    staging=$(mktemp -d "$app/versions/.new.XXXXXX")
    mkdir -p "$staging/bin" "$staging/share/man/man1" "$staging/share/completions"
    cp "$binaries/ccmux" "$binaries/ccmuxd" "$staging/bin/"
    works "$staging/bin" || die "The executable in $binaries does not say that it is ccmux $version."
    cp LICENSE "$staging/"
    cp -r share/agents "$staging/share/"
    for shell in bash zsh fish; do
        "$staging/bin/ccmux" completions "$shell" >"$staging/share/completions/ccmux.$shell"
    done
    "$staging/bin/ccmux" _man "$staging/share/man/man1" >/dev/null
    printf '%s\n' "$stamp" >"$staging/BUILD"
    find "$staging" -type d -exec chmod 700 {} +
    find "$staging" -type f -exec chmod 600 {} +
    chmod 700 "$staging"/bin/*
}

# What an installation that was cut off may have left; never what `current` names.
remove_leftovers() {
    local path name
    rm -f "$app"/.current.new "$app"/.previous.new
    for path in "$app"/versions/.new.* "$app"/versions/.bridge.*; do
        name=versions/$(basename "$path")
        if [[ -d $path && $(readlink "$app/current" || true) != "$name" ]]; then
            rm -rf "$path"
        fi
    done
}

# Moves the new bundle into its place. `current` names a whole bundle at every moment: where this version is
# there already in another build, it points to a copy while the two change places. Programs that run from the
# replaced build keep their file, since it is moved and not deleted.
swap_bundle() {
    local target=$app/versions/$version former bridge=""
    former=$(readlink "$app/current" || true)
    trap '' HUP INT TERM
    if [[ -d $target ]]; then
        bridge=$app/versions/.bridge.$$
        cp -R "$staging" "$bridge"
        if [[ $former == "versions/$version" ]]; then point "$app/current" "versions/$(basename "$bridge")"; fi
        rm -rf "$target-replaced"
        mv "$target" "$target-replaced"
        if [[ $former == "versions/$version" ]]; then former=versions/$version-replaced; fi
    fi
    mv "$staging" "$target"
    staging=""
    point "$app/current" "versions/$version"
    if [[ $former == versions/[0-9]* && $former != "versions/$version" && -d $app/$former ]]; then
        point "$app/previous" "$former"
    fi
    trap_signals
}

installed_new=no

install_bundle() {
    begin bundle
    if [[ $binaries == "$app/current/bin" ]]; then
        nothing "$app/current is $version"
        return
    fi
    mkdir -p "$app/versions" || die "$app cannot be written." "Is the disk full or the home read-only?"
    chmod 700 "$home" "$app" "$app/versions"
    take_lock
    stage_bundle
    if [[ $(readlink "$app/current" || true) == "versions/$version" ]] && same_bundle "$staging" "$app/current"; then
        mv -f "$staging/BUILD" "$app/current/BUILD"
        nothing "the same build of $version is installed"
        return
    fi
    swap_bundle
    installed_new=yes
    say "installed $app/versions/$version"
}

# ---- Links outside the home

links_made=0

# Somebody else's file or link is never replaced.
refuse_foreign() {
    local there
    if [[ -L $1 ]]; then
        there=$(readlink "$1")
        if [[ $there == */app/current/* ]]; then return; fi
        die "$1 is a link to $there, which is not ours; it was left alone." "Remove it, or choose another --prefix."
    elif [[ -e $1 ]]; then
        die "$1 is there and not ours; it was left alone." "Remove it, or choose another --prefix."
    fi
}

# link PATH TARGET
link() {
    if [[ $(readlink "$1" || true) == "$2" ]]; then return; fi
    refuse_foreign "$1"
    point "$1" "$2"
    links_made=$((links_made + 1))
}

install_links() {
    local page share=$prefix/share current=$app/current
    begin links
    # Others may use these folders; the home's own mode does not apply to them.
    (umask 022 && mkdir -p "$prefix/bin" "$share/man/man1" "$share/bash-completion/completions" \
        "$share/zsh/site-functions" "$share/fish/vendor_completions.d") ||
        die "The folders bin and share below $prefix cannot be made." "Choose another one with --prefix."
    link "$prefix/bin/ccmux" "$current/bin/ccmux"
    link "$share/bash-completion/completions/ccmux" "$current/share/completions/ccmux.bash"
    link "$share/zsh/site-functions/_ccmux" "$current/share/completions/ccmux.zsh"
    link "$share/fish/vendor_completions.d/ccmux.fish" "$current/share/completions/ccmux.fish"
    for page in "$current"/share/man/man1/*.1; do
        link "$share/man/man1/$(basename "$page")" "$page"
    done
    # Pages that an older version had and this one has not.
    for page in "$share"/man/man1/ccmux*.1; do
        if [[ -L $page && ! -e $page && $(readlink "$page") == "$current"/* ]]; then rm -f "$page"; fi
    done
    if ((links_made)); then
        say "ccmux, its manual pages and completions are linked below $prefix"
    else
        nothing "everything is linked below $prefix"
    fi
}

explain_path() {
    local line="export PATH=\"$prefix/bin:\$PATH\"" file
    case ":$PATH:" in
        *":$prefix/bin:"*) return ;;
    esac
    case $(basename "${SHELL:-sh}") in
        zsh) file=.zshrc ;;
        fish) file=.config/fish/config.fish line="fish_add_path $prefix/bin" ;;
        bash) file=.bashrc ;;
        *) file=.profile ;;
    esac
    begin PATH
    say "$prefix/bin is not on your PATH; add this line to ~/$file and open a new shell:"
    say "  $line"
}

# ---- Configuration and daemon

write_configuration() {
    begin config
    if [[ -e $home/config.toml ]]; then
        nothing "$home/config.toml is there"
    else
        "$app/current/bin/ccmuxd" config init >/dev/null ||
            die "config.toml was not written; ccmux itself is installed."
        say "wrote $home/config.toml, with every key and its default"
    fi
}

# The pid of the daemon that runs, or nothing.
daemon_pid() {
    "$app/current/bin/ccmux" daemon status --json 2>/dev/null | tr -d ' \n' | sed -n 's/.*"pid":\([0-9]*\).*/\1/p'
}

# Whether the process runs another executable than the installed one.
is_outdated() {
    local running
    if running=$(readlink "/proc/$1/exe" 2>/dev/null); then
        [[ $running != "$(cd -P "$app/current/bin" && pwd -P)/ccmuxd" ]]
    else
        [[ $installed_new == yes ]]
    fi
}

start_daemon() {
    local pid action=start
    begin daemon
    if [[ $daemon == no ]]; then
        say "not started, as you asked"
        return
    fi
    pid=$(daemon_pid) || pid=""
    if [[ -n $pid ]]; then
        if ! is_outdated "$pid"; then
            nothing "it runs (pid $pid)"
            return
        fi
        action=restart
        say "restarting it with the new build; the agents go on"
    fi
    "$app/current/bin/ccmux" daemon "$action" ||
        die "The daemon did not start; ccmux is installed." "'ccmux doctor' says what is wrong."
    say "it runs (pid $(daemon_pid))"
}

start_demo() {
    local tries=0
    begin demo
    "$app/current/bin/ccmux" demo
    # A list in which all three still start would show little; ten seconds are enough for any machine.
    while ((tries < 50)) && [[ $("$app/current/bin/ccmux" list --json | tr -d ' \n') == *'"process":"starting"'* ]]; do
        sleep 0.2
        tries=$((tries + 1))
    done
    "$app/current/bin/ccmux" list
}

# ---- All of it

trap_signals() {
    trap 'exit 129' HUP
    trap 'exit 130' INT
    trap 'exit 143' TERM
}

main() {
    parse_arguments "$@"
    choose_places
    trap clean_up EXIT
    trap_signals
    stamp=""
    binaries=""
    # Before minutes of building, not after.
    refuse_foreign "$prefix/bin/ccmux"
    if [[ -z $given_binaries ]]; then require_swift; fi
    require_packages
    build
    umask 077
    install_bundle
    install_links
    write_configuration
    start_daemon
    if [[ $demo == yes ]]; then start_demo; fi
    explain_path
    if [[ -n ${CCMUX_HOME:-} ]]; then
        begin home
        say "ccmux looks in $home only where CCMUX_HOME names it: set it in your shell's profile as well"
    fi
}

main "$@"
