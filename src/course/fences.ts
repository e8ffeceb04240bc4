/** Fenced blocks of a section's prose. */

export interface Fence {
  /** What stands behind the opening fence: `yaml wrong=port-mismatch`. */
  readonly info: string
  readonly text: string
  /** Of the opening fence, from 1. */
  readonly line: number
}

/** The fences of a Markdown text, those of list items too, in their order; one that is never closed reaches to the end. */
export const findFences = (markdown: string): readonly Fence[] => {
  const fences: Fence[] = []
  let open: (Omit<Fence, 'text'> & { readonly mark: string; readonly margin: string; readonly lines: string[] }) | undefined
  for (const [index, line] of markdown.split(/\r?\n/u).entries()) {
    if (open !== undefined) {
      if (line.trim() === open.mark) {
        fences.push({ info: open.info, text: open.lines.map((one) => `${one}\n`).join(''), line: open.line })
        open = undefined
      } else open.lines.push(line.startsWith(open.margin) ? line.slice(open.margin.length) : line.trimStart())
      continue
    }
    const [, margin = '', mark, info = ''] = /^(\s*)(```+|~~~+)\s*(.*)$/u.exec(line) ?? []
    if (mark !== undefined) open = { mark, margin, info: info.trim(), line: index + 1, lines: [] }
  }
  if (open !== undefined) fences.push({ info: open.info, text: open.lines.join('\n'), line: open.line })
  return fences
}

/** The language of a fence, and its settings: `console run=states/shop.yaml`. */
export const readInfo = (info: string): { readonly language: string; readonly settings: Readonly<Record<string, string>> } => {
  const [language = '', ...rest] = info.split(/\s+/u)
  const settings = rest.map((word) => {
    const at = word.indexOf('=')
    return at < 0 ? ([word, ''] as const) : ([word.slice(0, at), word.slice(at + 1)] as const)
  })
  return { language, settings: Object.fromEntries(settings) }
}
