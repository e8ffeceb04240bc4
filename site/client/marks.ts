/** Marks of the sections that are done, wherever a page names one. */
import { isComplete } from '../../src/course/progress.ts'
import { loadProgress } from './progress-store.ts'

/** Said on the document when the kept progress is another one. */
export const PROGRESS_CHANGED = 'netgrade:progress'

export const markSections = (): void => {
  const progress = loadProgress()
  for (const link of document.querySelectorAll<HTMLElement>('a[data-section]')) {
    link.querySelector('.mark')?.remove()
    if (!isComplete(progress[link.dataset['section'] ?? ''])) continue
    const mark = document.createElement('span')
    mark.className = 'mark'
    mark.textContent = ` ${document.body.dataset['done'] ?? ''}`
    link.append(mark)
  }
}
