/** The pages that show the course's own texts: sections, the glossary, and all of it on one page. */
import { escapeHtml } from '../escape.ts'
import { HINTS, renderText, type RenderedPart } from '../markdown/markdown.ts'
import type { Section } from '../content/load-course.ts'
import { exercisePages } from './exercise-pages.ts'
import { commands, partsOf, renderPart } from './section-parts.ts'
import { createPage, hrefBetween, type Page } from '../page.ts'
import { WORDS, type Language } from '../words.ts'
import type { Site } from '../site.ts'

const contentsOf = (parts: readonly RenderedPart[]): Page['contents'] => parts.map(({ id, heading }) => ({ id, heading }))

const sectionPage = (site: Site, section: Section, language: Language): Page => {
  const name = `${section.id}.html`
  const words = WORDS[language]
  const { title, summary } = section.texts[language]
  const parts = partsOf(site, section, language, { name, prefix: '' })
  const [folder, word] = section.task === undefined ? ['questions', words.openQuestions] : ['exercises', words.open]
  const link = `<p class="action"><a href="${folder}/${section.id}.html">${word}</a></p>\n`
  return createPage({
    kind: 'section',
    language,
    name,
    number: section.id,
    title,
    summary,
    html: link + parts.map((part) => renderPart(part, section, language)).join('') + (section.task === undefined ? link : ''),
    contents: contentsOf(parts),
    found: [{ title, text: summary }, ...parts.map(({ id, heading, text }) => ({ anchor: id, title: heading, text }))],
  })
}

const startPage = (site: Site, language: Language): Page => {
  const words = WORDS[language]
  const parts = Object.entries(site.course.parts).map(([part, title]) => {
    const items = site.course.sections
      .filter((section) => section.part === part)
      .map(
        ({ id, texts }) =>
          `<li><a href="${id}.html" data-section="${id}"><span class="number">${id}</span> ${escapeHtml(texts[language].title)}</a><p>${escapeHtml(texts[language].summary)}</p></li>\n`,
      )
    return `<h2 id="${part}"><a class="heading" href="#${part}">${escapeHtml(title[language])}</a></h2>\n<ul class="cards">${items.join('')}</ul>\n`
  })
  const [first] = site.course.sections
  const begin =
    first === undefined
      ? ''
      : `<p class="action"><a href="${first.id}.html">${words.begin(first.id)}</a> <a href="exercises/index.html">${words.exercises}</a> <a href="playground.html">${words.playground}</a></p>\n`
  const html = `${begin}${parts.join('')}<h2 id="try"><a class="heading" href="#try">${words.try}</a></h2>\n${commands(['npm start', 'eval "$(npx grade env)"', 'kubectl get pods --all-namespaces'], language)}`
  return createPage({ kind: 'start', language, name: 'index.html', title: site.course.title[language], html })
}

const termsHtml = (site: Site, language: Language, page: { name: string; prefix: string }): string => {
  const other: Language = language === 'en' ? 'ko' : 'en'
  const terms = [...site.course.terms].sort((a, b) => a.texts[language].term.localeCompare(b.texts[language].term, language))
  const items = terms.map(({ id, line, texts }) => {
    const html = renderText(texts[language].text, {
      file: 'tasks/glossary.yaml',
      before: line - 1,
      language,
      prefix: page.prefix,
      resolve: site.resolver(page.name),
      note: site.note,
    })
    const translation =
      texts[other].term === texts[language].term
        ? ''
        : ` <span class="other" lang="${other}">${escapeHtml(texts[other].term)}</span>`
    return `<dt id="${page.prefix}${id}">${escapeHtml(texts[language].term)}${translation}</dt><dd>${html}</dd>\n`
  })
  return `<dl class="terms">${items.join('')}</dl>\n`
}

const glossaryPage = (site: Site, language: Language): Page => {
  const { glossary: title, glossaryIntro: summary } = WORDS[language]
  const found = site.course.terms.map(({ id, texts }) => ({
    anchor: id,
    title: texts[language].term,
    text: texts[language].text,
  }))
  return createPage({
    kind: 'glossary',
    language,
    name: 'glossary.html',
    title,
    summary,
    html: termsHtml(site, language, { name: 'glossary.html', prefix: '' }),
    found,
  })
}

/** Links between sections stay on the page; each section's anchors have its id before them. */
const printPage = (site: Site, language: Language): Page => {
  const name = 'print.html'
  const words = WORDS[language]
  const sections = site.course.sections.map((section) => {
    const parts = partsOf(site, section, language, { name, prefix: `s${section.id}-` })
    const { title, summary } = section.texts[language]
    const body = parts
      .map(
        ({ id, items, headingHtml, html }) =>
          headingHtml + (id.endsWith(`-${HINTS}`) ? `<ol>${items.map((item) => `<li>${item}</li>`).join('')}</ol>` : html),
      )
      .join('')
    return `<section class="chapter"><h2 id="s${section.id}"><span class="number">${section.id}</span> ${escapeHtml(title)}</h2>\n<p class="summary">${escapeHtml(summary)}</p>\n${body.replaceAll('<h2', '<h3').replaceAll('</h2>', '</h3>')}</section>\n`
  })
  const contents = [
    ...site.course.sections.map(({ id, texts }) => ({ id: `s${id}`, heading: `${id} ${texts[language].title}` })),
    { id: 'terms', heading: words.glossary },
  ]
  const terms = `<section class="chapter"><h2 id="terms">${words.glossary}</h2>\n${termsHtml(site, language, { name, prefix: 'term-' })}</section>\n`
  return createPage({
    kind: 'print',
    language,
    name,
    title: words.print,
    summary: words.printIntro,
    html: sections.join('') + terms,
    contents,
  })
}

export function* coursePages(site: Site, language: Language): Iterable<Page> {
  yield startPage(site, language)
  for (const section of site.course.sections) yield sectionPage(site, section, language)
  yield* exercisePages(site, language)
  yield glossaryPage(site, language)
  yield printPage(site, language)
}

/** Where a link of the course's texts leads from the page `from`; on the printed page to its own anchors. */
export const resolveIn =
  (site: Pick<Site, 'course' | 'causes'>, from: string) =>
  (kind: string, name: string): string | undefined => {
    const printed = from === 'print.html'
    if (kind === 'section' && site.course.sections.some(({ id }) => id === name))
      return printed ? `#s${name}` : hrefBetween(from, `${name}.html`)
    // A glossary that cannot be read is one mistake, not one for each of its words.
    if (kind === 'term' && site.course.terms.length === 0) return hrefBetween(from, 'glossary.html')
    if (kind === 'term' && site.course.terms.some(({ id }) => id === name))
      return printed ? `#term-${name}` : hrefBetween(from, `glossary.html#${name}`)
    if (kind === 'cause' && site.causes.some(({ code }) => code === name)) return hrefBetween(from, `causes/${name}.html`)
    return undefined
  }
