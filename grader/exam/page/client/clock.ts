/** The clock: it asks the exam's program how much is left, and counts by the browser's own count in between. */
import { ANNOUNCED_MINUTES, dueAnnouncement } from '../../../../src/course/exam/time.ts'
import { clockText } from '../clock-text.ts'
import type { ExamData } from './data.ts'

const SECOND_MS = 1000
const ASK_MS = 15_000
const MINUTE_MS = 60_000
const HIDDEN = 'netgrade-exam-clock-hidden'

interface Heard {
  readonly say: (text: string) => void
  readonly onOver: () => void
}

/** A reader who finds it distracting may hide it; announcements stay. */
const offerHiding = (): void => {
  const offer = document.getElementById('hide')
  const box = document.querySelector<HTMLInputElement>('#hide input')
  if (offer === null || box === null) return
  const apply = (): void => void document.documentElement.classList.toggle('clockless', box.checked)
  offer.hidden = false
  box.checked = localStorage.getItem(HIDDEN) === 'yes'
  apply()
  box.addEventListener('change', () => {
    localStorage.setItem(HIDDEN, box.checked ? 'yes' : 'no')
    apply()
  })
}

export const createClock = ({ leftMs, words }: ExamData, { say, onOver }: Heard): void => {
  const clock = document.getElementById('clock')
  let endsAt = performance.now() + leftMs
  // What was past when the page was loaded is no news.
  const told: number[] = ANNOUNCED_MINUTES.filter((minutes) => leftMs <= (minutes - 1) * MINUTE_MS)
  const left = (): number => Math.max(0, endsAt - performance.now())
  const ask = async (): Promise<void> => {
    const response = await fetch('state', { cache: 'no-store' })
    if (response.ok) endsAt = performance.now() + ((await response.json()) as { readonly leftMs: number }).leftMs
  }
  const askQuietly = (): void => void ask().catch(() => undefined)
  const tick = (): void => {
    const now = left()
    if (clock !== null) clock.textContent = clockText(now)
    const due = dueAnnouncement(now, told)
    if (due !== undefined) {
      told.push(due)
      say(words.announced[due] ?? '')
    }
    if (now > 0) return
    clearInterval(ticking)
    clearInterval(asking)
    if (leftMs > 0) onOver()
  }
  const ticking = setInterval(tick, SECOND_MS)
  const asking = setInterval(askQuietly, ASK_MS)
  // A laptop that was closed has not counted.
  document.addEventListener('visibilitychange', askQuietly)
  offerHiding()
  tick()
}
