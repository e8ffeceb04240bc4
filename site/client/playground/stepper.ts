/** A packet's walk one step after the other: by hand, or played, which can be stopped at any time. */
import type { Picture, Stop } from '../../../src/drawing/drawing.ts'
import { make } from '../dom.ts'
import type { ShownPicture } from './picture.ts'

export interface StepperWords {
  readonly steps: string
  readonly previous: string
  readonly next: string
  readonly play: string
  readonly pause: string
  readonly step: (at: number, of: number) => string
}

const STEP_MS = 1600
const MOVE_MS = 700
const RADIUS = '7'

/** Whether things may move of themselves. */
const isMotionWelcome = (): boolean => matchMedia('(prefers-reduced-motion: no-preference)').matches

interface Stage {
  /** Shows the step; it moves there where it comes from the step before. */
  readonly show: (index: number, moves: boolean) => void
}

const createStage = ({ svg, sheet, table }: ShownPicture, stops: readonly Stop[]): Stage => {
  const token = document.createElementNS('http://www.w3.org/2000/svg', 'circle')
  token.setAttribute('r', RADIUS)
  svg.append(token)
  const rows = [...(table.tBodies[0]?.rows ?? [])]
  const place = ({ x, y }: Stop['path'][number]): string => `translate(${x}px, ${y}px)`
  const reveal = (x: number): void => {
    const { scrollLeft, clientWidth } = sheet
    if (x > scrollLeft + 24 && x < scrollLeft + clientWidth - 24) return
    sheet.scrollTo({ left: x - clientWidth / 2, behavior: isMotionWelcome() ? 'smooth' : 'auto' })
  }
  const show = (index: number, moves: boolean): void => {
    const stop = stops[index]
    if (stop === undefined) return
    for (const [at, row] of rows.entries())
      if (at === stop.row) row.setAttribute('aria-current', 'step')
      else row.removeAttribute('aria-current')
    token.setAttribute('class', stop.isReply ? 'token reply' : 'token')
    const end = stop.path.at(-1)
    token.style.visibility = end === undefined ? 'hidden' : 'visible'
    if (end === undefined) return
    for (const running of token.getAnimations()) running.cancel()
    token.style.transform = place(end)
    if (moves && isMotionWelcome() && stop.path.length > 1)
      token.animate(
        stop.path.map((point) => ({ transform: place(point) })),
        { duration: MOVE_MS, easing: 'ease-in-out' },
      )
    reveal(end.x)
  }
  return { show }
}

/** What a step says, without its number. */
const tellRow = (cells: readonly string[]): string =>
  cells
    .slice(1)
    .filter((cell) => cell !== '')
    .join(' · ')

/** Adds the controls below the picture; it begins to play when they are seen, where motion is welcome. */
export const addStepper = (shown: ShownPicture, { stops = [], table }: Picture, words: StepperWords): void => {
  if (stops.length === 0) return
  const stage = createStage(shown, stops)
  const button = (name: string): HTMLButtonElement => {
    const made = document.createElement('button')
    made.type = 'button'
    made.textContent = name
    return made
  }
  const [previous, play, next] = [button(words.previous), button(words.play), button(words.next)]
  const told = make('p', { class: 'step-told', 'aria-live': 'polite' })
  let at = 0
  let timer: number | undefined
  const show = (index: number): void => {
    const moves = index === at + 1
    at = index
    stage.show(at, moves)
    told.textContent = `${words.step(at + 1, stops.length)} ${tellRow(table.rows[stops[at]?.row ?? 0] ?? [])}`
    previous.disabled = at === 0
    next.disabled = at === stops.length - 1
  }
  const stop = (): void => {
    clearInterval(timer)
    timer = undefined
    play.textContent = words.play
    told.setAttribute('aria-live', 'polite')
  }
  const start = (): void => {
    // Read out only what was asked for.
    told.setAttribute('aria-live', 'off')
    play.textContent = words.pause
    if (at === stops.length - 1) show(0)
    timer = window.setInterval(() => {
      if (at < stops.length - 1 && shown.figure.isConnected) show(at + 1)
      else stop()
    }, STEP_MS)
  }
  const go = (by: number): void => {
    stop()
    show(Math.min(stops.length - 1, Math.max(0, at + by)))
  }
  previous.addEventListener('click', () => {
    go(-1)
  })
  next.addEventListener('click', () => {
    go(1)
  })
  play.addEventListener('click', () => {
    if (timer === undefined) start()
    else stop()
  })
  const controls = make('div', { class: 'stepper', role: 'group', 'aria-label': words.steps }, previous, play, next, told)
  shown.sheet.after(controls)
  show(0)
  if (isMotionWelcome()) whenSeen(controls, start)
}

/** Once, when all of the element is in sight. */
const whenSeen = (element: Element, act: () => void): void => {
  const observer = new IntersectionObserver(
    (entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return
      observer.disconnect()
      act()
    },
    { threshold: 1 },
  )
  observer.observe(element)
}
