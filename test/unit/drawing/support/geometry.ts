/** Reads the boxes, texts and lines of an SVG back, and finds what lies over what. */
import { textWidth, TYPES, type TextStyle } from '../../../../src/drawing/surface/measure.ts'

interface Area {
  readonly what: string
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
  /** Later ones are drawn over earlier ones. */
  readonly order: number
}

interface Text extends Area {
  /** The number of a station: its circle hides the line. */
  readonly isNumber: boolean
}

interface Shape extends Area {
  readonly classes: readonly string[]
}

interface Segment {
  readonly from: readonly [number, number]
  readonly to: readonly [number, number]
  readonly order: number
}

const attributeOf = (tag: string, name: string): string => new RegExp(` ${name}="([^"]*)"`, 'u').exec(tag)?.[1] ?? ''

const numberOf = (tag: string, name: string): number => Number(attributeOf(tag, name))

const unescape = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&')

const styleOf = (classes: readonly string[]): TextStyle =>
  classes.includes('h') ? 'h' : classes.includes('n') || classes.includes('i') ? 'n' : classes.includes('m') ? 'm' : 't'

const textArea = (tag: string, content: string, order: number): Text => {
  const classes = attributeOf(tag, 'class').split(' ')
  const style = styleOf(classes)
  const text = unescape(content)
  const width = textWidth(text, style)
  const [x, y] = [numberOf(tag, 'x'), numberOf(tag, 'y')]
  const left = classes.includes('a') || classes.includes('i') ? x - width / 2 : classes.includes('z') ? x - width : x
  const { size } = TYPES[style]
  return {
    what: text,
    left,
    right: left + width,
    top: y - size * 0.78,
    bottom: y + size * 0.22,
    order,
    isNumber: classes.includes('i'),
  }
}

/** Absolute moves only, as the ways of drawings are written. */
const segmentsOf = (path: string, order: number): readonly Segment[] => {
  let at: readonly [number, number] = [0, 0]
  return [...path.matchAll(/([MLHV])(-?[\d.]+)(?: (-?[\d.]+))?/gu)].flatMap(([, command, a, b]): readonly Segment[] => {
    const from = at
    at = command === 'H' ? [Number(a), from[1]] : command === 'V' ? [from[0], Number(a)] : [Number(a), Number(b)]
    return command === 'M' ? [] : [{ from, to: at, order }]
  })
}

interface Scene {
  readonly width: number
  readonly height: number
  readonly rects: readonly Shape[]
  readonly texts: readonly Text[]
  readonly segments: readonly Segment[]
}

const sceneOf = (svg: string): Scene => {
  const [root = ''] = /<svg[^>]*>/u.exec(svg) ?? []
  const tags = [...svg.matchAll(/<(rect|text|path)([^>]*)>(?:([^<]*)<\/text>)?/gu)]
  return {
    width: numberOf(root, 'width'),
    height: numberOf(root, 'height'),
    rects: tags.flatMap(([, name, tag = ''], order) => {
      if (name !== 'rect') return []
      const [left, top] = [numberOf(tag, 'x'), numberOf(tag, 'y')]
      const classes = attributeOf(tag, 'class').split(' ')
      const what = `rect ${classes.join(' ')} at ${left},${top}`
      return [{ what, classes, left, top, right: left + numberOf(tag, 'width'), bottom: top + numberOf(tag, 'height'), order }]
    }),
    texts: tags.flatMap(([, name, tag = '', content = ''], order) => (name === 'text' ? [textArea(tag, content, order)] : [])),
    segments: tags.flatMap(([, name, tag = ''], order) =>
      name === 'path' && /^[wrle]$/u.test(attributeOf(tag, 'class')) ? segmentsOf(attributeOf(tag, 'd'), order) : [],
    ),
  }
}

const SLACK = 1

const isApart = (one: Area, other: Area): boolean =>
  one.right <= other.left + SLACK ||
  other.right <= one.left + SLACK ||
  one.bottom <= other.top + SLACK ||
  other.bottom <= one.top + SLACK

const isWithin = (inner: Area, outer: Area): boolean =>
  inner.left >= outer.left - SLACK &&
  inner.right <= outer.right + SLACK &&
  inner.top >= outer.top - SLACK &&
  inner.bottom <= outer.bottom + SLACK

/** Whether a straight line comes into an area, by cutting it at each side. @see Liang and Barsky, 1984 */
const crosses = ({ from, to }: Segment, { left, top, right, bottom }: Area): boolean => {
  let [start, end] = [0, 1]
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]]
  for (const [step, room] of [
    [-dx, from[0] - left],
    [dx, right - from[0]],
    [-dy, from[1] - top],
    [dy, bottom - from[1]],
  ] as const) {
    if (step === 0 && room < 0) return false
    if (step < 0) start = Math.max(start, room / step)
    if (step > 0) end = Math.min(end, room / step)
  }
  return start < end
}

/** What is wrong, one line for each; empty where everything has its own place. */
export const faultsOf = (svg: string): readonly string[] => {
  const { width, height, rects, texts, segments } = sceneOf(svg)
  const sheet: Area = { what: 'sheet', left: 0, top: 0, right: width, bottom: height, order: -1 }
  const pairs = <Item>(items: readonly Item[]): readonly (readonly [Item, Item])[] =>
    items.flatMap((one, index) => items.slice(index + 1).map((other) => [one, other] as const))
  const isSet = ({ classes }: Shape): boolean => classes.includes('b') || classes.includes('j')
  return [
    ...[...rects, ...texts].filter((area) => !isWithin(area, sheet)).map(({ what }) => `${what}: outside of the sheet`),
    ...pairs(texts)
      .filter(([one, other]) => !isApart(one, other))
      .map(([one, other]) => `${one.what}: over ${other.what}`),
    ...pairs(rects)
      .filter(([one, other]) => !(isSet(one) && isSet(other)))
      .filter(([one, other]) => !isApart(one, other) && !isWithin(one, other) && !isWithin(other, one))
      .map(([one, other]) => `${one.what}: over ${other.what}`),
    ...texts.flatMap((text) =>
      rects
        .filter((rect) => !isApart(text, rect) && !isWithin(text, rect))
        .map(({ what }) => `${text.what}: over the edge of ${what}`),
    ),
    ...texts
      .filter(({ isNumber }) => !isNumber)
      .flatMap((text) =>
        segments
          .filter((segment) => crosses(segment, text))
          .filter((segment) => !rects.some((rect) => rect.order > segment.order && isWithin(text, rect)))
          .map(({ from, to }) => `${text.what}: crossed by the line from ${from.join()} to ${to.join()}`),
      ),
  ]
}
