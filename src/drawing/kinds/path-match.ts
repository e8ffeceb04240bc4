/** Which rule of an Ingress takes which path: requests on the left, rules on the right. */
import { explainRoute } from '../../grading/explain/route.ts'
import { words } from '../../grading/words.ts'
import type { HTTPIngressPath, Ingress } from '../../kubernetes/generated/types.ts'
import type { RouteDecision } from '../../network/http/decision.ts'
import { isServedBy } from '../../network/ingress/classes.ts'
import { route } from '../../network/ingress/route.ts'
import { keyOfObject } from '../../network/state.ts'
import { findIngress, MissingPart, type DrawContext, type Drawn } from '../context.ts'
import type { PathMatchDrawing } from '../drawing.ts'
import { card, column, lines, row, type Block, type Line } from '../surface/block.ts'
import type { Sheet } from '../surface/sheet.ts'

interface Rule {
  /** E.g. `spec.rules[0].http.paths[1]`. */
  readonly path: string
  readonly host: string
  readonly written: HTTPIngressPath
}

interface Answered {
  readonly host: string
  readonly path: string
  readonly decision: RouteDecision
}

export const drawPathMatch = (context: DrawContext, drawing: PathMatchDrawing): Drawn => {
  const { say } = context
  const ingress = findIngress(context, drawing.ingress)
  const rules = rulesOf(ingress)
  const hosts = [...new Set(rules.map(({ host }) => host))]
  const answers = (hosts.length === 0 ? [''] : hosts).flatMap((host) =>
    drawing.paths.map((path) => ask(context, ingress, host, path)),
  )
  const title = `Ingress ${keyOfObject(ingress)}`
  const others = [...new Set(answers.map(({ decision }) => placeOf(rules, decision)))].filter(
    (place) => !rules.some(({ path }) => path === place),
  )
  const left = answers.map((answer, index) => requestBlock(context, answer, index))
  const right = [
    ...rules.map((rule) => ruleBlock(context, rule, answers)),
    ...others.map((place) => otherBlock(context, place)),
  ]
  return {
    title,
    description: answers.map((answer) => `${answer.host}${answer.path}: ${say(resultOf(answer))}.`).join(' '),
    table: {
      caption: title,
      head: [
        words('Request', '요청'),
        words('Rule', '규칙'),
        words('Path and type', '경로와 종류'),
        words('Result', '결과'),
      ].map(say),
      rows: answers.map((answer) => {
        const rule = rules.find(({ path }) => path === answer.decision.rule?.path && isOf(answer.decision, ingress))
        const written = rule === undefined ? '–' : `${rule.written.path ?? '/'} ${rule.written.pathType}`
        return [`${answer.host}${answer.path}`, answer.decision.rule?.path ?? '–', written, say(resultOf(answer))]
      }),
    },
    picture: row([column(left, { gap: 12 }), column(right, { gap: 12 })], { gap: 110, isStretched: false, align: 'middle' }),
    finish: (sheet) => joinRequests(sheet, rules, answers),
  }
}

/** Lines that come to the same rule arrive below each other. */
const joinRequests = (sheet: Sheet, rules: readonly Rule[], answers: readonly Answered[]): void => {
  const places = answers.map(({ decision }) => placeOf(rules, decision))
  for (const [index, { decision }] of answers.entries()) {
    const place = places[index] ?? ''
    const [from, to] = [sheet.find(`request ${index}`), sheet.find(place)]
    if (from === undefined || to === undefined) continue
    const all = places.filter((one) => one === place).length
    const before = places.slice(0, index).filter((one) => one === place).length
    const start = { x: from.x + from.width, y: from.y + from.height / 2 }
    const end = { x: to.x, y: to.y + (to.height * (before + 1)) / (all + 1) }
    sheet.line([start, end], decision.targets.length === 0 ? 'e' : 'w', { arrow: true })
  }
}

