/** The playground: everything in it is done by its script. */
import { ENGINE_FOLDER } from '../assets.ts'
import { escapeHtml } from '../escape.ts'
import { createPage, hrefBetween, type Page } from '../page.ts'
import type { Site } from '../site.ts'
import { WORDS, type Language } from '../words.ts'

const NAME = 'playground.html'

/** What it begins with. */
const FIRST = '3-1'

/** States of the course's sections, by `section name`; the one to begin with first. */
const examplesOf = ({ course }: Site): Readonly<Record<string, string>> => {
  const all = course.sections.flatMap(({ id, source }) =>
    Object.entries(source.files)
      .filter(([path]) => path.startsWith('states/'))
      .map(([path, text]) => [`${id} ${path.replace(/^states\/|\.yaml$/gu, '')}`, text] as const),
  )
  const isFirst = ([name]: readonly [string, string]): boolean => name.startsWith(FIRST)
  return Object.fromEntries([...all.filter(isFirst), ...all.filter((one) => !isFirst(one))])
}

const END = (id: string, label: string): string =>
  `<p><label for="${id}">${label}</label> <input type="text" id="${id}" name="${id}" list="${id}-ends" autocomplete="off" spellcheck="false"><datalist id="${id}-ends"></datalist></p>`

export const playgroundPage = (site: Site, language: Language): Page => {
  const words = WORDS[language]
  const examples = examplesOf(site)
  const options = Object.keys(examples).map((name) => `<option value="${escapeHtml(name)}">${escapeHtml(name)}</option>`)
  const html = [
    `<noscript><p>${words.playgroundNeeds}</p></noscript>`,
    `<section class="playground workbench" data-engine="${hrefBetween(`${language}/${NAME}`, ENGINE_FOLDER)}" aria-label="${words.playground}" hidden>`,
    `<p><label for="example">${words.exampleCluster}</label> <select id="example">${options.join('')}</select></p>`,
    `<p><label for="cluster">${words.clusterText}</label> <button type="button" class="open-editor">${words.openEditor}</button></p>`,
    '<textarea id="cluster" name="cluster" rows="18" spellcheck="false" autocapitalize="off" autocomplete="off"></textarea>',
    '<ul class="diagnostics"></ul>',
    `<div class="ends">${END('from', words.fromEnd)}${END('to', words.toEnd)}</div>`,
    `<p class="actions"><button type="button" class="draw-walk">${words.drawWalk}</button> <button type="button" class="share">${words.share}</button> <span role="status"></span></p>`,
    '<div class="walk-shown"></div>',
    `<h2 id="reach"><a class="heading" href="#reach">${words.reachHeading}</a></h2>`,
    `<p>${words.reachIntro}</p>`,
    `<p class="actions"><button type="button" class="guess">${words.guess}</button> <button type="button" class="reveal">${words.reveal}</button></p>`,
    '<div class="reach-shown"></div>',
    '</section>',
    '',
  ].join('\n')
  return createPage({
    kind: 'playground',
    language,
    name: NAME,
    title: words.playground,
    summary: words.playgroundIntro,
    html,
    scripts: ['playground'],
    data: [{ name: 'examples', content: `self.netgradeExamples=${JSON.stringify(examples)};` }],
  })
}
