/** What every report in Markdown shares. @see https://github.github.com/gfm/ */

/** Text as it is, on one line: nothing in it is read as Markdown. */
export const escapeMarkdown = (text: string): string =>
  text.replaceAll(/[\\`*_[\]<>|#~]/gu, String.raw`\$&`).replaceAll(/\s*\n\s*/gu, ' ')

export const tableOf = (head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] => {
  const line = (cells: readonly string[]): string =>
    `| ${head.map((_, index) => escapeMarkdown(cells[index] ?? '')).join(' | ')} |`
  return [line(head), `|${head.map(() => '---|').join('')}`, ...rows.map(line)]
}

/** A block of code whose fence is longer than any in the text. */
export const fencedCode = (language: string, lines: readonly string[]): readonly string[] => {
  const longest = Math.max(2, ...lines.flatMap((line) => (line.match(/`{3,}/gu) ?? []).map(({ length }) => length)))
  const fence = '`'.repeat(longest + 1)
  return [`${fence}${language}`, ...lines, fence]
}
