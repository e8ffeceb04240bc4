/** Who reaches whom, to be guessed before it is shown: one button for each pair. */
import { make } from '../dom.ts'

export interface Reach {
  readonly caption: string
  /** The head of the column of clients, then the servers. */
  readonly head: readonly string[]
  /** A client, and what it sees of each server. */
  readonly rows: readonly (readonly string[])[]
}

export interface PredictWords {
  readonly connected: string
  readonly unknown: string
  readonly yes: string
  readonly no: string
  readonly score: (right: number, of: number) => string
}

const GUESSES = ['unknown', 'yes', 'no'] as const
const MARKS = { unknown: '?', yes: '✔', no: '✘' } as const

/** As drawings of a matrix say it of Pods that have no port of that name. */
const NOTHING = '–'

export interface Prediction {
  readonly table: HTMLElement
  /** Shows what happens; returns how many guesses were right, in words. Pairs that were not guessed count for nothing. */
  readonly reveal: () => string
}

/** A Pod always reaches itself, and one without the port is not reached on it: those cells are not asked. */
export const createPrediction = ({ caption, head, rows }: Reach, words: PredictWords): Prediction => {
  const cells: {
    readonly guess: () => (typeof GUESSES)[number]
    readonly show: (isRight: boolean | undefined) => void
    readonly truth: string
  }[] = []
  const cell = (from: string, to: string, truth: string): HTMLElement => {
    if (from === to || truth === NOTHING) return make('td', {}, NOTHING)
    let guess = 0
    const button = make('button', { type: 'button' })
    const render = (): void => {
      const name = GUESSES[guess] ?? 'unknown'
      button.textContent = MARKS[name]
      button.setAttribute('aria-label', `${from} → ${to}: ${words[name]}`)
    }
    button.addEventListener('click', () => {
      guess = (guess + 1) % GUESSES.length
      render()
    })
    render()
    const element = make('td', {}, button)
    cells.push({
      truth,
      guess: () => GUESSES[guess] ?? 'unknown',
      show: (isRight) => {
        const mark = isRight === undefined ? '' : isRight ? '✔ ' : '✘ '
        element.className = isRight === undefined ? '' : isRight ? 'right' : 'wrong'
        element.replaceChildren(`${mark}${truth}`)
      },
    })
    return element
  }
  const [corner = '', ...servers] = head
  const body = rows.map(([client = '', ...verdicts]) =>
    make(
      'tr',
      {},
      make('th', { scope: 'row' }, client),
      ...servers.map((server, index) => cell(client, server, verdicts[index] ?? '')),
    ),
  )
  const table = make(
    'table',
    { class: 'predict' },
    make('caption', {}, caption),
    make('thead', {}, make('tr', {}, ...[corner, ...servers].map((name) => make('th', { scope: 'col' }, name)))),
    make('tbody', {}, ...body),
  )
  return {
    table,
    reveal: () => {
      const guessed = cells.filter(({ guess }) => guess() !== 'unknown')
      const isRight = (one: (typeof cells)[number]): boolean => (one.guess() === 'yes') === (one.truth === words.connected)
      const right = guessed.filter(isRight).length
      for (const one of cells) one.show(one.guess() === 'unknown' ? undefined : isRight(one))
      return words.score(right, guessed.length)
    },
  }
}
