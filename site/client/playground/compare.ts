/** Two sets of policies side by side: whether they allow the same in every possible cluster, and if not, a connection that shows it. */
import { make } from '../dom.ts'
import type { Engine } from '../engine/call-engine.ts'
import type { ComparisonShown, Diagnostic, ExampleShown } from '../engine/messages.ts'
import type { ClientWords } from '../words.ts'
import { find } from './find.ts'

declare global {
  /** Pairs of policies by their names, filled by the page's script. */
  var netgradePairs: Readonly<Record<string, readonly [a: string, b: string]>> | undefined
}

export interface CompareOptions {
  readonly engine: Engine
  readonly language: 'en' | 'ko'
  readonly words: ClientWords
  readonly fail: (error: unknown) => string
  /** Takes a cluster and two ends into the playground, and follows the packet. */
  readonly watch: (cluster: string, ends: { readonly from: string; readonly to: string }) => void
}

const MARKS = { met: '✔', 'not-met': '✘', depends: '±', undecided: '?' } as const
const SIDES = ['a', 'b'] as const

/** Makes the section work. */
export const startComparing = (options: CompareOptions): void => {
  const fields = { a: find('#policies-a', HTMLTextAreaElement), b: find('#policies-b', HTMLTextAreaElement) }
  const chooser = find('#pair', HTMLSelectElement)
  const shown = find('.compared', HTMLElement)
  const status = find('.comparison [role=status]', HTMLElement)
  const tell = (text: string, kind = ''): void => {
    status.textContent = text
    status.className = `verdict ${kind}`
  }
  const take = (): void => {
    const [a = '', b = ''] = globalThis.netgradePairs?.[chooser.value] ?? []
    ;[fields.a.value, fields.b.value] = [a, b]
    shown.replaceChildren()
    tell('')
  }
  const compare = async (): Promise<void> => {
    const { engine, language, words } = options
    tell(words.comparing)
    const answer = await engine.call({
      kind: 'compare',
      a: { path: 'A.yaml', text: fields.a.value },
      b: { path: 'B.yaml', text: fields.b.value },
      language,
    })
    if (answer.kind !== 'compared') return
    const wrong = SIDES.flatMap((side) => answer.diagnostics[side].map((one) => tellWrong(side, one, words)))
    tell(wrong.length === 0 ? '' : words.diagnostics(wrong.length))
    shown.replaceChildren(
      ...(wrong.length === 0 ? [] : [make('ul', { class: 'diagnostics' }, ...wrong)]),
      ...(answer.shown === undefined ? [] : render(answer.shown, options)),
    )
    if (answer.shown !== undefined) tell(`${MARKS[answer.shown.standing]} ${answer.shown.verdict}`, answer.shown.standing)
  }
  chooser.addEventListener('change', take)
  find('.compare', HTMLButtonElement).addEventListener('click', () => {
    compare().catch((error: unknown) => {
      tell(options.fail(error))
    })
  })
  take()
}

const tellWrong = (side: 'a' | 'b', { line, message }: Diagnostic, words: ClientWords): HTMLElement =>
  make('li', {}, `${side.toUpperCase()}, ${words.line(line)}: ${message}`)

const render = ({ counts, notes, examples }: ComparisonShown, options: CompareOptions): readonly HTMLElement[] => [
  make('p', { class: 'note' }, `A: ${counts[0]} · B: ${counts[1]}`),
  ...notes.map(([first = '', ...rest]) =>
    rest.length === 0
      ? make('p', {}, first)
      : make('div', {}, make('p', {}, first), make('ul', {}, ...rest.map((line) => make('li', {}, line.trim())))),
  ),
  ...examples.map((example) => renderExample(example, options)),
]

const renderExample = (example: ExampleShown, options: CompareOptions): HTMLElement => {
  const { words } = options
  const section = make(
    'section',
    { class: 'example' },
    make('h3', {}, example.title),
    make('p', {}, example.flow),
    ...example.walks.map(({ side, rows }) => {
      const name = words.withPolicies(side.toUpperCase())
      return make('div', { class: 'table', role: 'group', tabindex: '0', 'aria-label': name }, walkTable(name, rows, words))
    }),
  )
  const { watch } = example
  if (watch !== undefined) {
    const buttons = SIDES.map((side) => {
      const button = make('button', { type: 'button', class: 'watch' }, words.watch(side.toUpperCase()))
      button.addEventListener('click', () => {
        options.watch(watch.clusters[side], watch)
      })
      return button
    })
    section.append(make('p', { class: 'actions' }, ...buttons))
  }
  section.append(
    make(
      'details',
      {},
      make('summary', {}, example.tryIt),
      make('div', { class: 'code' }, make('pre', { tabindex: '0' }, make('code', {}, example.yaml))),
      make('div', { class: 'code terminal' }, make('pre', { tabindex: '0' }, make('code', {}, example.probe))),
    ),
  )
  return section
}

const walkTable = (name: string, rows: ExampleShown['walks'][number]['rows'], words: ClientWords): HTMLElement =>
  make(
    'table',
    {},
    make('caption', {}, name),
    make(
      'thead',
      {},
      make('tr', {}, ...[words.place, words.detail, words.outcome].map((cell) => make('th', { scope: 'col' }, cell))),
    ),
    make(
      'tbody',
      {},
      ...rows.map(({ place, detail, outcome, where, stops }) =>
        make(
          'tr',
          stops ? { class: 'stops' } : {},
          make('td', {}, place),
          make('td', {}, detail, ...where.flatMap((at) => [' ', make('code', {}, at)])),
          make('td', {}, `${stops ? '✘ ' : ''}${outcome}`),
        ),
      ),
    ),
  )
