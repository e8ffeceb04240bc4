import { inlineOf, type Inline } from '../../src/course/inline.ts'
import { codeHtml, escapeHtml } from './escape.ts'

const setPiece = (piece: Inline): string => {
  if ('of' in piece) return `<${piece.kind}>${piece.of.map(setPiece).join('')}</${piece.kind}>`
  return piece.kind === 'code' ? codeHtml(piece.text) : escapeHtml(piece.text)
}

/** HTML of a line with marks in it, such as a question's prompt. */
export const inlineHtml = (text: string): string => inlineOf(text).map(setPiece).join('')
