/** The page of progress: shows what is kept, saves it as a file, and adds a file's. */
import { bestOfSection, mergeProgress, parseProgress, renderProgress, sectionsTold } from '../../src/course/progress.ts'
import { PROGRESS_CHANGED } from './marks.ts'
import { loadProgress, saveProgress } from './progress-store.ts'

const show = (): void => {
  const progress = loadProgress()
  for (const cell of document.querySelectorAll<HTMLElement>('td[data-best]')) {
    const known = progress[cell.dataset['best'] ?? '']
    const best = known === undefined ? undefined : bestOfSection(known)
    if (best !== undefined) cell.textContent = `${best.points} / ${best.of}`
  }
}

const save = (): void => {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([renderProgress(loadProgress())], { type: 'application/json' }))
  link.download = 'netgrade-progress.json'
  link.click()
  URL.revokeObjectURL(link.href)
}

const add = async (input: HTMLInputElement, status: HTMLElement): Promise<void> => {
  const text = await input.files?.[0]?.text()
  const other = parseProgress(text ?? '')
  const said = other === undefined ? 'unreadable' : sectionsTold(other) === 0 ? 'none' : 'imported'
  if (other !== undefined && said === 'imported') saveProgress(mergeProgress(loadProgress(), other))
  status.textContent = status.dataset[said] ?? ''
  input.value = ''
  show()
}

document.querySelector('button.export')?.addEventListener('click', save)
const input = document.querySelector<HTMLInputElement>('input[type=file]')
const status = document.querySelector<HTMLElement>('[role=status]')
if (input !== null && status !== null) input.addEventListener('change', () => void add(input, status))
show()
document.addEventListener(PROGRESS_CHANGED, show)
