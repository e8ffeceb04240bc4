/** Who reaches whom on a port of one's choice: guessed first, then shown. */
import { verdictWords } from '../../../src/grading/explain/verdict.ts'
import type { PortChoice } from '../../../src/grading/ends/list-ends.ts'
import { make } from '../dom.ts'
import type { DrawingRequest, EngineAnswer } from '../engine/messages.ts'
import type { ClientWords } from '../words.ts'
import { find } from './find.ts'
import { createPrediction, type Prediction } from './predict.ts'

export interface ReachOptions {
  readonly language: 'en' | 'ko'
  readonly words: ClientWords
  readonly draw: (drawing: () => DrawingRequest) => Promise<Extract<EngineAnswer, { kind: 'drawn' }> | undefined>
  readonly say: (text: string) => void
}

export interface Reach {
  /** Ports to choose from. */
  readonly offer: (ports: readonly PortChoice[]) => void
  readonly guess: () => Promise<void>
  readonly reveal: () => Promise<void>
  /** The cluster is another one. */
  readonly clear: () => void
}

export const createReach = ({ language, words, draw, say }: ReachOptions): Reach => {
  const [port, protocol] = [find('#port', HTMLInputElement), find('#protocol', HTMLSelectElement)]
  const shown = find('.reach-shown', HTMLElement)
  let known: readonly PortChoice[] = []
  let prediction: Prediction | undefined
  const clear = (): void => {
    prediction = undefined
    shown.replaceChildren()
  }
  // A port that only one protocol has is meant with it.
  port.addEventListener('input', () => {
    const meant = known.filter((one) => one.port === port.value.trim())
    if (meant[0] !== undefined && !meant.some((one) => one.protocol === protocol.value)) protocol.value = meant[0].protocol
    clear()
  })
  protocol.addEventListener('change', clear)
  const guess = async (): Promise<void> => {
    clear()
    const drawn = await draw(() => {
      const text = port.value.trim()
      return { kind: 'matrix', port: /^\d+$/u.test(text) ? Number(text) : text, protocol: protocol.value }
    })
    if (drawn?.picture === undefined) return
    const { title, table, description } = drawn.picture
    const { unknown, yes, no, guessed: score } = words
    const connected = verdictWords('connected')[language]
    prediction = createPrediction(table, { connected, unknown, yes, no, score })
    const framed = make('div', { class: 'table', role: 'group', tabindex: '0', 'aria-label': title }, prediction.table)
    shown.append(framed, make('p', { class: 'note', hidden: '' }, description))
  }
  return {
    clear,
    guess,
    offer: (ports) => {
      known = ports
      const options = [...new Set(ports.map((one) => one.port))].map((value) => make('option', { value }))
      find('#ports', HTMLDataListElement).replaceChildren(...options)
      if (port.value === '') port.value = ports[0]?.port ?? '80'
    },
    reveal: async () => {
      if (prediction === undefined) await guess()
      if (prediction === undefined) return
      say(prediction.reveal())
      shown.querySelector('.note')?.removeAttribute('hidden')
    },
  }
}
