#!/usr/bin/env bash
# Puts the parts of a class together: merge.sh PARTS OUTPUT, where PARTS holds a folder for each.
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
args=(batch merge "$1"/* --output "$2" --exit-zero --lang "${NETGRADE_LANGUAGE:-en}" --report "junit=$2/junit.xml")
[[ -z "${NETGRADE_ROSTER:-}" ]] || args+=(--roster "$NETGRADE_ROSTER")
while IFS= read -r report; do
  [[ -z "$report" ]] || args+=(--report "$report")
done <<<"${NETGRADE_REPORTS:-}"
[[ -z "${GITHUB_STEP_SUMMARY:-}" ]] || args+=(--report "github-summary=$2/summary.md" --format github)
node "$here/grader/bin/grade.mjs" "${args[@]}"
if [[ -n "${GITHUB_STEP_SUMMARY:-}" ]]; then
  cat "$2/summary.md" >>"$GITHUB_STEP_SUMMARY"
fi
