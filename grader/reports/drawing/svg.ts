/** What every SVG of a report shares: a document that screen readers can name, text that fits, and nothing that is not escaped. */
import { escapeXml } from '../../../src/drawing/surface/sheet.ts'
import { wrap } from '../layout.ts'
import { displayWidth } from '../../terminal/display-width.ts'

export interface SvgDocument {
  readonly width: number
  readonly height: number
  /** Its name, and a sentence that says what it shows to those who can't see it. */
  readonly title: string
  readonly description: string
  readonly body: readonly string[]
}

/** Pixels that a monospaced letter of 12 pixels takes. */
const LETTER = 7.3

export const textWidth = (text: string): number => Math.ceil(displayWidth(text) * LETTER)

export const svgDocument = ({ width, height, title, description, body }: SvgDocument): string =>
  [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escapeXml(title)}" font-family="monospace" font-size="12">`,
    `<title>${escapeXml(title)}</title>`,
    `<desc>${escapeXml(description)}</desc>`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    ...body,
    '</svg>',
    '',
  ].join('\n')

/** Lines of at most so many letters; longer words are cut. */
export const breakLines = (text: string, letters: number): readonly string[] =>
  wrap(text, letters).flatMap((line) => {
    const pieces: string[] = []
    let piece = ''
    for (const letter of line) {
      if (displayWidth(piece + letter) > letters) {
        pieces.push(piece)
        piece = ''
      }
      piece += letter
    }
    return [...pieces, piece]
  })
