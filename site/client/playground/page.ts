/** The playground: a cluster to edit, a packet to follow, who reaches whom to be guessed, and policies to compare. */
import { loadEditor } from '../editor/load-editor.ts'
import { make } from '../dom.ts'
import { createEngine, TooSlow } from '../engine/call-engine.ts'
import type { DrawingRequest, EngineAnswer } from '../engine/messages.ts'
import { clientWords, pageLanguage } from '../words.ts'
import { editByHand } from './by-hand.ts'
import { startComparing } from './compare.ts'
import { find } from './find.ts'
import { followEdits } from './follow-edits.ts'
import { emptyPlace, fillPlace } from './place.ts'
import type { ObjectInText } from './objects-in-text.ts'
import { offerOwnCluster } from './own-cluster.ts'
import { showPicture } from './picture.ts'
import { createReach } from './reach.ts'
import { readFragment, writeFragment } from './share.ts'
import { choose, showSpots, type ChosenEnds, type Spots } from './spots.ts'
import { addStepper } from './stepper.ts'

declare global {
  /** Manifests of the examples by their names, filled by the page's script. */
  var netgradeExamples: Readonly<Record<string, string>> | undefined
}

const language = pageLanguage()
const words = clientWords(language)
const bench = find('.playground', HTMLElement)
const field = find('#cluster', HTMLTextAreaElement)
const [from, to] = [find('#from', HTMLInputElement), find('#to', HTMLInputElement)]
const status = find('.playground [role=status]', HTMLElement)
const [map, walk] = [find('.cluster-shown', HTMLElement), find('.walk-shown', HTMLElement)]
const engine = createEngine(bench.dataset['engine'] ?? '')
const FILE = 'cluster.yaml'
const files = () => [{ path: FILE, text: field.value }]

const say = (text: string): void => {
  status.textContent = text
}

const explain = (error: unknown): string => {
  if (error instanceof TooSlow) return words.tooSlow
  reportError(error)
  return words.fault
}

const fail = (error: unknown): void => {
  say(explain(error))
}

const fill = (id: string, options: readonly string[]): void => {
  find(`#${id}`, HTMLDataListElement).replaceChildren(...options.map((value) => make('option', { value })))
}

let targets: readonly string[] = []

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
  targets = answer.to
  fill('from-ends', answer.from)
  fill('to-ends', answer.to)
  if (from.value === '') from.value = answer.from[0] ?? ''
  if (to.value === '') to.value = answer.to[0] ?? ''
  reach.offer(answer.ports)
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

const reach = createReach({ language, words, draw, say })
let spots: Spots | undefined
let drawnText: string | undefined
let chosen: ChosenEnds = {}

/** The cluster is drawn anew where its text is another one. */
const drawCluster = async (): Promise<void> => {
  if (drawnText === field.value && spots !== undefined) return
  const text = field.value
  const drawn = await draw(() => ({ kind: 'cluster' }))
  drawnText = text
  spots =
    drawn?.picture === undefined
      ? undefined
      : showSpots(drawn.picture, { from: words.fromEnd, to: words.toEnd, asTable: words.asTable }, (end) => {
          edits
            .settle()
            .then(() => press(end))
            .catch(fail)
        })
  fillPlace(map, spots === undefined ? [] : [spots.figure])
}

const drawWalk = async (): Promise<void> => {
  await drawCluster()
  const drawn = await draw(() => ({ kind: 'walk', from: from.value.trim(), to: to.value.trim(), reply: true }))
  chosen = { from: from.value.trim(), to: to.value.trim() }
  spots?.mark(chosen)
  if (drawn?.picture === undefined) {
    fillPlace(walk, [])
    return
  }
  const shown = showPicture(drawn.picture)
  fillPlace(walk, [shown.figure])
  addStepper(shown, drawn.picture, words)
}

