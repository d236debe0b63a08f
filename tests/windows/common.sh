# shellcheck shell=bash disable=SC2034 # what is set here is used there
# What the scripts of this folder share; to be read by them, not run.
#
# Everything that they make is below $place: the standard library for Windows, Wine's folder, and what cargo builds.

cd "$(dirname "$0")/../.." || exit

triple=x86_64-pc-windows-gnu
mkdir -p "${CARGO_TARGET_DIR:-target}/windows"
place=$(cd "${CARGO_TARGET_DIR:-target}/windows" && pwd)
wine=/usr/lib/wine/wine64

say() { printf '\n== %s\n' "$*"; }
fail() { printf '\n%s: %s\n' "$0" "$*" >&2; exit 1; }

# The compiler's flags, one a line, that keep the folders of this machine out of the programs: two machines, or two
# checkouts, give the same bytes.
anonymous_paths() {
    local folder
    printf -- '--remap-path-prefix=%s=.\n' "$PWD"
    for folder in "${CARGO_HOME:-$HOME/.cargo}"/registry/src/*/; do
        if [ -d "$folder" ]; then printf -- '--remap-path-prefix=%s=crates\n' "${folder%/}"; fi
    done
    printf -- '--remap-path-prefix=/usr/lib/rustlib/src/rust=rust\n'
}

# Lines as CARGO_ENCODED_RUSTFLAGS takes them.
encoded() { paste -s -d "$(printf '\037')"; }

# Debian's cargo and compiler (no time stamps in the programs, no debug information in those for tests) with the standard library that ./install made; whatever rustup has chosen stays as it is.
windows_cargo() {
    env -u RUSTFLAGS -u CARGO_ENCODED_RUSTFLAGS -u CARGO_BUILD_TARGET -u RUSTUP_TOOLCHAIN \
        RUSTC="$place/rustc" \
        RUSTDOC=/usr/bin/rustdoc \
        CARGO_TARGET_DIR="$place" \
        CARGO_PROFILE_DEV_DEBUG=0 \
        CARGO_ENCODED_RUSTFLAGS="$( (anonymous_paths; echo -Clink-arg=-Wl,--no-insert-timestamp) | encoded)" \
        /usr/bin/cargo "$1" --target "$triple" --locked "${@:2}"
}

# Wine with a folder of its own: no words of its own about what it lacks, and no offer to install .NET or a browser.
export WINEPREFIX=$place/wine WINEDEBUG=-all WINEDLLOVERRIDES='mscoree,mshtml='
