/** The reference: the commands, the kinds of checks, the fields of a result, and the semantics with their tests. */
import { escapeHtml } from '../../escape.ts'
import { createPage, type Page } from '../../page.ts'
import type { Site } from '../../site.ts'
import { WORDS, type Language } from '../../words.ts'
import { checksPage } from './checks-page.ts'
import { anchorOf, commandsPage } from './commands-page.ts'
import { heading } from './parts.ts'
import { resultPage } from './result-page.ts'
import { semanticsName, semanticsPages } from './semantics-pages.ts'

const item = (href: string, title: string): string => `<li><a href="${href}">${escapeHtml(title)}</a></li>\n`

const indexPage = (site: Site, language: Language): Page => {
  const words = WORDS[language]
  const chapter = (id: string, title: string, intro: string, links: readonly string[]): string =>
    `${heading(id, title)}<p>${intro}</p>\n<ul class="many">${links.join('')}</ul>\n`
  return createPage({
    kind: 'reference',
    language,
    name: 'reference/index.html',
    title: words.reference,
    summary: words.referenceIntro,
    html: [
      chapter(
        'commands',
        words.commands,
        words.commandsIntro,
        site.usage[language].map((command) => item(`commands.html#${anchorOf(command)}`, command.name)),
      ),
      chapter(
        'checks',
        words.checkKinds,
        words.checkKindsIntro,
        site.checks.kinds.map(({ kind }) => item(`checks.html#${kind}`, kind)),
      ),
      chapter('result', words.result, words.resultIntro, [item('result.html', words.result)]),
      chapter(
        'semantics',
        words.semantics,
        words.semanticsIntro,
        site.semantics.areas.map(({ title }, index) => item(semanticsName(index), title[language])),
      ),
    ].join(''),
  })
}

export const referencePages = (site: Site, language: Language): readonly Page[] => [
  indexPage(site, language),
  commandsPage(site, language),
  checksPage(site, language),
  resultPage(site, language),
  ...semanticsPages(site, language),
]
