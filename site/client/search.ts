/** The page of search: the index is a script that is loaded when somebody asks, so it works from file:// too. */
import MiniSearch from 'minisearch'
import { SEARCH_OPTIONS } from '../search/options.ts'

const MAX_RESULTS = 30

const form = document.querySelector<HTMLFormElement>('form.search')
const input = form?.querySelector('input')
const list = document.querySelector('ol.results')
const status = document.querySelector<HTMLElement>('[role=status]')

let loading: Promise<MiniSearch> | undefined

const loadIndex = (source: string): Promise<MiniSearch> =>
  new Promise((resolve, reject) => {
    const script = document.createElement('script')
    script.src = source
    script.onload = () => {
      const index: unknown = Reflect.get(globalThis, 'netgradeSearchIndex')
      if (typeof index === 'string') resolve(MiniSearch.loadJSON(index, SEARCH_OPTIONS))
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
  if (page !== title) element.append(` ${page}`)
  return element
}

const search = async (question: string): Promise<void> => {
  if (form === null || list === null || status === null) return
  if (question.trim() === '') {
    list.replaceChildren()
    status.textContent = ''
    return
  }
  loading ??= loadIndex(form.dataset['index'] ?? '')
  const found = (await loading).search(question).slice(0, MAX_RESULTS)
  list.replaceChildren(...found.map(({ id, title, page }) => item(String(id), String(title), String(page))))
  const { found: words = '', none = '' } = status.dataset
  status.textContent = found.length === 0 ? none : words.replace('{}', String(found.length))
}

if (form !== null && input !== null && input !== undefined) {
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void search(input.value)
  })
  input.addEventListener('input', () => void search(input.value))
  input.value = new URLSearchParams(location.search).get('q') ?? ''
  void search(input.value)
}