const rulesOf = ({ spec }: Ingress): readonly Rule[] =>
  (spec?.rules ?? []).flatMap(({ host = '', http }, rule) =>
    (http?.paths ?? []).map((written, path) => ({ path: `spec.rules[${rule}].http.paths[${path}]`, host, written })),
  )

/** The controller that serves the Ingress decides; a rule for every host is asked with a name of its own. */
const ask = ({ state }: DrawContext, ingress: Ingress, host: string, path: string): Answered => {
  const controller = state.facts.ingressControllers.find((facts) => isServedBy(state, ingress, facts))
  if (controller === undefined)
    throw new MissingPart('ingress', 'no Ingress controller serves the class of this Ingress: name a class that one serves')
  const asked = host === '' ? 'example.com' : host.replace(/^\*/u, 'any')
  return {
    host: asked,
    path,
    decision: route(state, controller, { host: asked, path, method: 'GET', headers: {}, scheme: 'http' }),
  }
}

const isOf = ({ rule }: RouteDecision, ingress: Ingress): boolean => rule?.object.name === ingress.metadata.name

/** Where a line leads: a rule of this Ingress, the default backend, or nowhere. */
const placeOf = (rules: readonly Rule[], { rule, decision }: RouteDecision): string => {
  if (rule === undefined) return decision
  return rules.some(({ path }) => path === rule.path) ? rule.path : `${rule.object.name} ${rule.path}`
}

const resultOf = ({ host, path, decision }: Answered): { readonly en: string; readonly ko: string } => {
  const { service, reply, rule } = decision
  const row = explainRoute({
    kind: 'route',
    controller: '',
    decision: decision.decision,
    requestedHost: host,
    requestedPath: path,
    nearMisses: [],
    semantics: [],
    stops: false,
    ...(rule === undefined ? {} : { rule }),
    ...(service === undefined ? {} : { service }),
  })
  const status = reply === undefined ? '' : ` (HTTP ${reply.status})`
  const to = service === undefined ? '' : ` → ${service.name}`
  return words(`${row.outcome.en}${to}${status}`, `${row.outcome.ko}${to}${status}`)
}

const requestBlock = ({ say }: DrawContext, answer: Answered, index: number): Block => {
  const { host, path, decision } = answer
  const content: readonly Line[] = [
    { text: path, style: 'h' },
    { text: host, style: 'm', isMuted: true },
    { text: say(resultOf(answer)), style: 'n', mark: decision.targets.length > 0 ? 'yes' : 'no' },
  ]
  return card(lines(content, 260), { style: 'k', padding: 10, id: `request ${index}` })
}

const backendOf = ({ backend: { service } }: HTTPIngressPath): string =>
  service === undefined ? '–' : `${service.name}:${service.port?.number ?? service.port?.name ?? ''}`

const ruleBlock = ({ say }: DrawContext, { path, host, written }: Rule, answers: readonly Answered[]): Block => {
  const isTaken = answers.some(({ decision }) => decision.rule?.path === path)
  const content: Line[] = [
    { text: `${written.path ?? '/'}  ${written.pathType}`, style: 'h' },
    { text: host === '' ? say(words('every host', '모든 호스트')) : host, style: 'm', isMuted: true },
    { text: `→ Service ${backendOf(written)}`, style: 'm' },
    ...(isTaken
      ? []
      : [{ text: say(words('none of these takes it', '이 가운데 맞는 요청 없음')), style: 'n', isMuted: true } as const]),
  ]
  const isServing = answers.some(({ decision }) => decision.rule?.path === path && decision.targets.length > 0)
  return card(lines(content, 320), { style: isServing ? 'q' : isTaken ? 'x' : 'g', padding: 10, id: path })
}

const otherBlock = ({ say }: DrawContext, place: string): Block => {
  const isRule = place.includes(' ')
  const text = isRule ? place : say(words('no rule: 404', '규칙 없음: 404'))
  return card(lines([isRule ? { text, style: 'm' } : { text, mark: 'no' }], 320), {
    style: isRule ? 'c' : 'x',
    padding: 10,
    id: place,
  })
}
