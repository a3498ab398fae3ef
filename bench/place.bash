# shellcheck shell=bash
# Sourced by the benchmarks: a place of their own for what they register, and
# an end that leaves nothing of it, however they end.
#
# Afterwards `$graft` is the program, `$objects/one` and `$objects/two` hold two
# versions of cubic that register as bench_cubic, `$tools` holds the programs of
# this folder, and `$links` is a folder in bpffs for what others pin.
set -euo pipefail
export LC_ALL=C PATH="$PATH:/usr/sbin:/sbin"

bench=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=${bench%/*}
graft=${GRAFT:-$root/.build/release/graft}
place='' records='' tools='' objects='' links=''
children=()
undo=() # functions that take away what a benchmark made besides

fail() {
    printf '%s: %s\n' "${0##*/}" "$*" >&2
    exit 1
}

say() { printf '\n== %s\n' "$*"; }

need() {
    local tool
    ((EUID == 0)) || fail 'run it as root: it changes what the kernel runs'
    [[ -x $graft ]] || fail "there is no $graft: run swift build -c release first"
    for tool in "$@"; do
        command -v "$tool" >/dev/null || fail "$tool is missing: run scripts/setup first"
    done
}

# Records lie on tmpfs, as /run does on a host with systemd; the store on a disk.
settle() {
    trap leave EXIT
    trap 'exit 1' INT TERM HUP
    [[ $(stat -f -c %T /sys/fs/bpf) == bpf_fs ]] || fail 'no bpffs is mounted at /sys/fs/bpf'
    place=$(mktemp -d "${TMPDIR:-/tmp}/graft-bench.XXXXXX")
    records=$(mktemp -d /dev/shm/graft-bench.XXXXXX)
    tools=$place/tools objects=$place/objects
    export GRAFT_PINS=/sys/fs/bpf/graft-bench GRAFT_RECORDS=$records GRAFT_STORE=$place/store
    mkdir -p "$GRAFT_PINS"
    exec {turn}<"$GRAFT_PINS"
    flock -n "$turn" || fail 'another benchmark is at it: wait until it has ended'
    links=$GRAFT_PINS-links
    mkdir -p "$links"
    take_out # what a killed run left
    prepare
}

prepare() {
    local tool version
    mkdir "$tools"
    for tool in "$bench"/*.c; do
        cc -O2 -o "$tools/$(basename "$tool" .c)" "$tool" -lbpf ||
            fail "${tool##*/} does not compile: run scripts/setup first"
    done
    # A name of our own: whoever uses bpf_cubic is left alone.
    for version in one two; do
        mkdir -p "$objects/$version"
        sed -e 's/"bpf_cubic"/"bench_cubic"/' -e "s/METADATA(\"[^\"]*\"/METADATA(\"$version\"/" \
            "$root/extensions/congestion-control/cubic/cubic.bpf.c" \
            >"$objects/$version/cubic.bpf.c"
    done
    "$graft" build "$objects" >/dev/null || fail 'the two versions of cubic do not build'
}

# Every registration of ours, also what a signal left half done.
take_out() {
    local pin status=0
    rm -f "$links"/*
    "$graft" recover >/dev/null || status=1
    for pin in "$GRAFT_PINS"/*; do
        [[ ! -e $pin ]] || "$graft" unregister "${pin##*/}" >/dev/null || status=1
    done
    return "$status"
}

leave() {
    local status=$? child
    trap '' INT TERM HUP
    for child in "${children[@]}"; do
        kill "$child" 2>/dev/null || true # it has ended by itself
        wait "$child" 2>/dev/null || true
    done
    for child in "${undo[@]}"; do "$child" || status=1; done
    if [[ -n $links ]]; then
        take_out || status=1
        rmdir "$links" "$GRAFT_PINS" || status=1
    fi
    rm -rf "$place" "$records"
    exit "$status"
}

# In the background, so that a signal to this script is heard at once.
pairs() {
    "$tools/pairs" "$@" &
    children+=($!)
    wait "$!" || fail 'it did not come to its end'
}

about() {
    printf 'kernel %s, %s processors, load %s, %s\n' "$(uname -r)" "$(nproc)" \
        "$(cut -d' ' -f1 /proc/loadavg)" "$(date -u +%F)"
}
