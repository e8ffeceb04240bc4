/** The page of search: the index is a script that is loaded when somebody asks, so it works from file:// too. */
import MiniSearch, { type AsPlainObject, type SearchResult } from 'minisearch'
import { queryOf, type Aliases } from '../search/aliases.ts'
import { SEARCH_OPTIONS } from '../search/options.ts'

const MAX_RESULTS = 30

const form = document.querySelector<HTMLFormElement>('form.search')
const input = form?.querySelector('input')
const list = document.querySelector('ol.results')
const status = document.querySelector<HTMLElement>('[role=status]')

type Ask = (question: string) => readonly SearchResult[]

let loading: Promise<Ask> | undefined

/** In steps between which keys are answered: on a slow phone it takes a while. */
const readIndex = async (text: string): Promise<Ask> => {
  const { index, aliases } = JSON.parse(text) as { readonly index: AsPlainObject; readonly aliases: Aliases }
  const words = await MiniSearch.loadJSAsync(index, SEARCH_OPTIONS)
  return (question) => words.search(queryOf(question, aliases))
}

const loadIndex = (source: string): Promise<Ask> =>
  new Promise((resolve, reject) => {
    const script = document.createElement('script')
    script.src = source
    script.onload = () => {
      const index: unknown = Reflect.get(globalThis, 'netgradeSearchIndex')
      if (typeof index === 'string') readIndex(index).then(resolve, reject)
      else reject(new Error('The search index is not what it should be.'))
    }
    script.onerror = () => reject(new Error('The search index could not be loaded.'))
    document.head.append(script)
  })

const item = (href: string, title: string, page: string): HTMLLIElement => {
  const element = document.createElement('li')
  const link = document.createElement('a')
  link.href = href
  link.textContent = title
  element.append(link)
  if (page === title) return element
  const where = document.createElement('span')
  where.className = 'page'
  where.textContent = page
  element.append(' ', where)
  return element
}

/** Undefined where it cannot be loaded: the next question tries again. */
const openIndex = async (source: string): Promise<Ask | undefined> => {
  loading ??= loadIndex(source)
  try {
    return await loading
  } catch {
    loading = undefined
    return undefined
  }
}

let latest = ''

const search = async (question: string): Promise<void> => {
  if (form === null || list === null || status === null) return
  latest = question
  if (question.trim() === '') {
    list.replaceChildren()
    status.textContent = ''
    return
  }
  const ask = await openIndex(form.dataset['index'] ?? '')
  // Who types on asks once, for the last of it.
  await new Promise((resolve) => setTimeout(resolve))
  if (question !== latest) return
  if (ask === undefined) {
    status.textContent = status.dataset['failed'] ?? ''
    return
  }
  const all = ask(question)
  const found = all.slice(0, MAX_RESULTS)
  list.replaceChildren(...found.map(({ id, title, page }) => item(String(id), String(title), String(page))))
  const { found: words = '', more = '', none = '' } = status.dataset
  const text = all.length === 0 ? none : all.length > found.length ? more : words
  status.textContent = text.replace('{}', String(all.length)).replace('{shown}', String(found.length))
}

if (form !== null && input !== null && input !== undefined) {
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void search(input.value)
  })
  input.addEventListener('input', () => void search(input.value))
  const other = document.querySelector<HTMLAnchorElement>('a.language')
  other?.addEventListener('click', () => (other.search = String(new URLSearchParams({ q: input.value }))))
  input.value = new URLSearchParams(location.search).get('q') ?? ''
  void search(input.value)
}
