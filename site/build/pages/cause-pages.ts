/** The catalogue of causes: a list by section, and a page for each. */
import { wordsOf } from '../../../src/course/inline.ts'
import type { CauseText } from '../../../src/grading/causes/cause.ts'
import { escapeHtml } from '../escape.ts'
import { inlineHtml } from '../inline.ts'
import type { Site } from '../site.ts'
import { createPage, type Page } from '../page.ts'
import { WORDS, type Language } from '../words.ts'

const titleOf = (site: Site, id: string, language: Language): string =>
  site.course.sections.find((section) => section.id === id)?.texts[language].title ?? ''

const exampleHtml = ({ example }: CauseText, language: Language): string => {
  if (example.length === 0) return ''
  const words = WORDS[language]
  const lines = example.map(({ sign, text }) => {
    const line = escapeHtml(`${sign === '-' ? '−' : sign} ${text}`.trimEnd())
    return sign === ' ' ? line : sign === '-' ? `<del>${line}</del>` : `<ins>${line}</ins>`
  })
  // Some mistakes are made in a command, not in a manifest.
  const label = example.some(({ text }) => text.startsWith('$ ')) ? words.terminal : 'YAML'
  return `<h2 id="example"><a class="heading" href="#example">${words.example}</a></h2>\n<p>${words.exampleNote}</p>\n<div class="code diff"><p class="label">${label}</p><pre tabindex="0"><code>${lines.join('\n')}</code></pre></div>\n`
}

const causePage = (site: Site, cause: CauseText, language: Language): Page => {
  const words = WORDS[language]
  const title = wordsOf(cause.title[language])
  const taught = titleOf(site, cause.section, language)
  const section =
    taught === ''
      ? ''
      : `<p>${words.taught}: <a href="../${cause.section}.html"><span class="number">${cause.section}</span> ${escapeHtml(taught)}</a></p>\n`
  const explanation = cause.explanation[language]
  return createPage({
    kind: 'cause',
    language,
    name: `causes/${cause.code}.html`,
    title: title.replace(/\.$/u, ''),
    up: { name: 'causes/index.html', title: words.causes },
    summary: cause.code,
    html: `<p>${inlineHtml(explanation)}</p>\n${exampleHtml(cause, language)}${section}`,
    found: [{ title, text: `${cause.code} ${wordsOf(explanation)}` }],
  })
}

const causesPage = (site: Site, language: Language): Page => {
  const words = WORDS[language]
  const sections = [...new Set(site.causes.map(({ section }) => section))].sort()
  const groups = sections.map((id) => {
    const items = site.causes
      .filter(({ section }) => section === id)
      .map(({ code, title }) => `<li><a href="${code}.html">${inlineHtml(title[language])}</a></li>\n`)
    const heading = `${id} ${titleOf(site, id, language)}`.trim()
    return {
      id: `s${id}`,
      heading,
      html: `<h2 id="s${id}"><a class="heading" href="#s${id}">${escapeHtml(heading)}</a></h2>\n<ul>${items.join('')}</ul>\n`,
    }
  })
  const html = groups.map((group) => group.html).join('')
  return createPage({
    kind: 'causes',
    language,
    name: 'causes/index.html',
    title: words.causes,
    summary: words.causesIntro,
    html,
    contents: groups,
  })
}

export const causePages = (site: Site, language: Language): readonly Page[] => [
  causesPage(site, language),
  ...site.causes.map((cause) => causePage(site, cause, language)),
]
