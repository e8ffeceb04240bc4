/** Plots as SVG. Each has a name and says its figures in words; colours are the page's. */
import { escapeXml } from '../../src/drawing/surface/sheet.ts'
import { displayWidth } from '../terminal/display-width.ts'

export interface PlotTitle {
  readonly title: string
  /** Names of the axes; empty where there is none. */
  readonly x: string
  readonly y: string
}

const WIDTH = 640
const LEFT = 60
const BOTTOM = 48
const TOP = 36
const HEIGHT = 300

const sheet = (
  { title, x, y }: PlotTitle,
  height: number,
  { shapes, says }: { shapes: readonly string[]; says: string },
): string => {
  const id = `plot-${title.replaceAll(/[^\p{L}\p{N}]+/gu, '-')}`
  const baseline = height - BOTTOM
  return [
    `<svg role="img" aria-labelledby="${id}-t ${id}-d" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}">`,
    `<title id="${id}-t">${escapeXml(title)}</title><desc id="${id}-d">${escapeXml(says)}</desc>`,
    text(0, 16, title, 'start'),
    `<path class="axis" fill="none" d="M${LEFT} ${TOP}V${baseline}H${WIDTH - 10}"/>`,
    ...shapes,
    text((LEFT + WIDTH) / 2, height - 6, x, 'middle'),
    y === ''
      ? ''
      : `<text x="14" y="${(TOP + baseline) / 2}" text-anchor="middle" transform="rotate(-90 14 ${(TOP + baseline) / 2})">${escapeXml(y)}</text>`,
    '</svg>',
  ].join('')
}

const round = (value: number): number => Math.round(value * 10) / 10

const text = (x: number, y: number, words: string, anchor: 'start' | 'middle' | 'end'): string =>
  `<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}">${escapeXml(words)}</text>`

/** Where a value between two others stands between two places. */
const scale =
  ([low, high]: readonly [number, number], [from, to]: readonly [number, number]) =>
  (value: number): number =>
    from + ((value - low) / (high - low || 1)) * (to - from)

export const bars = (title: PlotTitle, counts: readonly { readonly name: string; readonly count: number }[]): string => {
  const most = Math.max(1, ...counts.map(({ count }) => count))
  const baseline = HEIGHT - BOTTOM
  const y = scale([0, most], [baseline, TOP + 20])
  const step = (WIDTH - 10 - LEFT) / Math.max(1, counts.length)
  const shapes = counts.flatMap(({ name, count }, index) => {
    const left = LEFT + index * step
    const bar = `<rect class="mark" x="${round(left + 3)}" y="${round(y(count))}" width="${round(step - 6)}" height="${round(baseline - y(count))}"/>`
    const [from = ''] = name.split('–')
    return [
      ...(count === 0 ? [] : [bar, text(left + step / 2, y(count) - 5, String(count), 'middle')]),
      text(left, baseline + 18, from, 'middle'),
    ]
  })
  return sheet(title, HEIGHT, { shapes, says: counts.map(({ name, count }) => `${name}: ${count}`).join('; ') })
}

const LINE = 15
/** About as wide as a letter of the page's plots is. */
const LETTER = 7.5

interface Label {
  readonly name: string
  readonly left: number
  readonly baseline: number
}

const widthOf = (name: string): number => displayWidth(name) * LETTER

/** Names beside their points; one that would stand on another goes below it. */
const placeLabels = (labels: readonly Label[]): readonly Label[] => {
  const placed: Label[] = []
  const meets = (one: Label, other: Label): boolean =>
    Math.abs(one.baseline - other.baseline) < LINE &&
    one.left < other.left + widthOf(other.name) &&
    other.left < one.left + widthOf(one.name)
  for (const label of labels.toSorted((one, other) => one.baseline - other.baseline)) {
    let own = label
    for (let under = placed.find((one) => meets(own, one)); under !== undefined; under = placed.find((one) => meets(own, one)))
      own = { ...own, baseline: under.baseline + LINE }
    placed.push(own)
  }
  return placed
}

/** `x` lies between 0 and 1, `y` between −1 and 1. */
export const scatter = (
  title: PlotTitle,
  points: readonly { readonly name: string; readonly x: number; readonly y: number }[],
): string => {
  const baseline = HEIGHT - BOTTOM
  const lowest = Math.min(0, ...points.map(({ y }) => y))
  const [across, up] = [scale([0, 1], [LEFT, WIDTH - 90]), scale([lowest, 1], [baseline, TOP])]
  const shapes = [
    ...[0, 0.25, 0.5, 0.75, 1].map((share) => text(across(share), baseline + 18, `${share * 100} %`, 'middle')),
    ...[...new Set([lowest, 0, 0.5, 1])].map((value) => text(LEFT - 8, up(value) + 5, value.toFixed(1), 'end')),
    ...points.map(({ x, y }) => `<circle class="mark" cx="${round(across(x))}" cy="${round(up(y))}" r="5"/>`),
    ...placeLabels(points.map(({ name, x, y }) => ({ name, left: across(x) + 9, baseline: up(y) + 5 }))).map(
      ({ name, left, baseline: at }) => text(left, at, name, 'start'),
    ),
  ]
  const says = points.map(({ name, x, y }) => `${name}: ${x.toFixed(2)}, ${y.toFixed(2)}`).join('; ')
  return sheet(title, HEIGHT, { shapes, says })
}

const ROW = 26

/** A row for each: a point within its interval, over a line at 0, which stands in the middle unless nothing can be less. */
export const intervals = (
  title: PlotTitle,
  rows: readonly { readonly name: string; readonly at: number; readonly low: number; readonly high: number }[],
  say: (value: number) => string,
  from: 'both sides' | 'from zero' = 'both sides',
): string => {
  const height = TOP + BOTTOM + ROW * rows.length
  const far = Math.max(0.1, ...rows.flatMap(({ low, high }) => [Math.abs(low), Math.abs(high)]))
  const marks = from === 'from zero' ? [0, far / 2, far] : [-far, 0, far]
  const names = Math.min(WIDTH / 2, Math.max(0, ...rows.map(({ name }) => widthOf(name))) + 2 * LETTER)
  const x = scale([marks[0] ?? 0, far], [LEFT + names, WIDTH - 30])
  const zero = round(x(0))
  const shapes = [
    `<path class="axis" stroke-dasharray="4 3" d="M${zero} ${TOP}V${height - BOTTOM}"/>`,
    ...marks.map((value) => text(x(value), height - BOTTOM + 18, say(value), 'middle')),
    ...rows.flatMap(({ name, at, low, high }, index) => {
      const y = TOP + ROW * index + ROW / 2
      return [
        text(LEFT + 8, y + 5, name, 'start'),
        `<path class="line" d="M${round(x(low))} ${y}H${round(x(high))}"/><circle class="mark" cx="${round(x(at))}" cy="${y}" r="5"/>`,
      ]
    }),
  ]
  const says = rows.map(({ name, at, low, high }) => `${name}: ${say(at)} (${say(low)} … ${say(high)})`).join('; ')
  return sheet(title, height, { shapes, says })
}
