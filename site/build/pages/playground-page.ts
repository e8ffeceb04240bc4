/** The playground: everything in it is done by its script. */
import { stateAsked } from '../../../src/course/read-states.ts'
import { ENGINE_FOLDER } from '../assets.ts'
import { escapeHtml } from '../escape.ts'
import { createPage, hrefBetween, type Page } from '../page.ts'
import type { Site } from '../site.ts'
import { pairsIn } from './policy-pairs.ts'
import { WORDS, type Language } from '../words.ts'

const NAME = 'playground.html'

interface Example {
  readonly key: string
  readonly title: string
  readonly section: string
  readonly text: string
}

/** In the order of the course's list. */
const examplesOf = ({ course }: Site, language: Language): readonly Example[] =>
  course.playground.map(({ section, path, title }) => {
    const found = course.sections.find(({ id }) => id === section)
    return {
      key: `${section}/${path}`,
      title: title[language],
      section: `${section} ${found?.texts[language].title ?? ''}`,
      text: stateAsked(found?.source.files[path] ?? ''),
    }
  })

const textsOf = (examples: readonly Example[]): Readonly<Record<string, string>> =>
  Object.fromEntries(examples.map(({ key, text }) => [key, text]))

/** Under the titles of their sections. */
const choicesOf = (examples: readonly Example[]): string =>
  [...new Set(examples.map(({ section }) => section))]
    .map((section) => {
      const own = examples.filter((example) => example.section === section)
      const options = own.map(({ key, title }) => `<option value="${escapeHtml(key)}">${escapeHtml(title)}</option>`)
      return `<optgroup label="${escapeHtml(section)}">${options.join('')}</optgroup>`
    })
    .join('')

const END = (id: string, label: string): string =>
  `<p><label for="${id}">${label}</label> <input type="text" id="${id}" name="${id}" list="${id}-ends" autocomplete="off" spellcheck="false"><datalist id="${id}-ends"></datalist></p>`

const optionsOf = (names: readonly string[]): string =>
  names.map((name) => `<option value="${escapeHtml(name)}">${escapeHtml(name)}</option>`).join('')

const fieldOf = (id: string, rows: number): string =>
  `<textarea id="${id}" name="${id}" rows="${rows}" spellcheck="false" autocapitalize="off" autocomplete="off"></textarea>`

const sideOf = (side: 'a' | 'b', label: string): string =>
  `<div><label for="policies-${side}">${label}</label>${fieldOf(`policies-${side}`, 14)}</div>`

const heading = (id: string, text: string): string => `<h2 id="${id}"><a class="heading" href="#${id}">${text}</a></h2>`

export const playgroundPage = (site: Site, language: Language): Page => {
  const words = WORDS[language]
  const examples = examplesOf(site, language)
  const pairs = pairsIn(language)
  const html = [
    `<noscript><p>${words.playgroundNeeds}</p></noscript>`,
    `<section class="playground workbench" data-engine="${hrefBetween(`${language}/${NAME}`, ENGINE_FOLDER)}" aria-label="${words.playground}" hidden>`,
    `<p class="actions"><label for="example">${words.exampleCluster}</label> <select id="example">${choicesOf(examples)}</select> <button type="button" class="own-cluster" hidden>${words.ownCluster}</button></p>`,
    `<p><label for="cluster">${words.clusterText}</label> <button type="button" class="open-editor">${words.openEditor}</button></p>`,
    fieldOf('cluster', 18),
    '<div class="by-hand" role="group">',
    `<p class="actions"><label for="add-kind">${words.addedKind}</label> <select id="add-kind"></select> <button type="button" class="add-object">${words.addObject}</button></p>`,
    `<p class="actions"><label for="remove-object">${words.removedObject}</label> <select id="remove-object"></select> <button type="button" class="remove-object">${words.removeObject}</button></p>`,
    '</div>',
    '<ul class="diagnostics"></ul>',
    heading('drawn', words.drawnCluster),
    `<p>${words.drawnIntro}</p>`,
    '<div class="cluster-shown"></div>',
    `<div class="ends">${END('from', words.fromEnd)}${END('to', words.toEnd)}</div>`,
    `<p class="actions"><button type="button" class="draw-walk">${words.drawWalk}</button> <button type="button" class="share">${words.share}</button> <span role="status"></span></p>`,
    '<div class="walk-shown"></div>',
    heading('reach', words.reachHeading),
    `<p>${words.reachIntro}</p>`,
    `<p class="actions"><span class="field"><label for="port">${words.port}</label> <input type="text" id="port" name="port" list="ports" size="8" autocomplete="off" spellcheck="false"></span><datalist id="ports"></datalist> <span class="field"><label for="protocol">${words.protocol}</label> <select id="protocol">${optionsOf(['TCP', 'UDP', 'SCTP'])}</select></span> <button type="button" class="guess">${words.guess}</button> <button type="button" class="reveal">${words.reveal}</button></p>`,
    '<div class="reach-shown"></div>',
    '<div class="comparison">',
    heading('compare', words.pairHeading),
    `<p>${words.pairIntro}</p>`,
    `<p><label for="pair">${words.exampleCluster}</label> <select id="pair">${optionsOf(Object.keys(pairs))}</select></p>`,
    `<div class="sides">${sideOf('a', words.policiesOf('A'))}${sideOf('b', words.policiesOf('B'))}</div>`,
    `<p class="actions"><button type="button" class="compare">${words.compare}</button></p>`,
    '<p role="status"></p>',
    '<div class="compared"></div>',
    '</div>',
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
    data: [
      { name: 'examples', content: `self.netgradeExamples=${JSON.stringify(textsOf(examples))};` },
      { name: `pairs-${language}`, content: `self.netgradePairs=${JSON.stringify(pairs)};` },
    ],
  })
}
