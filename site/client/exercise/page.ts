/** The exercise's page. */
import { withAttempt, withDone } from '../../../src/course/progress.ts'
import { loadProgress, saveProgress } from '../progress-store.ts'
import { enhanceExercise } from './exercise.ts'

for (const section of document.querySelectorAll<HTMLElement>('[data-exercise]'))
  enhanceExercise(section, {
    graded: ({ task: { id, variant }, status, score: points, max: of, submission: { at } }) => {
      if (status === 'invalid') return
      // What there is to learn from the solution gives nothing away any more.
      if (status === 'pass') document.querySelector('details#debrief')?.setAttribute('open', '')
      const progress = loadProgress()
      const section = withDone(progress[id], variant, (done) => withAttempt(done, 'manifests', { points, of, at }))
      saveProgress({ ...progress, [id]: section })
    },
  })
