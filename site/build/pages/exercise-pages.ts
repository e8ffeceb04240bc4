/** The pages of exercises: one for each section's task, and one for each of its variants. */
import type { Section } from '../content/load-course.ts'
import { escapeHtml } from '../escape.ts'
import { EXERCISE_WORDS } from '../exercise-words.ts'
import { renderFence } from '../markdown/fences.ts'
import { createPage, type Page } from '../page.ts'
import type { Site } from '../site.ts'
import { WORDS, type Language } from '../words.ts'
import { commands, partsOf, renderPart } from './section-parts.ts'
import { exerciseName, renderWorkbench, taskScript } from './workbench.ts'

/** Parts of the section's text that belong to doing it. */
const SHOWN = ['task', 'hints', 'debrief']

/** The other tasks of the same section. */
const moreHtml = (site: Site, { id, source }: Section, language: Language): string => {
  const section = site.course.sections.find((one) => one.id === id)
  const others =
    section === undefined ? [] : [section, ...section.variants].filter((one) => one.source.variant !== source.variant)
  if (others.length === 0) return ''
  const items = others.map((one) => {
    const { title, summary } = one.texts[language]
    return `<li><a href="${exerciseName(one)}.html">${escapeHtml(title)}</a><p>${escapeHtml(summary)}</p></li>\n`
  })
  return `<h2 id="more"><a class="heading" href="#more">${EXERCISE_WORDS[language].moreExercises}</a></h2>\n<ul class="cards">${items.join('')}</ul>\n`
}

const exercisePage = (site: Site, section: Section, language: Language): Page => {
  const name = `exercises/${exerciseName(section)}.html`
  const { variant } = section.source
  const words = WORDS[language]
  const { title, summary } = section.texts[language]
  const parts = partsOf(site, section, language, { name, prefix: '' }).filter(({ id }) => SHOWN.includes(id))
  const checks = (section.task?.checks ?? []).map(
    (check) => `<li>${escapeHtml(check.title[language])} <span class="points">${words.points(check.points)}</span></li>\n`,
  )
  const steps = [
    `npx grade start ${section.id}${variant === undefined ? '' : ` --variant ${variant}`}`,
    'eval "$(npx grade env)"',
    `npx grade ${section.id}`,
  ]
  const start =
    section.start.trim() === ''
      ? ''
      : `<h2 id="start">${EXERCISE_WORDS[language].startState}</h2>\n${renderFence('yaml', section.start, language)}`
  const reading = `<p class="action"><a href="../${section.id}.html">${words.reading}</a> ${words.minutes(section.task?.minutes ?? 0)}</p>\n`
  const tryIt = `<h2 id="try">${words.try}</h2>\n${commands(steps, language)}<h2 id="checks">${words.checks}</h2>\n<ol class="checks">${checks.join('')}</ol>\n`
  const show = (wanted: string): string =>
    parts.flatMap((part) => (part.id === wanted ? [renderPart(part, section, language)] : [])).join('')
  return createPage({
    kind: 'exercise',
    language,
    name,
    number: section.id,
    up: { name: 'exercises/index.html', title: words.exercises },
    title,
    summary,
    html: [
      reading,
      show('task'),
      start,
      tryIt,
      renderWorkbench(section, language, site.version),
      show('hints'),
      show('debrief'),
      moreHtml(site, section, language),
    ].join(''),
    scripts: ['exercise'],
    data: [{ name: `task-${exerciseName(section)}`, content: taskScript(section.source) }],
  })
}

const exercisesPage = (site: Site, language: Language): Page => {
  const words = WORDS[language]
  const items = site.course.sections
    .filter(({ task }) => task !== undefined)
    .map(
      ({ id, texts, task }) =>
        `<li><a href="${id}.html" data-section="${id}"><span class="number">${id}</span> ${escapeHtml(texts[language].title)}</a><p>${escapeHtml(texts[language].summary)} ${words.minutes(task?.minutes ?? 0)}.</p></li>\n`,
    )
  const html = `<ul class="cards">${items.join('')}</ul>\n`
  return createPage({
    kind: 'exercises',
    language,
    name: 'exercises/index.html',
    title: words.exercises,
    summary: words.exercisesIntro,
    html,
  })
}

/** Every exercise, and the list of them. */
export function* exercisePages(site: Site, language: Language): Iterable<Page> {
  yield exercisesPage(site, language)
  for (const section of site.course.sections)
    if (section.task !== undefined) for (const one of [section, ...section.variants]) yield exercisePage(site, one, language)
}
