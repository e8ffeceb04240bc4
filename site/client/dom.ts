/** Making elements. Text is always text: nothing that a reader wrote becomes HTML. */
import { inlineOf, type Inline } from '../../src/course/inline.ts'

type Child = Node | string

/** An element with attributes and children. */
export const make = (
  name: string,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly Child[]
): HTMLElement => {
  const element = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
  element.append(...children)
  return element
}

const setPiece = (piece: Inline): Child => {
  if ('of' in piece) return make(piece.kind, {}, ...piece.of.map(setPiece))
  return piece.kind === 'code' ? make('code', {}, piece.text) : piece.text
}

/** Text with the marks in it that the course's words have. */
export const inline = (text: string): DocumentFragment => {
  const fragment = document.createDocumentFragment()
  fragment.append(...inlineOf(text).map(setPiece))
  return fragment
}
