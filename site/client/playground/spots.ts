/** The drawn cluster, whose ends can be pressed: one to begin at and one to go to. */
import type { Picture } from '../../../src/drawing/drawing.ts'
import { make } from '../dom.ts'
import { showPicture } from './picture.ts'

/** What a press chooses; both are there when a packet can go. */
export interface ChosenEnds {
  readonly from?: string
  readonly to?: string
}

/** What a Pod without a port of its own is asked on. */
const USUAL_PORT = 80

/** Where a packet may come from: a Service or URL sends nothing. */
const canSend = (end: string): boolean => end === 'outside' || /^(?:pod|node)\//u.test(end)

/** The end with a port, as `targets` have it; undefined where nothing can be sent there. */
export const targetOf = (end: string, targets: readonly string[]): string | undefined => {
  if (end === 'outside') return undefined
  const known = targets.find((target) => target === end || target.startsWith(`${end}:`))
  return known ?? (canSend(end) ? `${end}:${USUAL_PORT}` : undefined)
}

/** What is chosen when an end is pressed: the source first, unless it cannot be one; a third press begins anew. */
export const choose = (chosen: ChosenEnds, end: string, targets: readonly string[]): ChosenEnds => {
  const before = chosen.from !== undefined && chosen.to !== undefined ? {} : chosen
  if (before.from === undefined && canSend(end)) return { ...before, from: end }
  const to = targetOf(end, targets)
  return to === undefined ? { ...before, from: end } : { ...before, to }
}

export interface SpotWords {
  readonly from: string
  readonly to: string
  readonly asTable: string
}

export interface Spots {
  readonly figure: HTMLElement
  /** Shows which ends are chosen. */
  readonly mark: (chosen: ChosenEnds) => void
}

/** A button over each end, named as the fields name it. */
export const showSpots = (picture: Picture, words: SpotWords, press: (end: string) => void): Spots => {
  const { figure, layers, table } = showPicture(picture)
  const folded = make('details', {}, make('summary', {}, words.asTable))
  const framed = table.parentElement
  framed?.replaceWith(folded)
  if (framed !== null) folded.append(framed)
  const buttons = (picture.spots ?? []).map(({ end, x, y, width, height }) => {
    const button = make('button', { type: 'button', class: 'spot', 'aria-pressed': 'false', 'aria-label': end })
    Object.assign(button.style, { left: `${x}px`, top: `${y}px`, width: `${width}px`, height: `${height}px` })
    button.addEventListener('click', () => {
      press(end)
    })
    layers.append(button)
    return { end, button }
  })
  const mark = ({ from, to }: ChosenEnds): void => {
    for (const { end, button } of buttons) {
      const isTo = to !== undefined && (to === end || to.startsWith(`${end}:`))
      const roles = [...(end === from ? [words.from] : []), ...(isTo ? [words.to] : [])].join(', ')
      button.setAttribute('aria-pressed', String(roles !== ''))
      button.setAttribute('aria-label', roles === '' ? end : `${end}: ${roles}`)
      button.replaceChildren(...(roles === '' ? [] : [make('span', { class: 'badge' }, roles)]))
    }
  }
  return { figure, mark }
}
