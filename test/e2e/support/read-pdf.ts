/** Reads what the tests want to know of a PDF that Chromium wrote: its pages, their text, its bookmarks, whether it is tagged. */
import { inflateSync } from 'node:zlib'

export interface Pdf {
  /** The text of each page, glyph after glyph. */
  readonly pages: readonly string[]
  readonly bookmarks: readonly string[]
  readonly isTagged: boolean
  readonly language: string
}

/** One character per byte, so that offsets hold. */
const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1')

const utf16 = (hex: string): string => Buffer.from(hex, 'hex').swap16().toString('utf16le')

type Objects = ReadonlyMap<string, string>

const readObjects = (file: string): Objects =>
  new Map([...file.matchAll(/(?:^|\n)(\d+) 0 obj\n([\s\S]*?)\nendobj/gu)].map(([, number = '', body = '']) => [number, body]))

const streamOf = (body = ''): string => {
  const start = /stream\r?\n/u.exec(body)
  if (start === null) return ''
  const bytes = Buffer.from(body.slice(start.index + start[0].length, body.lastIndexOf('\nendstream')), 'latin1')
  return body.slice(0, start.index).includes('/FlateDecode') ? textOf(inflateSync(bytes)) : textOf(bytes)
}

/** Which letters a font's glyphs stand for, by the glyph's number in hexadecimal. */
const readGlyphs = (cmap: string): ReadonlyMap<string, string> => {
  const glyphs = new Map<string, string>()
  const toHex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0')
  for (const [, block = ''] of cmap.matchAll(/beginbfchar([\s\S]*?)endbfchar/gu))
    for (const [, glyph = '', letters = ''] of block.matchAll(/<([0-9a-f]+)>\s*<([0-9a-f]+)>/giu))
      glyphs.set(glyph.toLowerCase(), utf16(letters))
  for (const [, block = ''] of cmap.matchAll(/beginbfrange([\s\S]*?)endbfrange/gu))
    for (const [, first = '', last = '', letters = ''] of block.matchAll(/<([0-9a-f]+)>\s*<([0-9a-f]+)>\s*<([0-9a-f]+)>/giu))
      for (let offset = 0; offset <= parseInt(last, 16) - parseInt(first, 16); offset += 1)
        glyphs.set(
          toHex(parseInt(first, 16) + offset, first.length),
          utf16(toHex(parseInt(letters, 16) + offset, letters.length)),
        )
  return glyphs
}

const fontsOf = (page: string, objects: Objects): ReadonlyMap<string, ReadonlyMap<string, string>> => {
  const [, list = ''] = /\/Font\s*<<([\s\S]*?)>>/u.exec(page) ?? []
  return new Map(
    [...list.matchAll(/\/(\w+) (\d+) 0 R/gu)].map(([, name = '', number = '']) => {
      const [, unicode = ''] = /\/ToUnicode (\d+) 0 R/u.exec(objects.get(number) ?? '') ?? []
      return [name, readGlyphs(streamOf(objects.get(unicode)))]
    }),
  )
}

/** Fonts that are drawn glyph by glyph have codes of one byte, others of two. */
const splitCodes = (codes: string, glyphs: ReadonlyMap<string, string>): readonly string[] => {
  const [{ length } = '0000'] = glyphs.keys()
  return codes.toLowerCase().match(new RegExp(`.{${length}}`, 'gu')) ?? []
}

const textOfPage = (page: string, objects: Objects): string => {
  const fonts = fontsOf(page, objects)
  const [, contents = ''] = /\/Contents (\d+) 0 R/u.exec(page) ?? []
  let glyphs: ReadonlyMap<string, string> = new Map()
  let text = ''
  for (const [, font, shown = ''] of streamOf(objects.get(contents)).matchAll(
    /\/(\w+) [\d.]+ Tf|((?:<[0-9a-f]+>|\[[^\]]*\])) TJ?j?/giu,
  )) {
    if (font !== undefined) glyphs = fonts.get(font) ?? new Map()
    for (const [, codes = ''] of shown.matchAll(/<([0-9a-f]+)>/giu))
      text += splitCodes(codes, glyphs)
        .map((code) => glyphs.get(code) ?? '')
        .join('')
  }
  return text
}

const readTitle = (body: string): string | undefined => {
  const [, hex, plain] = /\/Title (?:<([0-9A-F]+)>|\(((?:\\.|[^)])*)\))/u.exec(body) ?? []
  return hex === undefined ? plain?.replace(/\\(.)/gu, '$1') : utf16(hex).replace('\uFEFF', '')
}

export const readPdf = (bytes: Uint8Array): Pdf => {
  const file = textOf(bytes)
  const objects = readObjects(file)
  const bodies = [...objects.values()]
  return {
    pages: bodies.filter((body) => /\/Type \/Page\b/u.test(body)).map((body) => textOfPage(body, objects)),
    bookmarks: bodies.filter((body) => /\/Title/u.test(body) && /\/Dest/u.test(body)).flatMap((body) => readTitle(body) ?? []),
    isTagged: bodies.some((body) => body.includes('/StructTreeRoot')) && /\/MarkInfo\s*<<[^>]*\/Marked true/u.test(file),
    language: /\/Lang \(([^)]*)\)/u.exec(bodies.find((body) => body.includes('/Type /Catalog')) ?? '')?.[1] ?? '',
  }
}
