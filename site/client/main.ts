/** What every page does with a script: theme, copying, language at the same place, marks of progress. */
import { withDone, withHints } from '../../src/course/progress.ts'
import { markSections, PROGRESS_CHANGED } from './marks.ts'
import { loadProgress, saveProgress } from './progress-store.ts'
import { store } from './storage.ts'

const THEMES = ['auto', 'light', 'dark'] as const

const showThemes = (): void => {
  const button = document.querySelector<HTMLButtonElement>('button.theme')
  if (button === null) return
  const names = (button.dataset['names'] ?? '').split(' ')
  const word = button.textContent
  const current = (): number =>
    Math.max(
      0,
      THEMES.findIndex((theme) => theme === document.documentElement.dataset['theme']),
    )
  const show = (): void => void (button.textContent = `${word}: ${names[current()] ?? ''}`)
  button.addEventListener('click', () => {
    const next = THEMES[(current() + 1) % THEMES.length] ?? 'auto'
    if (next === 'auto') delete document.documentElement.dataset['theme']
    else document.documentElement.dataset['theme'] = next
    store('netgrade-theme', next)
    show()
  })
  show()
}

/** The commands of a terminal without prompts and output; the whole text of any other block. */
const textToCopy = (block: HTMLElement): string => {
  const commands = [...block.querySelectorAll('kbd')].map(({ textContent }) => textContent)
  return commands.length > 0 ? `${commands.join('\n')}\n` : (block.querySelector('code')?.textContent ?? '')
}

const addCopyButtons = (): void => {
  const { copy = '', copied = '' } = document.body.dataset
  for (const block of document.querySelectorAll<HTMLElement>('div.code:not(.diff)')) {
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'copy'
    button.textContent = copy
    button.addEventListener('click', () => {
      void navigator.clipboard.writeText(textToCopy(block)).then(() => (button.textContent = copied))
    })
    block.querySelector('.label')?.append(button)
  }
}

/** The heading that is read: the last one that has come to the top of the page, below what sticks there. */
const headingAtTop = (): Element | undefined => {
  const edge = Number.parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop) || 0
  return [...document.querySelectorAll('article :is(h2, h3)[id]')]
    .filter((heading) => heading.getClientRects().length > 0 && heading.getBoundingClientRect().top <= edge + 1)
    .at(-1)
}

/** What the address names is kept while it is in sight, or is no place in the page: the playground's is a cluster. */
const placeInPage = (): string => {
  const named = document.getElementById(location.hash.slice(1))
  const { top = 0, bottom = 0 } = named?.getBoundingClientRect() ?? {}
  const isKept = location.hash !== '' && (named === null || (bottom > 0 && top < innerHeight))
  return isKept ? location.hash : (headingAtTop()?.id ?? '')
}

/** The other language opens at the same place: headings have the same names in both. */
const keepPlace = (): void => {
  const link = document.querySelector<HTMLAnchorElement>('a.language')
  link?.addEventListener('click', () => (link.hash = placeInPage()))
}

const countHints = (): void => {
  for (const hint of document.querySelectorAll<HTMLDetailsElement>('details[data-hint]')) {
    hint.addEventListener('toggle', () => {
      const { hint: number = '0', task = '', variant } = hint.dataset
      const progress = loadProgress()
      if (!hint.open) return
      saveProgress({ ...progress, [task]: withDone(progress[task], variant, (done) => withHints(done, Number(number))) })
    })
  }
}

showThemes()
addCopyButtons()
keepPlace()
markSections()
document.addEventListener(PROGRESS_CHANGED, markSections)
countHints()
