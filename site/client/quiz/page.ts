/** The page of a section's questions. */
import { withQuestions } from '../../../src/course/progress.ts'
import { loadProgress, saveProgress } from '../progress-store.ts'
import { enhanceQuiz } from './quiz.ts'

/** `…/questions/1-1.html` */
const section = /([\w-]+)\.html$/u.exec(location.pathname)?.[1] ?? ''

enhanceQuiz(document, {
  earlier: loadProgress()[section]?.questions ?? {},
  answered: (id, correct) => {
    const progress = loadProgress()
    const asked = { of: globalThis.netgradeQuestions?.length ?? 0, at: new Date().toISOString() }
    saveProgress({ ...progress, [section]: withQuestions(progress[section] ?? { best: {} }, { [id]: correct }, asked) })
  },
})
