#!/usr/bin/env bash
# Installs ccmux for the user who runs it: the latest release, or, called in a clone, what it builds of the sources
# there. `install.sh --help` says more.
# shellcheck disable=SC2292 # what release/verify-manifest shares with this is written for sh
# Runs on bash 3.2, which macOS has. Everything is in functions, so that nothing runs before all was read.
set -euo pipefail

readonly MINIMUM_SWIFT=6.2
readonly MINIMUM_TMUX=3.2
readonly MINIMUM_GLIBC=2.35
# Where releases are, unless --release-url or the configuration says otherwise; empty while the project has no place.
readonly RELEASE_URL=""
# The public keys that releases are signed with: those of Sources/Updates/PinnedKeys.swift.
readonly RELEASE_KEYS="439b33446a08d85c45db2c26eb6c0aebcf25cfd63be1e7f2bcce062a6207ef55"

usage() {
    cat <<'END'
Usage: install.sh [OPTION]…            in a clone: builds it and installs that
       curl -fsSL URL/latest/download/install.sh | bash [-s -- OPTION…]

Installs ccmux below ~/.ccmux/app (or $CCMUX_HOME/app), links the command, its
manual pages and completions, and has the daemon run, by systemd or launchd where
they are there. Running it again is safe: it brings the latest release (or what
the clone is now), replaces what has changed and leaves the rest alone. Agents
that run are not touched.

  --demo           also start three demo sessions, which need no account
  --prefix DIR     where bin/ and share/ get their links
                   (default: /usr/local as root, else ~/.local)
  --release-url U  install the latest release from U (https), keep U, and have
                   ccmux update itself from there (autoUpdate = true)
  --version X.Y.Z  that release, rather than the latest
  --no-service     the daemon is no service: it starts with the first command
  --no-daemon      start no daemon, and do not restart the one that runs
  --bin DIR        install the ccmux and ccmuxd of DIR, rather than building them
  --uninstall      remove the program, its links and its service; your data stay
  --purge          with --uninstall: end the sessions and remove the data as well
  --help           this text

A release is installed only if one of the project's keys has signed it (this needs
openssl 3). What is missing of tmux, SQLite and the like is installed with apt-get
(Debian, Ubuntu) or brew (macOS). To build, a Swift toolchain, 6.2 or newer, must
be there: https://www.swift.org/install

CCMUX_RC_PREFIX, where it is set, is kept in the configuration: it stands before
the names of sessions in remote control.

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
        if [[ -n $1 ]]; then printf '  %s\n' "$1" >&2; fi
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
service=yes
prefix=""
given_binaries=""
given_url=""
wanted=""
task=install
purge=no

parse_arguments() {
    while (($#)); do
        case $1 in
            --demo) demo=yes ;;
            --no-daemon) daemon=no ;;
            --no-service) service=no ;;
            --uninstall) task=uninstall ;;
            --purge) purge=yes ;;
            --prefix | --bin | --release-url | --version)
                if (($# < 2)) || [[ -z $2 ]]; then wrong_usage "$1 needs a value."; fi
                take "$1" "$2"
                shift
                ;;
            --prefix=?* | --bin=?* | --release-url=?* | --version=?*) take "${1%%=*}" "${1#*=}" ;;
            --help | -h)
                usage
                exit 0
                ;;
            *) wrong_usage "'$1' is not known." ;;
        esac
        shift
    done
    if [[ $demo == yes && $daemon == no ]]; then wrong_usage "--demo needs the daemon that --no-daemon leaves out."; fi
    if [[ $purge == yes && $task == install ]]; then wrong_usage "--purge goes with --uninstall."; fi
    if [[ -n $given_binaries && -n $given_url$wanted ]]; then wrong_usage "--bin is no release."; fi
    wanted=${wanted#v}
    if [[ -n $wanted && ! $wanted =~ ^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?$ ]]; then
        wrong_usage "'$wanted' is no version; one looks like 1.2.3."
    fi
}

# take OPTION VALUE
take() {
    case $1 in
        --prefix) prefix=$2 ;;
        --bin) given_binaries=$2 ;;
        --release-url) given_url=${2%/} ;;
        --version) wanted=$2 ;;
    esac
}

