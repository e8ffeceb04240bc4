/** While the site is served: a page whose text changes is loaded anew, mistakes of the course are shown in it, the terminal's progress is taken over. */
import { mergeProgress, parseProgress } from '../../src/course/progress.ts'
import { make } from './dom.ts'
import { PROGRESS_CHANGED } from './marks.ts'
import { loadProgress, saveProgress } from './progress-store.ts'

const PANEL = 'builder-says'

const showProblems = (problems: readonly string[]): void => {
  document.querySelector(`#${PANEL}`)?.remove()
  // The page of mistakes shows them itself, and is loaded anew with others.
  if (problems.length === 0 || document.body.dataset['live'] === 'problems') return
  const { broken = '' } = document.body.dataset
  const list = make('ul', {}, ...problems.map((text) => make('li', {}, make('code', {}, text))))
  const panel = make('section', { id: PANEL, role: 'alert', 'aria-label': broken }, make('p', {}, broken), list)
  document.body.prepend(panel)
}

const takeProgress = (text: string): void => {
  const told = parseProgress(text)
  if (told === undefined) return
  const known = loadProgress()
  const merged = mergeProgress(known, told)
  if (JSON.stringify(merged) === JSON.stringify(known)) return
  saveProgress(merged)
  document.dispatchEvent(new Event(PROGRESS_CHANGED))
}

const { live = '' } = document.body.dataset
const events = new EventSource(`/live?${new URLSearchParams({ page: location.pathname, shown: live }).toString()}`)
const on = (event: string, take: (data: unknown) => void): void => {
  events.addEventListener(event, ({ data }: MessageEvent<string>) => {
    take(JSON.parse(data))
  })
}

on('change', () => {
  location.reload()
})
on('problems', (problems) => {
  if (Array.isArray(problems)) showProblems(problems.map(String))
})
on('progress', (text) => {
  takeProgress(String(text))
})
