/** Writes the study site: static pages that work from any folder, from file:// too, and without JavaScript. */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Handlebars from 'handlebars'
import { loadCourse, type CourseText, type Section } from './load.ts'
import { createMarkdown } from './markdown.ts'
import { WORDS, type Language } from './words.ts'

export interface SiteOptions {
  /** The folder with course.yaml. */
  readonly tasks: string
  /** The folder with templates/ and client/. */
  readonly assets: string
  readonly output: string
}

interface Page {
  readonly path: string
  readonly language: Language
  readonly title: string
  readonly summary: string
  readonly content: string
  readonly section?: Section
}

const DEFAULT_LANGUAGE: Language = 'en'

const folderOf = (language: Language): string => (language === DEFAULT_LANGUAGE ? '' : `${language}/`)

const pathOf = (language: Language, id: string | undefined): string =>
  `${folderOf(language)}${id === undefined ? 'index' : id}.html`

/** From one page to another, without a server's help. */
const relative = (from: string, to: string): string => `${'../'.repeat(from.split('/').length - 1)}${to}`

const partsOf = (course: CourseText, page: Page): unknown =>
  Object.entries(course.parts).map(([key, title]) => ({
    title: title[page.language],
    sections: course.sections
      .filter(({ part }) => part === key)
      .map((section) => ({
        id: section.id,
        title: section.texts[page.language].title,
        href: relative(page.path, pathOf(page.language, section.id)),
        current: section === page.section,
      })),
  }))

/** Hints open one by one: each item of the list below the heading #hints becomes a disclosure. */
const foldHints = (html: string, word: string): string =>
  html.replace(/(<h2 id="hints">[\s\S]*?<\/h2>\s*)<ol>([\s\S]*?)<\/ol>/u, (_, heading: string, items: string) => {
    const hints = [...items.matchAll(/<li>([\s\S]*?)<\/li>/gu)]
    return (
      heading +
      hints
        .map(([, body], index) => `<details><summary>${word} ${index + 1}</summary><p>${body ?? ''}</p></details>`)
        .join('\n')
    )
  })

/** The debrief tells the solution: it is folded as well. */
const foldDebrief = (html: string): string =>
  html.replace(
    /<h2 id="debrief">([\s\S]*?)<\/h2>([\s\S]*?)(?=<h2|$)/u,
    '<details id="debrief"><summary>$1</summary>$2</details>\n',
  )

const sectionPage = (section: Section, language: Language): Page => {
  const text = section.texts[language]
  const body = foldDebrief(foldHints(createMarkdown().render(text.body), WORDS[language].hint))
  const escaped = createMarkdown().utils.escapeHtml
  const content = `<h1>${escaped(text.title)}</h1>\n<p class="summary">${escaped(text.summary)}</p>\n${body}`
  return { path: pathOf(language, section.id), language, title: text.title, summary: text.summary, content, section }
}

const startPage = (course: CourseText, language: Language): Page => {
  const escaped = createMarkdown().utils.escapeHtml
  const items = course.sections.map((section) => {
    const { title, summary } = section.texts[language]
    return `<li><a href="${section.id}.html">${section.id} ${escaped(title)}</a><br>${escaped(summary)}</li>`
  })
  const content = `<h1>${escaped(course.title[language])}</h1>\n<p class="summary">${escaped(WORDS[language].intro)}</p>\n<ul>${items.join('\n')}</ul>`
  return { path: pathOf(language, undefined), language, title: '', summary: WORDS[language].intro, content }
}

const nextOf = (course: CourseText, page: Page): unknown => {
  if (page.section === undefined) return undefined
  const next = course.sections[course.sections.indexOf(page.section) + 1]
  return next === undefined
    ? undefined
    : { title: next.texts[page.language].title, href: relative(page.path, pathOf(page.language, next.id)) }
}

const stepsOf = (page: Page): readonly string[] => {
  if (page.section === undefined) return ['npm start', 'eval "$(npx grade env)"', 'kubectl get pods --all-namespaces']
  const { id } = page.section
  return [`npx grade start ${id}`, 'eval "$(npx grade env)"', `npx grade ${id}`]
}

const render = (template: HandlebarsTemplateDelegate, course: CourseText, page: Page): string => {
  const other = page.language === 'en' ? 'ko' : 'en'
  return template({
    language: page.language,
    root: relative(page.path, ''),
    home: relative(page.path, pathOf(page.language, undefined)),
    words: WORDS[page.language],
    other: { language: other, name: WORDS[other].name, href: relative(page.path, pathOf(other, page.section?.id)) },
    course: { title: course.title[page.language], parts: partsOf(course, page) },
    page: { ...page, steps: stepsOf(page), next: nextOf(course, page) },
    content: page.content,
  })
}

/** The paths written, relative to the output folder. */
export const buildSite = ({ tasks, assets, output }: SiteOptions): readonly string[] => {
  const course = loadCourse(tasks)
  const template = Handlebars.compile(readFileSync(join(assets, 'templates/layout.hbs'), 'utf8'))
  const pages = course.languages.flatMap((language) => [
    startPage(course, language),
    ...course.sections.map((section) => sectionPage(section, language)),
  ])
  for (const page of pages) {
    const path = join(output, page.path)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, render(template, course, page))
  }
  cpSync(join(assets, 'client/style.css'), join(output, 'style.css'))
  return [...pages.map(({ path }) => path), 'style.css']
}