wrong_usage() {
    printf 'install.sh: %s\n  install.sh --help shows what can be said.\n' "$1" >&2
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
    choose_source
}

# What is installed: a release, or what is made of the clone that this script lies in.
choose_source() {
    local script=${BASH_SOURCE[0]:-} folder=""
    if [[ -n $script && -f $script ]]; then folder=$(cd "$(dirname "$script")" && pwd -P); fi
    if [[ -n $given_url$wanted || -z $folder || ! -f $folder/Sources/Model/Version.swift ]]; then
        origin=release
        return
    fi
    origin=clone
    cd "$folder"
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

# has_library FILE: whether the loader finds that shared library.
has_library() {
    local folder
    if [[ $(PATH=$PATH:/sbin:/usr/sbin ldconfig -p 2>/dev/null) == *"$1 "* ]]; then return; fi
    for folder in /lib /usr/lib /usr/local/lib /lib64 /usr/lib64 /usr/lib/*-linux-gnu; do
        if [[ -e $folder/$1 ]]; then return; fi
    done
    return 1
}

# What a release's executables need of the system, apart from tmux.
require_runtime() {
    local found
    begin system
    has curl || missing+=(curl)
    if ! { has tar && has gzip && has awk; }; then die "tar, gzip and awk are needed, and not all are there."; fi
    if ! find_openssl >/dev/null; then missing+=("$([[ $installer == brew ]] && echo openssl@3 || echo openssl)"); fi
    if [[ $(uname -s) == Darwin ]]; then return; fi
    found=$(getconf GNU_LIBC_VERSION 2>/dev/null | sed -n 's/^glibc \([0-9.]*\)$/\1/p') || found=""
    [[ -n $found ]] || die "This system has no glibc; releases of ccmux need $MINIMUM_GLIBC or newer." \
        "A clone can be built where Swift runs: https://www.swift.org/install"
    at_least "$found" "$MINIMUM_GLIBC" || die "This system's glibc is $found; releases need $MINIMUM_GLIBC or newer." \
        "Debian 12, Ubuntu 22.04 and their successors have it."
    has_library libstdc++.so.6 || missing+=(libstdc++6)
    has_library libsqlite3.so.0 || missing+=(libsqlite3-0)
    if ((${#missing[@]} == 0)); then nothing "glibc $found, libstdc++, libsqlite3, curl and openssl are there"; fi
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
    if [[ $origin == release ]]; then
        require_runtime
    elif [[ -z $given_binaries ]]; then
        begin SQLite
        if has_sqlite; then nothing "its header is there"; else missing+=(libsqlite3-dev); fi
        begin git
        if has git; then nothing "it is there"; else missing+=(git); fi
    fi
    if ((${#missing[@]} == 0)); then return; fi
    begin packages
    install_packages "${missing[@]}"
    if [[ $origin == release ]] && ! find_openssl >/dev/null; then
        die "openssl 3 or newer is needed to verify a release's signature, and this system offers none."
    fi
    tmux_suffices || die "This system offers tmux $(tmux_version || true); ccmux needs $MINIMUM_TMUX or newer." \
        "Install a newer one from your system's backports or from its source, then run this again."
}

# Whether somebody can be asked: the script itself may come over standard input.
has_terminal() { [[ -t 0 ]] || { : </dev/tty; } 2>/dev/null; }

install_packages() {
    local privilege=()
    case $installer in
        apt)
            if ((EUID != 0)); then
                if ! has sudo; then
                    die "Missing: $*. Installing that needs root, and there is no sudo." "As root: apt-get install $*"
                elif ! has_terminal && ! sudo -n true 2>/dev/null; then
                    die "Missing: $*. sudo asks for a password, and there is no terminal to ask on." \
                        "Run first: sudo apt-get install $*"
                fi
                privilege=(sudo)
            fi
            say "installing $* with apt-get"
            # A list that cannot be fetched is no reason to fail: the package may be known already.
            ${privilege[@]+"${privilege[@]}"} apt-get update -qq || say "apt-get update failed; going on without it"
            ${privilege[@]+"${privilege[@]}"} env DEBIAN_FRONTEND=noninteractive \
                apt-get install -y -qq --no-install-recommends "$@" </dev/null ||
                die "apt-get could not install $*; see above." "Try: apt-get install $*"
            ;;
        brew)
            say "installing $* with brew"
            brew install "$@" </dev/null || die "brew could not install $*; see above."
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
    local flags=(-c release) product products=(ccmux ccmuxd)
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
    if grep -q '"ccmux-launcher"' Package.swift; then products+=(ccmux-launcher); fi
    for product in "${products[@]}"; do
        swift build "${flags[@]}" --product "$product" || die "ccmux was not built; nothing was changed."
    done
    binaries=$(swift build "${flags[@]}" --show-bin-path)
}

# ---- The bundle

staging=""
scratch=""
lock=""

clean_up() {
    if [[ -z $lock ]]; then return; fi
    if [[ -n $staging ]]; then rm -rf "$staging"; fi
    if [[ -n $scratch ]]; then rm -rf "$scratch"; fi
    remove_leftovers
    rm -rf "$lock"
    # A first installation that failed leaves nothing behind; what holds something stays.
    if [[ ! -e $app/current ]]; then rm -f "$app/update.lock"; fi
    rmdir "$app/versions" "$app" "$home" 2>/dev/null || true
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
    # What `ccmux update` holds while it works.
    if has flock; then
        exec 9>>"$app/update.lock"
        flock -n 9 || die "An update of ccmux is running." "Wait for it, then run this again."
    fi
}

stage_bundle() {
    local shell
    staging=$(mktemp -d "$app/versions/.new.XXXXXX")
    mkdir -p "$staging/bin" "$staging/share/man/man1" "$staging/share/completions"
    cp "$binaries/ccmux" "$binaries/ccmuxd" "$staging/bin/"
    if [[ -x $binaries/ccmux-launcher ]]; then cp "$binaries/ccmux-launcher" "$staging/bin/"; fi
    works "$staging/bin" || die "The executable in $binaries does not say that it is ccmux $version."
    cp LICENSE "$staging/"
    cp -r share/agents systemd launchd "$staging/share/"
    for shell in bash zsh fish; do
        "$staging/bin/ccmux" completions "$shell" >"$staging/share/completions/ccmux.$shell"
    done
    "$staging/bin/ccmux" _man "$staging/share/man/man1" >/dev/null
    printf '%s\n' "$stamp" >"$staging/BUILD"
    restrict "$staging"
}

# restrict FOLDER: it, and all that is in it, is the user's alone.
restrict() {
    find "$1" -type d -exec chmod 700 {} +
    find "$1" -type f -exec chmod 600 {} +
    chmod 700 "$1"/bin/*
}

# What an installation that was cut off may have left; never what `current` names.
remove_leftovers() {
    local path name
    rm -f "$app"/.current.new "$app"/.previous.new "$app"/.launcher.new
    rm -rf "$app"/.fetch.*
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
    prepare_home
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

prepare_home() {
    mkdir -p "$app/versions" || die "$app cannot be written." "Is the disk full or the home read-only?"
    chmod 700 "$home" "$app" "$app/versions"
    take_lock
}

# The launcher lies outside of the versions: it goes back to the one before where one cannot start.
install_launcher() {
    local fresh=$app/current/bin/ccmux-launcher
    begin launcher
    if [[ ! -x $fresh ]]; then return; fi
    if cmp -s "$fresh" "$app/launcher"; then
        nothing "it is there"
        return
    fi
    cp "$fresh" "$app/.launcher.new"
    chmod 700 "$app/.launcher.new"
    mv -f "$app/.launcher.new" "$app/launcher"
    say "installed $app/launcher"
}

# ---- A release

# manifest-functions begin: install.sh has these lines too, to the letter. POSIX sh.

# Prints the openssl to use: 3 or newer, since older ones and LibreSSL do not verify Ed25519 here.
find_openssl() {
    for openssl in openssl /opt/homebrew/opt/openssl@3/bin/openssl /usr/local/opt/openssl@3/bin/openssl; do
        case $("$openssl" version 2>/dev/null || true) in
            "OpenSSL "[3-9]* | "OpenSSL "[1-9][0-9]*)
                printf '%s\n' "$openssl"
                return 0
                ;;
        esac
    done
    return 1
}

# bytes_of HEX: the bytes themselves, on standard output.
bytes_of() {
    # shellcheck disable=SC2059 # the format is made of escapes for digits alone
    printf "$(printf '%s\n' "$1" | awk '{
        for (i = 1; i < length($0); i += 2)
            printf "\\%03o", 16 * (index("0123456789abcdef", substr($0, i, 1)) - 1) \
                + index("0123456789abcdef", substr($0, i + 1, 1)) - 1
    }')"
}

# ed25519_verifies OPENSSL KEY SIGNATURE FILE FOLDER: both in hexadecimal; FOLDER is for files of its own.
ed25519_verifies() {
    bytes_of "302a300506032b6570032100$2" >"$5/key.der"
    bytes_of "$3" >"$5/signature"
    "$1" pkeyutl -verify -pubin -inkey "$5/key.der" -keyform DER -rawin -in "$4" -sigfile "$5/signature" \
        >/dev/null 2>&1
}

# What a manifest is, without its signature, as one regular expression (ERE): each value has one spelling.
manifest_form() {
    version='(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?'
    rotation='\{"key":"[0-9a-f]{64}","signature":"[0-9a-f]{128}"\}'
    url='(https://[0-9A-Za-z][0-9A-Za-z._~+=:/-]*[0-9A-Za-z]|([0-9A-Za-z._~+=-][0-9A-Za-z._~+=/-]*)?[0-9A-Za-z])'
    platform='"[0-9a-z_]{1,16}-[0-9a-z_]{1,16}":\{"sha256":"[0-9a-f]{64}","size":[1-9][0-9]{0,9},"url":"'$url'"\}'
    printf '%s' '^\{"channel":"[0-9a-z-]{1,32}","date":"[0-9]{4}-[0-9]{2}-[0-9]{2}",' \
        '"keys":\[('"$rotation(,$rotation)*"')?\],"minimum":"'"$version"'",' \
        '"notes":"([^"\]|\\["\bfnrt]|\\u00[01][0-9a-f])*",' \
        '"platforms":\{'"$platform(,$platform)*"'\},"schema":1,"version":"'"$version"'"\}$'
}

# manifest_verify OPENSSL FILE KEYS FOLDER: whether FILE is signed by one of KEYS (hexadecimal, between blanks), or by
# one that these vouch for, and has the right form. Then what was signed is in FOLDER/manifest, and nothing but that
# is to be read. Else the reason is in FOLDER/reason.
manifest_verify() {
    rm -f "$4/manifest"
    printf 'is not a single line of at most 256 KiB of text\n' >"$4/reason"
    [ "$(wc -c <"$2")" -le 262144 ] || return 1
    [ "$(wc -l <"$2")" -eq 1 ] && [ "$(tail -c 1 "$2" | od -An -tx1 | tr -d ' \n')" = 0a ] || return 1
    [ "$(LC_ALL=C tr -d '\000-\011\013-\037' <"$2" | wc -c)" -eq "$(wc -c <"$2")" ] || return 1
    printf 'is not signed, or its signature has another form\n' >"$4/reason"
    [ "$(LC_ALL=C grep -o '"signature":{' "$2" | wc -l)" -eq 1 ] || return 1
    signature='"schema":1,"signature":{"key":"\([0-9a-f]\{64\}\)","value":"\([0-9a-f]\{128\}\)"},"version":'
    signer=$(LC_ALL=C sed -n "s/.*$signature.*/\\1/p" "$2")
    value=$(LC_ALL=C sed -n "s/.*$signature.*/\\2/p" "$2")
    [ -n "$signer" ] && [ -n "$value" ] || return 1
    LC_ALL=C sed 's/"signature":{[^}]*},//' "$2" | tr -d '\n' >"$4/content"
    printf 'is signed by a key that is not trusted\n' >"$4/reason"
    trusted=" $3 "
    for rotation in $(LC_ALL=C grep -o '{"key":"[0-9a-f]\{64\}","signature":"[0-9a-f]\{128\}"}' "$4/content" | head -n 16); do
        new=${rotation#'{"key":"'}
        new=${new%%'"'*}
        voucher=${rotation##*'":"'}
        voucher=${voucher%%'"'*}
        printf 'ccmux key %s' "$new" >"$4/vouched"
        for old in $trusted; do
            if ed25519_verifies "$1" "$old" "$voucher" "$4/vouched" "$4"; then
                trusted="$trusted$new "
                break
            fi
        done
    done
    case $trusted in
        *" $signer "*) ;;
        *) return 1 ;;
    esac
    printf 'does not have the signature that belongs to it: it was altered\n' >"$4/reason"
    ed25519_verifies "$1" "$signer" "$value" "$4/content" "$4" || return 1
    printf 'has another form than this installer knows\n' >"$4/reason"
    { cat "$4/content" && echo; } | LC_ALL=C grep -qE "$(manifest_form)" || return 1
    mv "$4/content" "$4/manifest"
}

# manifest_version FOLDER, after manifest_verify.
manifest_version() { { cat "$1/manifest" && echo; } | LC_ALL=C sed -n 's/.*,"version":"\([^"]*\)"}$/\1/p'; }

# manifest_asset FOLDER PLATFORM: sha256, size and url between blanks; nothing where the platform has none.
manifest_asset() {
    { cat "$1/manifest" && echo; } |
        LC_ALL=C sed -n 's/.*"'"$2"'":{"sha256":"\([^"]*\)","size":\([0-9]*\),"url":"\([^"]*\)"}.*/\1 \2 \3/p'
}

# manifest_url MANIFEST-URL URL: an asset's url, absolute, by the URL that the manifest was asked for at.
manifest_url() {
    case $2 in
        https://*)
            printf '%s\n' "$2"
            return
            ;;
    esac
    folder=${1%/*}
    path=$2
    while [ "$path" != "${path#../}" ]; do
        path=${path#../}
        folder=${folder%/*}
    done
    printf '%s/%s\n' "$folder" "$path"
}

# manifest-functions end

# The platform as releases name it.
platform() {
    case $(uname -s)-$(uname -m) in
        Linux-x86_64 | Linux-amd64) echo linux-x86_64 ;;
        Linux-aarch64 | Linux-arm64) echo linux-aarch64 ;;
        Darwin-arm64) echo macos-arm64 ;;
        *) die "There are releases for Linux (x86_64, aarch64) and macOS (arm64), not for $(uname -s) on $(uname -m)." \
            "A clone can be built where Swift runs: https://www.swift.org/install" ;;
    esac
}

# stored KEY: what the configuration says; nothing where there is none yet.
stored() {
    if [[ ! -x $app/current/bin/ccmuxd ]]; then return; fi
    "$app/current/bin/ccmuxd" config get "$1" 2>/dev/null | sed -e 's/^"//' -e 's/"$//'
}

is_loopback() { [[ $1 =~ ^http://(127\.0\.0\.1|localhost|\[::1\])(:[0-9]+)?/ ]]; }

choose_url() {
    url=$given_url
    if [[ -z $url ]]; then url=$(stored updateURL) || url=""; fi
    url=${url:-$RELEASE_URL}
    url=${url%/}
    [[ -n $url ]] || die "This installer does not know where releases are." "Say so: --release-url URL"
    keys=$RELEASE_KEYS
    if [[ $url == file:///* ]] || is_loopback "$url/"; then
        # For trials on one machine.
        keys=${CCMUX_RELEASE_KEYS:-$keys}
    elif [[ $url != https://?* ]]; then
        die "'$url' is not https; releases come over nothing else."
    fi
    [[ $url != *[[:space:]\"\'\\\`\$]* ]] || die "'$url' is no URL."
    channel=$(stored updateChannel) || channel=""
    channel=${channel:-stable}
    [[ $channel =~ ^[0-9a-z-]+$ ]] || die "The channel '$channel' has no name that a release can have."
}

# fetch URL FILE LIMIT SECONDS: at most LIMIT bytes; redirects lead from https to https only.
fetch() {
    local protocol=(--proto "=https" --proto-redir "=https" --location --max-redirs 5 --tlsv1.2)
    if [[ $1 == file:///* ]]; then protocol=(--proto "=file"); fi
    if is_loopback "$1"; then protocol=(--proto "=http" --max-redirs 0); fi
    # Where the server does not say how much it sends, head ends it.
    curl --fail --silent --show-error "${protocol[@]}" --connect-timeout 20 --max-time "$4" \
        --speed-limit 1000 --speed-time 30 --max-filesize "$3" -- "$1" 2>"$scratch/curl" </dev/null |
        head -c "$(($3 + 1))" >"$2" || return 1
    (($(wc -c <"$2") <= $3))
}

fetched_reason() {
    if [[ -s $scratch/curl ]]; then
        head -n 1 "$scratch/curl" | LC_ALL=C tr -cd '[:print:]' | cut -c1-200
    else
        echo "Is it longer than the manifest says, or the disk full?"
    fi
}

sha256() { if has sha256sum; then sha256sum <"$1"; else shasum -a 256 <"$1"; fi | cut -d' ' -f1; }

# Finds out what to install: version, and where its bundle is.
find_release() {
    local manifest_at asset
    begin release
    choose_url
    scratch=$(mktemp -d "$app/.fetch.XXXXXX")
    if [[ -n $wanted ]]; then
        manifest_at=$url/download/v$wanted/release.json
    elif [[ $channel == stable ]]; then
        manifest_at=$url/latest/download/release.json
    else
        manifest_at=$url/channels/$channel/release.json
    fi
    fetch "$manifest_at" "$scratch/release.json" 262144 60 ||
        die "$manifest_at cannot be had." "$(fetched_reason)"
    manifest_verify "$(find_openssl)" "$scratch/release.json" "$keys" "$scratch" ||
        die "$manifest_at $(cat "$scratch/reason")." "Nothing of it was run, and nothing was changed."
    version=$(manifest_version "$scratch")
    if [[ -n $wanted && $version != "$wanted" ]]; then
        die "$manifest_at is of $version, not of $wanted; nothing was changed."
    fi
    asset=$(manifest_asset "$scratch" "$(platform)")
    [[ -n $asset ]] || die "ccmux $version has no bundle for $(platform)." "--version names another release."
    bundle_sha256=${asset%% *}
    bundle_url=$(manifest_url "$manifest_at" "${asset##* }")
    bundle_size=${asset#* }
    bundle_size=${bundle_size%% *}
    say "ccmux $version of $url is signed by a key of the project"
}

# older A B: whether the version A comes before B. One that ends in -SOMETHING comes before the same without.
older() {
    local IFS=. left right part
    # shellcheck disable=SC2206 # split at the dots
    left=(${1%%-*}) right=(${2%%-*})
    for part in 0 1 2; do
        if ((10#${left[part]} != 10#${right[part]})); then
            ((10#${left[part]} < 10#${right[part]}))
            return
        fi
    done
    [[ $1 == *-* && $2 != *-* ]]
}

installed_version() { readlink "$app/current" 2>/dev/null | sed -n 's,^versions/\([0-9][0-9A-Za-z.-]*\)$,\1,p'; }

# Fetches the bundle and unpacks it aside, checked in every way before anything of it is run.
stage_release() {
    local archive=$scratch/bundle.tar.gz entry whole=yes
    begin bundle
    say "fetching $bundle_url ($((bundle_size / 1048576)) MiB)"
    fetch "$bundle_url" "$archive" "$bundle_size" 3600 || die "$bundle_url cannot be had whole." "$(fetched_reason)"
    (($(wc -c <"$archive") == bundle_size)) || die "$bundle_url is not as long as the manifest says."
    [[ $(sha256 "$archive") == "$bundle_sha256" ]] || die "$bundle_url is not what the manifest says: another sha256."
    # What has the project's signature is trusted; a mistake in making it must not write all over the home even so.
    gzip -dc "$archive" 2>/dev/null | head -c 1073741825 >"$scratch/bundle.tar" || whole=no
    (($(wc -c <"$scratch/bundle.tar") <= 1073741824)) || die "$bundle_url unpacks to more than 1 GiB."
    [[ $whole == yes ]] || die "$bundle_url is no whole archive, or the disk is full."
    rm -f "$archive"
    tar -tf "$scratch/bundle.tar" >"$scratch/names" 2>/dev/null || die "$bundle_url is no whole archive."
    while IFS= read -r entry; do
        case /$entry/ in
            //* | */../* | *\\*) die "$bundle_url holds the path '$entry', which leads out of the bundle." ;;
        esac
    done <"$scratch/names"
    # The first letter of a long listing: files and folders only, no links and no devices.
    tar -tvf "$scratch/bundle.tar" 2>/dev/null | cut -c1 >"$scratch/kinds" || die "$bundle_url is no whole archive."
    if grep -qv '[-d]' "$scratch/kinds"; then
        die "$bundle_url holds something that is neither a file nor a folder."
    fi
    staging=$(mktemp -d "$app/versions/.new.XXXXXX")
    tar -xf "$scratch/bundle.tar" -C "$staging" --no-same-owner 2>/dev/null ||
        die "$bundle_url cannot be unpacked." "Is the disk full?"
    rm -f "$scratch/bundle.tar"
    unwrap
    [[ -f $staging/bin/ccmux && -f $staging/bin/ccmuxd ]] || die "$bundle_url does not hold ccmux and ccmuxd."
    restrict "$staging"
    works "$staging/bin" || die "The ccmux of $bundle_url does not say that it is $version." \
        "$("$staging/bin/ccmux" version 2>&1 </dev/null | head -n 1 | cut -c1-200)"
}

# Everything may be in one folder of the archive.
unwrap() {
    local folder
    if [[ -d $staging/bin ]]; then return; fi
    for folder in "$staging"/*/; do
        if [[ -d $folder/bin ]]; then
            mv "$folder" "$staging.inner"
            rm -rf "$staging"
            mv "$staging.inner" "$staging"
            return
        fi
    done
}

install_release() {
    local there
    prepare_home
    find_release
    there=$(installed_version) || there=""
    if [[ -n $there && -z $wanted ]] && older "$version" "$there"; then
        nothing "ccmux $there is installed, and newer than $version"
        version=$there
        return
    fi
    # A version is never published twice.
    if [[ $there == "$version" ]] && works "$app/current/bin"; then
        begin bundle
        nothing "$app/current is $version"
        return
    fi
    stage_release
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

# keep KEY VALUE: in the configuration.
keep() {
    if [[ $(stored "$1") == "$2" ]]; then return; fi
    "$app/current/bin/ccmuxd" config set "$1" "$2" >/dev/null || die "The setting $1 was not kept; ccmux is installed."
    say "$1 = $2"
}

keep_settings() {
    begin settings
    if [[ -n ${CCMUX_RC_PREFIX:-} ]]; then keep agents.remoteControlPrefix "$CCMUX_RC_PREFIX"; fi
    if [[ -n $given_url ]]; then
        keep updateURL "$given_url"
        keep autoUpdate true
    fi
}

# ---- The service

# Where there is no init system to have the daemon run, or this is not the user's usual home, commands start it.
wants_service() {
    [[ $service == yes && $daemon == yes && $home == "$HOME/.ccmux" ]] || return 1
    if [[ $(uname -s) == Darwin ]]; then return 0; fi
    [[ -d /run/systemd/system && -d ${XDG_RUNTIME_DIR:-/run/user/$EUID}/systemd ]]
}

has_service() { "$app/current/bin/ccmux" service status >/dev/null 2>&1; }

install_service() {
    local before=""
    begin service
    if ! wants_service; then
        if [[ $service == yes && $daemon == yes && -d /run/systemd/system && $home == "$HOME/.ccmux" ]]; then
            say "your user has no systemd running: the daemon starts with the first command after a boot."
            say "  To have it run from boot on: sudo loginctl enable-linger $(id -un), then ccmux install-service"
        fi
        return
    fi
    if has_service; then before=yes; fi
    if ! "$app/current/bin/ccmux" install-service >"$app/.service.out" 2>&1 </dev/null; then
        say "it was not installed: $(head -n 1 "$app/.service.out" | cut -c1-300)"
    elif [[ -n $before ]]; then
        nothing "it is installed"
    else
        say "installed; 'ccmux service status' shows it, --no-service leaves it out"
    fi
    if [[ $(uname -s) != Darwin && ! -e /var/lib/systemd/linger/$(id -un) ]]; then
        say "To have it run from boot on, without a login: sudo loginctl enable-linger $(id -un)"
    fi
    rm -f "$app/.service.out"
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

# ---- Away with it

remove_links() {
    local path share=$prefix/share count=0
    for path in "$prefix/bin/ccmux" "$share/bash-completion/completions/ccmux" "$share/zsh/site-functions/_ccmux" \
        "$share/fish/vendor_completions.d/ccmux.fish" "$share"/man/man1/ccmux*.1; do
        # Somebody else's stay.
        if [[ -L $path && $(readlink "$path") == "$app"/current/* ]]; then
            rm -f "$path"
            count=$((count + 1))
        fi
    done
    begin links
    if ((count)); then say "removed $count links below $prefix"; else nothing "there are none below $prefix"; fi
}

end_sessions() {
    local names
    begin sessions
    names=$("$app/current/bin/ccmux" list --json 2>/dev/null | tr -d ' \n' |
        grep -oE '"name":"[A-Za-z0-9._-]+"' | cut -d'"' -f4) || names=""
    if [[ -z $names ]]; then
        nothing "there are none"
        return
    fi
    # shellcheck disable=SC2086 # names of sessions hold no blanks
    "$app/current/bin/ccmux" stop $names </dev/null >/dev/null || die "Not all sessions could be ended; nothing was removed."
    say "ended"
}

uninstall() {
    local ccmux=$app/current/bin/ccmux
    if [[ ! -e $home ]]; then
        begin home
        nothing "there is no $home"
        remove_links
        return
    fi
    if [[ $purge == yes && ! -e $home/config.toml && ! -d $app ]]; then
        die "$home does not look like a home of ccmux; it was left alone."
    fi
    if [[ -d $app ]]; then take_lock; fi
    if [[ -x $ccmux ]]; then
        if [[ $purge == yes ]]; then end_sessions; fi
        begin service
        if has_service; then
            "$ccmux" uninstall-service --stop </dev/null || die "The service was not removed; nothing else was."
        else
            nothing "none is installed"
        fi
        begin daemon
        CCMUX_NO_AUTOSTART=1 "$ccmux" daemon stop </dev/null || die "The daemon was not stopped; nothing else was removed."
    fi
    remove_links
    begin program
    # First the link: what is half removed must not look installed.
    rm -f "$app/current" "$app/previous" "$app/launcher"
    rm -rf "$app"
    lock=""
    say "removed $app"
    begin data
    if [[ $purge == yes ]]; then
        rm -rf "$home"
        say "removed $home"
    else
        say "kept $home (sessions, settings, logs); --uninstall --purge removes it"
        say "agents that run go on in tmux until they end"
    fi
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
    version=${version:-}
    if [[ $task == uninstall ]]; then
        umask 077
        uninstall
        return
    fi
    # Before minutes of building, not after.
    refuse_foreign "$prefix/bin/ccmux"
    if [[ $origin == clone && -z $given_binaries ]]; then require_swift; fi
    require_packages
    if [[ $origin == clone ]]; then
        build
        umask 077
        install_bundle
    else
        umask 077
        platform >/dev/null
        install_release
    fi
    install_launcher
    install_links
    write_configuration
    keep_settings
    install_service
    start_daemon
    if [[ $demo == yes ]]; then start_demo; fi
    explain_path
    if [[ -n ${CCMUX_HOME:-} ]]; then
        begin home
        say "ccmux looks in $home only where CCMUX_HOME names it: set it in your shell's profile as well"
    fi
}

main "$@"
