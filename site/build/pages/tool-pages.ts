/** Pages that do something with a script, and say so where none runs: search and progress. */
import { escapeHtml } from '../escape.ts'
import { renderFence } from '../markdown/fences.ts'
import { createPage, type Page } from '../page.ts'
import type { Site } from '../site.ts'
import { WORDS, type Language } from '../words.ts'

/** `index` is the file of the search index, as this page loads it. */
export const searchPage = (language: Language, index: string): Page => {
  const words = WORDS[language]
  const html = `<form class="search needs-script" role="search" data-index="${escapeHtml(index)}" aria-label="${words.query}">
<label for="query">${words.query}</label>
<input id="query" name="q" type="search" autocomplete="off">
<button type="submit">${words.search}</button>
</form>
<p role="status" data-found="${words.found}" data-more="${words.foundMore}" data-none="${words.none}" data-failed="${words.searchFailed}"></p>
<ol class="results"></ol>
<noscript><p>${words.searchNeeds} <a href="glossary.html">${words.glossary}</a>, <a href="causes/index.html">${words.causes}</a></p></noscript>
`
  return createPage({
    kind: 'search',
    language,
    name: 'search.html',
    title: words.search,
    summary: words.searchIntro,
    html,
    scripts: ['search'],
  })
}

export const progressPage = (site: Site, language: Language): Page => {
  const words = WORDS[language]
  const rows = site.course.sections.map(
    ({ id, texts }) =>
      `<tr><th scope="row"><a href="${id}.html"><span class="number">${id}</span> ${escapeHtml(texts[language].title)}</a></th><td data-best="${id}">${words.notYet}</td></tr>\n`,
  )
  const terminal = renderFence(
    'console',
    '$ npx grade progress import netgrade-progress.json\n$ npx grade progress export my-progress.json\n',
    language,
  )
  const html = `<noscript><p>${words.progressNeeds}</p></noscript>
<table class="progress"><thead><tr><th scope="col">${words.section}</th><th scope="col">${words.best}</th></tr></thead><tbody>
${rows.join('')}</tbody></table>
<div class="tools needs-script"><button class="export" type="button">${words.exportFile}</button>
<label class="file">${words.importFile} <input type="file" accept="application/json,.json"></label></div>
<p role="status" data-imported="${words.imported}" data-unreadable="${words.unreadable}" data-none="${words.importedNone}"></p>
${terminal}`
  return createPage({
    kind: 'progress',
    language,
    name: 'progress.html',
    title: words.progress,
    summary: words.progressIntro,
    html,
    scripts: ['progress'],
  })
}
