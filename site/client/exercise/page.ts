/** The exercise's page. */
import { withAttempt } from '../../../src/course/progress.ts'
import { loadProgress, saveProgress } from '../progress-store.ts'
import { enhanceExercise } from './exercise.ts'

for (const section of document.querySelectorAll<HTMLElement>('[data-exercise]'))
  enhanceExercise(section, {
    graded: ({ task: { id }, status, score: points, max: of, submission: { at } }) => {
      if (status === 'invalid') return
      const progress = loadProgress()
      saveProgress({ ...progress, [id]: withAttempt(progress[id] ?? { best: {} }, 'manifests', { points, of, at }) })
    },
  })
