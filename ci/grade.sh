#!/usr/bin/env bash
# What action.yml and gitlab.yml run: `grade batch` with options from NETGRADE_* variables. Values are never read as shell.
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
output="${NETGRADE_OUTPUT:-netgrade-results}"
args=(batch "$NETGRADE_SUBMISSIONS" --output "$output" --resume --lang "${NETGRADE_LANGUAGE:-en}")

[[ -z "${NETGRADE_TASK:-}" ]] || args+=(--task "$NETGRADE_TASK")
[[ -z "${NETGRADE_SHARD:-}" ]] || args+=(--shard "$NETGRADE_SHARD")
[[ -z "${NETGRADE_ROSTER:-}" ]] || args+=(--roster "$NETGRADE_ROSTER")
[[ -z "${NETGRADE_DUE:-}" ]] || args+=(--due "$NETGRADE_DUE")
[[ "${NETGRADE_FAIL:-false}" == true ]] || args+=(--exit-zero)

while IFS= read -r report; do
  [[ -z "$report" ]] || args+=(--report "$report")
done <<<"${NETGRADE_REPORTS:-}"

# GitHub reads annotations from what is printed and the summary from a file; elsewhere people read.
if [[ -n "${GITHUB_STEP_SUMMARY:-}" ]]; then
  args+=(--report "github-summary=$output/summary.md" --format github)
fi

code=0
node "$here/grader/bin/grade.mjs" "${args[@]}" || code=$?

if [[ -n "${GITHUB_STEP_SUMMARY:-}" && -f "$output/summary.md" ]]; then
  cat "$output/summary.md" >>"$GITHUB_STEP_SUMMARY"
fi
if [[ -n "${GITHUB_OUTPUT:-}" ]]; then
  printf 'results=%s/results.jsonl\n' "$output" >>"$GITHUB_OUTPUT"
fi
exit "$code"
