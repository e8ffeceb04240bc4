/** The playground: a cluster to edit, a packet to follow, and who reaches whom to be guessed. */
import { verdictWords } from '../../../src/grading/explain/verdict.ts'
import { make } from '../dom.ts'
import { loadEditor } from '../editor/load-editor.ts'
import { createEngine, TooSlow } from '../engine/call-engine.ts'
import type { DrawingRequest, EngineAnswer } from '../engine/messages.ts'
import { clientWords, pageLanguage } from '../words.ts'
import { showPicture } from './picture.ts'
import { createPrediction, type Prediction } from './predict.ts'
import { readFragment, writeFragment } from './share.ts'

declare global {
  /** Manifests of the examples by their names, filled by the page's script. */
  var netgradeExamples: Readonly<Record<string, string>> | undefined
}

const language = pageLanguage()
const words = clientWords(language)
const find = <Kind extends Element>(selector: string, kind: new () => Kind): Kind => {
  const found = document.querySelector(selector)
  if (found instanceof kind) return found
  throw new Error(`the playground has no ${selector}`)
}

const bench = find('.playground', HTMLElement)
const field = find('#cluster', HTMLTextAreaElement)
const [from, to] = [find('#from', HTMLInputElement), find('#to', HTMLInputElement)]
const status = find('.playground [role=status]', HTMLElement)
const [walk, reach] = [find('.walk-shown', HTMLElement), find('.reach-shown', HTMLElement)]
const engine = createEngine(bench.dataset['engine'] ?? '')
const FILE = 'cluster.yaml'
const files = () => [{ path: FILE, text: field.value }]

const say = (text: string): void => {
  status.textContent = text
}

const fail = (error: unknown): void => {
  say(error instanceof TooSlow ? words.tooSlow : words.fault)
  if (!(error instanceof TooSlow)) reportError(error)
}

const fill = (id: string, options: readonly string[]): void => {
  find(`#${id}`, HTMLDataListElement).replaceChildren(...options.map((value) => make('option', { value })))
}

/** Reads the cluster: what is wrong with it, and what its ends are. False where it cannot be read. */
const survey = async (): Promise<boolean> => {
  say(words.reading)
  const answer = await engine.call({ kind: 'survey', files: files(), language })
  if (answer.kind !== 'surveyed') return false
  const { diagnostics } = answer
  const lines = diagnostics.map(({ line, message }) => make('li', {}, `${words.line(line)}: ${message}`))
  find('.playground .diagnostics', HTMLUListElement).replaceChildren(...lines)
  say(diagnostics.length === 0 ? '' : words.diagnostics(diagnostics.length))
  if (diagnostics.length > 0) return false
  fill('from-ends', answer.from)
  fill('to-ends', answer.to)
  if (from.value === '') from.value = answer.from[0] ?? ''
  if (to.value === '') to.value = answer.to[0] ?? ''
  return true
}

/** The drawing is asked for when the cluster's ends are known. */
const draw = async (drawing: () => DrawingRequest): Promise<Extract<EngineAnswer, { kind: 'drawn' }> | undefined> => {
  if (!(await survey())) return undefined
  const answer = await engine.call({ kind: 'draw', files: files(), language, drawing: drawing() })
  if (answer.kind !== 'drawn') return undefined
  say(answer.problems.length === 0 ? words.drawn : answer.problems.join(' '))
  return answer
}

const drawWalk = async (): Promise<void> => {
  const drawn = await draw(() => ({ kind: 'walk', from: from.value.trim(), to: to.value.trim(), reply: true }))
  walk.replaceChildren(...(drawn?.picture === undefined ? [] : [showPicture(drawn.picture)]))
}

let prediction: Prediction | undefined
const guess = async (): Promise<void> => {
  const drawn = await draw(() => ({ kind: 'matrix' }))
  prediction = undefined
  reach.replaceChildren()
  if (drawn?.picture === undefined) return
  const { unknown, yes, no, guessed: score } = words
  prediction = createPrediction(drawn.picture.table, {
    connected: verdictWords('connected')[language],
    unknown,
    yes,
    no,
    score,
  })
  reach.append(
    make('div', { class: 'table', role: 'group', tabindex: '0', 'aria-label': drawn.picture.title }, prediction.table),
  )
}

const share = async (): Promise<void> => {
  const written = await writeFragment({ cluster: field.value, from: from.value, to: to.value })
  if ('fault' in written) {
    say(words.tooLong)
    return
  }
  history.replaceState(null, '', `#${written.fragment}`)
  await navigator.clipboard.writeText(location.href).catch(() => undefined)
  say(words.copied)
}

const openShared = async (): Promise<void> => {
  const fragment = location.hash.slice(1)
  if (!/^[zt]\./u.test(fragment)) return
  const read = await readFragment(fragment)
  if ('fault' in read) say(words.unreadable)
  else [field.value, from.value, to.value] = [read.state.cluster, read.state.from, read.state.to]
}

const onClick = (selector: string, act: () => Promise<void>): void => {
  find(selector, HTMLButtonElement).addEventListener('click', () => {
    act().catch(fail)
  })
}

const chooser = find('#example', HTMLSelectElement)
const takeExample = (): void => {
  field.value = globalThis.netgradeExamples?.[chooser.value] ?? ''
  field.dispatchEvent(new Event('netgrade:replaced'))
  ;[from.value, to.value] = ['', '']
  for (const shown of [walk, reach]) shown.replaceChildren()
}

chooser.addEventListener('change', () => {
  takeExample()
  survey().catch(fail)
})
onClick('.draw-walk', drawWalk)
onClick('.guess', guess)
onClick('.reveal', async () => {
  if (prediction === undefined) await guess()
  if (prediction !== undefined) say(prediction.reveal())
})
onClick('.share', share)
onClick('.open-editor', async () => {
  const label = document.querySelector('label[for=cluster]')?.textContent ?? ''
  await loadEditor({ field, engine, language, label, checked: () => undefined })
  find('.open-editor', HTMLButtonElement).hidden = true
})

bench.hidden = false
takeExample()
openShared()
  .then(() => drawWalk())
  .catch(fail)
