#!/usr/bin/env bash
# A pipeline's step after a deployment: can the app reach what it needs, and if not, why?
#
#     APP=shop TARGETS='sql01.corp.example:1433 redis01:6380' examples/pipeline/network-check.sh
#
# Prints a line for each target, then what netcheck says of those that cannot be reached. The documents go to the
# folder RESULTS (network-check), for the pipeline to keep. Ends with 0 if all can be reached, 1 if one cannot, and with
# 70 to 79 (scripts/kudu.sh says which) if the tools could not be asked: that says nothing of the network.
# How to sign in and what else can be set stands in scripts/kudu.sh; nothing of it is printed.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=scripts/kudu.sh
. "$here/../../scripts/kudu.sh"

: "${APP:?the name of the app}" "${TARGETS:?what it has to reach: HOST:PORT, several parted by blanks}"
results=${RESULTS:-network-check}
mkdir -p "$results"
read -ra targets <<<"$TARGETS"

bad=()
for target in "${targets[@]}"; do
    code=0
    kudu_tcpping "$APP" "$target" -n 4 -w 4 >"$results/tcpping.json" || code=$?
    [ "$code" -le 1 ] || exit "$code"
    jq -r 'select(.event == "summary")
        | "\(.target): \(.connected) of \(.sent) attempts connected\(if .avg_ms then ", \(.avg_ms) ms on average" else "" end)"' \
        "$results/tcpping.json" | kudu_harmless
    cat "$results/tcpping.json" >>"$results/attempts.json"
    [ "$code" -eq 0 ] || bad+=("$target")
done
rm -f "$results/tcpping.json"
if [ "${#bad[@]}" -eq 0 ]; then
    exit 0
fi

code=0
kudu_netcheck "$APP" check "${bad[@]}" >"$results/netcheck.json" || code=$?
case $code in
# 0 and 3 too: what tcpping saw a moment ago counts.
0 | 1 | 3) ;;
*) exit "$code" ;;
esac
jq -r '.targets[] | "\n\(.verdict)", (.causes[] | "  \(.confidence): \(.summary)", (.remedy // empty | "    remedy: \(.)"))' \
    "$results/netcheck.json" | kudu_harmless
exit 1
