/** Where a reader writes manifests, to be graded in the page. */
import type { TaskSource } from '../../../src/course/reading.ts'
import { ENGINE_FOLDER } from '../assets.ts'
import type { Section } from '../content/load-course.ts'
import { escapeHtml } from '../escape.ts'
import { EXERCISE_WORDS } from '../exercise-words.ts'
import { hrefBetween } from '../page.ts'
import { WORDS, type Language } from '../words.ts'

/** What grading reads: prose is left to the page, but for its title. */
const NEEDED = /^(?:task\.yaml|start\.yaml|solution\/.*\.ya?ml)$/u

const FRONT_MATTER = /^---\n[\s\S]*?\n---\n/u

/** A script that gives the page its task. Solutions are there only where a check compares with them. */
export const taskScript = ({ id, folder, files, variant }: TaskSource): string => {
  const task = files['task.yaml'] ?? ''
  const needed = Object.entries(files).filter(
    ([path]) => NEEDED.test(path) && (!path.startsWith('solution/') || task.includes(path)),
  )
  const titles = ['en.md', 'ko.md'].map((path) => [path, FRONT_MATTER.exec(files[path] ?? '')?.[0] ?? ''] as const)
  const source: TaskSource = {
    id,
    folder,
    ...(variant === undefined ? {} : { variant }),
    files: Object.fromEntries([...needed, ...titles]),
  }
  return `self.netgradeTask=${JSON.stringify(source)};`
}

/** What the page of an exercise is called: by its section, and by the variant where it is one. */
export const exerciseName = ({ id, source: { variant } }: Pick<Section, 'id' | 'source'>): string =>
  variant === undefined ? id : `${id}-${variant}`

/** Hidden until its script finds it; without one the terminal is named. */
export const renderWorkbench = (section: Section, language: Language, version: string): string => {
  const words = { ...WORDS[language], ...EXERCISE_WORDS[language] }
  const { texts } = section
  const name = exerciseName(section)
  const page = `${language}/exercises/${name}.html`
  const data = [
    `data-exercise="${name}"`,
    `data-engine="${hrefBetween(page, ENGINE_FOLDER)}"`,
    `data-causes="../causes/"`,
    `data-version="${escapeHtml(version)}"`,
  ]
  return [
    `<h2 id="here"><a class="heading" href="#here">${words.gradeHere}</a></h2>`,
    `<noscript><p>${words.gradeNeeds}</p></noscript>`,
    `<section class="workbench" ${data.join(' ')} aria-label="${escapeHtml(`${words.gradeHere}: ${texts[language].title}`)}" hidden>`,
    `<p>${words.gradeHereIntro}</p>`,
    '<form>',
    `<p><label for="answer">${words.manifests}</label> <button type="button" class="open-editor">${words.openEditor}</button> <span class="editor-hint" hidden>${words.editorHint}</span></p>`,
    '<textarea id="answer" name="answer" rows="18" spellcheck="false" autocapitalize="off" autocomplete="off"></textarea>',
    `<p class="actions"><button type="submit">${words.grade}</button> <span role="status"></span></p>`,
    '</form>',
    '<ul class="diagnostics"></ul>',
    '<div class="result"></div>',
    '</section>',
    '',
  ].join('\n')
}