/** Two ends make a walk. */
const press = async (end: string): Promise<void> => {
  chosen = choose(chosen, end, targets)
  spots?.mark(chosen)
  if (chosen.from !== undefined) from.value = chosen.from
  if (chosen.to !== undefined) to.value = chosen.to
  if (chosen.from !== undefined && chosen.to !== undefined) return drawWalk()
  say(chosen.from === undefined ? words.toChosen(chosen.to ?? '') : words.fromChosen(chosen.from))
}

/** What cannot be read leaves the drawings of the text before, and says so. */
const redraw = async (): Promise<void> => {
  if (drawnText === field.value && spots !== undefined) return
  if (await survey()) await drawWalk()
  else say(`${status.textContent} ${words.drawnBefore}`)
}

const endOf = ({ kind, namespace = 'default', name }: ObjectInText): string => `${kind.toLowerCase()}/${namespace}/${name}`

/** The text as somebody has changed it in one place: its ends stay, but for those that went with an object. */
const changeCluster = async (text: string, removed?: ObjectInText): Promise<void> => {
  await edits.halt()
  field.value = text
  field.dispatchEvent(new Event('netgrade:replaced'))
  await edits.halt()
  reach.clear()
  emptyPlace(walk)
  for (const end of [from, to]) if (removed !== undefined && end.value.split(':')[0] === endOf(removed)) end.value = ''
  await drawWalk()
}

const listObjects = editByHand({ field, words, change: changeCluster, fail })
const edits = followEdits(field, reach.clear, () => {
  listObjects()
  return redraw().catch(fail)
})

/** Another cluster, with ends of its own where none are named. */
const takeCluster = (text: string, ends: { readonly from: string; readonly to: string } = { from: '', to: '' }): void => {
  field.value = text
  field.dispatchEvent(new Event('netgrade:replaced'))
  ;[from.value, to.value] = [ends.from, ends.to]
  find('#port', HTMLInputElement).value = ''
  for (const place of [map, walk]) emptyPlace(place)
  spots = undefined
  reach.clear()
  void edits.halt()
  listObjects()
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

/** Draws what the address holds, or the example; of the two messages the one that stays says what could not be opened. */
const openFirst = async (): Promise<void> => {
  const fragment = location.hash.slice(1)
  const read = /^[zt]\./u.test(fragment) ? await readFragment(fragment) : undefined
  if (read !== undefined && 'state' in read) takeCluster(read.state.cluster, read.state)
  await drawWalk()
  if (read !== undefined && 'fault' in read) say(words.unreadable)
}

const onClick = (selector: string, act: () => Promise<void>): void => {
  find(selector, HTMLButtonElement).addEventListener('click', () => {
    act().catch(fail)
  })
}

const chooser = find('#example', HTMLSelectElement)
const takeExample = (): void => {
  takeCluster(globalThis.netgradeExamples?.[chooser.value] ?? '')
}

chooser.addEventListener('change', () => {
  takeExample()
  drawWalk().catch(fail)
})
onClick('.draw-walk', () => edits.halt().then(drawWalk))
onClick('.guess', () => edits.settle().then(reach.guess))
onClick('.reveal', () => edits.settle().then(reach.reveal))
onClick('.share', share)
onClick('.open-editor', async () => {
  const label = document.querySelector('label[for=cluster]')?.textContent ?? ''
  await loadEditor({ field, engine, language, label, checked: () => undefined })
  find('.open-editor', HTMLButtonElement).hidden = true
})
offerOwnCluster({
  words,
  say,
  take: async (cluster) => {
    takeCluster(cluster)
    await drawWalk()
  },
  fail,
})
startComparing({
  engine,
  language,
  words,
  fail: explain,
  watch: (cluster, ends) => {
    takeCluster(cluster, ends)
    field.scrollIntoView()
    drawWalk()
      .then(() => {
        walk.scrollIntoView()
      })
      .catch(fail)
  },
})

bench.hidden = false
takeExample()
openFirst().catch(fail)
