/** What a drawing is put on: rectangles, text and ways, and at the end the SVG. */
import { TYPES, type TextStyle } from './measure.ts'

export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface Point {
  readonly x: number
  readonly y: number
}

/**
 * Classes of rectangles. `f`: a machine; `p`: a Pod; `c`: a card; `k`: a card on the way of a packet; `q`: what is chosen;
 * `g`: what is not reached, or not there; `x`: where it ends; `b`: the edge of a set, which others may overlap; `j`: what is meant of it.
 */
export type BoxStyle = 'f' | 'p' | 'c' | 'k' | 'q' | 'g' | 'x' | 'b' | 'j'

/** Classes of lines. `w`: the packet's way; `r`: the answer's; `l`: what belongs together; `e`: the end of a way that fails. */
export type LineStyle = 'w' | 'r' | 'l' | 'e'

/** Signs that say yes, no, and `this part`, without a colour. */
export type Mark = 'yes' | 'no' | 'dot'

export interface Sheet {
  rect(box: Box, style: BoxStyle, radius?: number): void
  /** `y` is the baseline. */
  text(
    at: Point,
    text: string,
    style: TextStyle,
    options?: { readonly isMuted?: boolean; readonly anchor?: 'middle' | 'end' },
  ): void
  /** A line through the points; an arrow shows its direction. */
  line(points: readonly Point[], style: LineStyle, options?: { readonly arrow?: boolean }): void
  /** An arrow's head that points upwards. */
  head(at: Point, style: LineStyle): void
  /** A sign whose middle is there. */
  mark(at: Point, mark: Mark): void
  /** A place on a way, with its number. */
  station(at: Point, number: number): void
  /** A token that travels once along the points, where motion is welcome, and again when the drawing is pointed at. */
  travel(points: readonly Point[], style: 'w' | 'r', beginSeconds: number): void
  /** Remembers where a thing was drawn. */
  keep(id: string, box: Box): void
  /** Undefined where nothing of that name was drawn. */
  find(id: string): Box | undefined
}

export interface SvgOptions {
  readonly width: number
  readonly height: number
  /** Unique on the page: ids of title and description begin with it. */
  readonly id: string
  readonly title: string
  readonly description: string
}

export interface SvgSheet extends Sheet {
  toSvg(options: SvgOptions): string
}

/** Room around a drawing, for edges that are thicker than a pixel. */
export const MARGIN = 4

export const escapeXml = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    // XML has no way to write these: https://www.w3.org/TR/xml/#charsets
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/gu, '\ufffd')

const HEAD = 7

/** `M10 20H40V60`: horizontal and vertical pieces are written short. */
const pathOf = (points: readonly Point[]): string =>
  points
    .map(({ x, y }, index) => {
      const last = points[index - 1]
      if (last === undefined) return `M${x} ${y}`
      if (last.y === y) return `H${x}`
      return last.x === x ? `V${y}` : `L${x} ${y}`
    })
    .join('')

/** A triangle at the end of the line. */
const headOf = (points: readonly Point[]): string => {
  const [end, before] = [points.at(-1), points.at(-2)]
  if (end === undefined || before === undefined) return ''
  const [dx, dy] = [end.x - before.x, end.y - before.y]
  const length = Math.hypot(dx, dy) || 1
  const [ux, uy] = [dx / length, dy / length]
  const at = (along: number, across: number): string =>
    `${Math.round(end.x - ux * along - uy * across)} ${Math.round(end.y - uy * along + ux * across)}`
  return `M${at(HEAD, 5)}L${at(0, 0)}L${at(HEAD, -5)}Z`
}

const MARKS: Readonly<Record<Mark, (at: Point) => string>> = {
  yes: ({ x, y }) => `<path class="y" d="M${x - 5} ${y}l4 4l6-8"/>`,
  no: ({ x, y }) => `<path class="o" d="M${x - 4} ${y - 4}l8 8m0-8l-8 8"/>`,
  dot: ({ x, y }) => `<circle class="d" cx="${x}" cy="${y}" r="4"/>`,
}

const round = ({ x, y, width, height }: Box): Box => ({
  x: Math.round(x),
  y: Math.round(y),
  width: Math.round(width),
  height: Math.round(height),
})

/** Text is kept apart until the end, so that no line lies over it. */
export const createSheet = (): SvgSheet => {
  const shapes: string[] = []
  const texts: string[] = []
  const travels: ((id: string) => string)[] = []
  const places = new Map<string, Box>()
  return {
    rect: (given, style, radius = 6) => {
      const { x, y, width, height } = round(given)
      shapes.push(
        `<rect class="${style}" x="${x}" y="${y}" width="${width}" height="${height}"${radius === 0 ? '' : ` rx="${radius}"`}/>`,
      )
    },
    text: ({ x, y }, text, style, { isMuted = false, anchor } = {}) => {
      const classes = [style === 't' ? '' : style, isMuted ? 'u' : '', anchor === undefined ? '' : anchor === 'end' ? 'z' : 'a']
      const named = classes.filter((name) => name !== '').join(' ')
      texts.push(
        `<text${named === '' ? '' : ` class="${named}"`} x="${Math.round(x)}" y="${Math.round(y)}">${escapeXml(text)}</text>`,
      )
    },
    line: (given, style, { arrow = false } = {}) => {
      const points = given.map(({ x, y }) => ({ x: Math.round(x), y: Math.round(y) }))
      shapes.push(`<path class="${style}" d="${pathOf(points)}"/>`)
      if (arrow) shapes.push(`<path class="${style}h" d="${headOf(points)}"/>`)
    },
    head: ({ x, y }, style) =>
      void shapes.push(
        `<path class="${style}h" d="${headOf([
          { x, y: y + 20 },
          { x, y },
        ])}"/>`,
      ),
    mark: (at, mark) => void shapes.push(MARKS[mark]({ x: Math.round(at.x), y: Math.round(at.y) })),
    station: ({ x, y }, number) => {
      shapes.push(`<circle class="s" cx="${Math.round(x)}" cy="${Math.round(y)}" r="9"/>`)
      texts.push(`<text class="i" x="${Math.round(x)}" y="${Math.round(y) + 4}">${number}</text>`)
    },
    travel: (given, style, beginSeconds) => {
      const points = given.map(({ x, y }) => ({ x: Math.round(x), y: Math.round(y) }))
      travels.push((id) => {
        const begin = `${beginSeconds}s;${id}.mouseover+${beginSeconds}s`
        return `<circle class="v ${style}v" r="5"><animateMotion path="${pathOf(points)}" begin="${begin}" dur="2.2s" restart="whenNotActive"/><set attributeName="opacity" to="1" begin="${begin}" dur="2.2s" restart="whenNotActive"/></circle>`
      })
    },
    keep: (id, box) => void places.set(id, box),
    find: (id) => places.get(id),
    toSvg: ({ width, height, id, title, description }) =>
      [
        `<svg class="draw" id="${id}" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${Math.ceil(width)} ${Math.ceil(height)}" width="${Math.ceil(width)}" height="${Math.ceil(height)}" role="img" aria-labelledby="${id}-t ${id}-d">`,
        `<title id="${id}-t">${escapeXml(title)}</title>`,
        `<desc id="${id}-d">${escapeXml(description)}</desc>`,
        ...shapes,
        ...travels.map((travel) => travel(id)),
        ...texts,
        '</svg>',
      ].join(''),
  }
}

/** The baseline of a line whose top is there. */
export const baselineOf = (top: number, style: TextStyle): number =>
  top + Math.round((TYPES[style].leading + TYPES[style].size * 0.72) / 2)
