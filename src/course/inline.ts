/** The marks that questions and causes may have within a line: `code`, **strong** and *emphasis*, the latter two around code as well. */

export type Inline =
  { readonly kind: 'text' | 'code'; readonly text: string } | { readonly kind: 'strong' | 'em'; readonly of: readonly Inline[] }

/** Code first, since stars within it are its own; a star that stands beside a space marks nothing. */
const MARKED = /`([^`]+)`|\*\*((?:`[^`]+`|[^*])+)\*\*|\*((?![\s*])(?:`[^`]+`|[^*`])+(?<!\s))\*/u

/** The text in pieces, in their order. */
export const inlineOf = (text: string): readonly Inline[] => {
  const pieces: Inline[] = []
  let rest = text
  for (let found = MARKED.exec(rest); found !== null; found = MARKED.exec(rest)) {
    const [whole, code, strong, em] = found
    if (found.index > 0) pieces.push({ kind: 'text', text: rest.slice(0, found.index) })
    if (code !== undefined) pieces.push({ kind: 'code', text: code })
    else pieces.push(strong === undefined ? { kind: 'em', of: inlineOf(em ?? '') } : { kind: 'strong', of: inlineOf(strong) })
    rest = rest.slice(found.index + whole.length)
  }
  return rest === '' ? pieces : [...pieces, { kind: 'text', text: rest }]
}

/** The words alone, where nothing can be marked: titles, and what is searched. */
export const wordsOf = (text: string): string => inlineOf(text).map(wordsIn).join('')

const wordsIn = (piece: Inline): string => ('of' in piece ? piece.of.map(wordsIn).join('') : piece.text)
