/** Which names of a namespace have records, and what they answer; and which have none. */
import { words } from '../../grading/words.ts'
import type { Pod, Service } from '../../kubernetes/generated/types.ts'
import { respond } from '../../network/dns/respond.ts'
import type { DnsType } from '../../network/model.ts'
import { addressesOfPod, namespaceOf } from '../../network/state.ts'
import { familyOf } from '../../network/address.ts'
import { linesOfSome } from '../names.ts'
import { findNamespace, type DrawContext, type Drawn } from '../context.ts'
import type { RecordsDrawing } from '../drawing.ts'
import { card, grid, lines, space, type Block, type Line } from '../surface/block.ts'

interface Asked {
  readonly name: string
  readonly type: DnsType
  /** Empty where there is no record. */
  readonly answers: readonly string[]
}

interface Group {
  readonly heading: string
  readonly note: { readonly en: string; readonly ko: string }
  readonly asked: readonly Asked[]
}

export const drawRecords = (context: DrawContext, drawing: RecordsDrawing): Drawn => {
  const { state, say } = context
  const namespace = findNamespace(context, drawing.namespace)
  const services = [...state.services.values()].filter((service) => namespaceOf(service) === namespace)
  const pods = [...state.pods.values()].filter((pod) => namespaceOf(pod) === namespace)
  const groups = [
    ...services.map((service) => groupOfService(context, service)),
    ...(pods.length === 0 ? [] : [groupOfPods(context, pods)]),
  ]
  const title = say(words(`Names of namespace ${namespace}`, `네임스페이스 ${namespace}의 이름`))
  const all = groups.flatMap(({ asked }) => asked)
  const found = all.filter(({ answers }) => answers.length > 0).length
  return {
    title,
    description: say(
      words(
        `Of ${all.length} names asked for, ${found} have records.`,
        `물어본 이름 ${all.length}개 가운데 ${found}개에 레코드가 있습니다.`,
      ),
    ),
    table: {
      caption: title,
      head: [words('Object', '오브젝트'), words('Name', '이름'), words('Type', '종류'), words('Answer', '답')].map(say),
      rows: groups.flatMap(({ heading, asked }) =>
        asked.map(({ name, type, answers }) => [heading, name, type, answers.join(', ') || say(NONE)]),
      ),
    },
    picture: pictureOf(context, groups),
  }
}

const NONE = words('no record', '레코드 없음')

const ask = ({ snapshot }: DrawContext, name: string, type: DnsType): Asked => ({
  name,
  type,
  answers: respond(snapshot, name, type)
    .answer.map(({ data }) => data)
    .toSorted(),
})

const typesFor = (addresses: readonly string[]): readonly DnsType[] => {
  const types = new Set(addresses.map((ip): DnsType => (familyOf(ip) === 'IPv4' ? 'A' : 'AAAA')))
  return types.size === 0 ? ['A'] : [...types]
}

const KINDS = {
  cluster: words('an address of its own', '자신의 주소가 있음'),
  headless: words('headless: the addresses of its Pods', '헤드리스: Pod들의 주소'),
  external: words('ExternalName: another name', 'ExternalName: 다른 이름'),
} as const

const MANY = 6

const groupOfService = (context: DrawContext, service: Service): Group => {
  const { state } = context
  const { spec = {}, metadata } = service
  const base = `${metadata.name ?? ''}.${namespaceOf(service)}.svc.${state.facts.clusterDomain}.`
  const kind = spec.type === 'ExternalName' ? 'external' : spec.clusterIP === 'None' ? 'headless' : 'cluster'
  const types: readonly DnsType[] =
    kind === 'external' ? ['CNAME'] : (spec.ipFamilies ?? ['IPv4']).map((family) => (family === 'IPv6' ? 'AAAA' : 'A'))
  const ports = (spec.ports ?? []).filter(({ name }) => name !== undefined)
  const own = types.map((type) => ask(context, base, type))
  const srv = ports.map(({ name = '', protocol = 'TCP' }) => ask(context, `_${name}._${protocol.toLowerCase()}.${base}`, 'SRV'))
  const targets =
    kind === 'headless'
      ? [...new Set(respond(context.snapshot, base, 'SRV').answer.map(({ data }) => data.split(' ').at(-1) ?? ''))]
      : []
  const each = targets.slice(0, MANY).flatMap((target) => types.map((type) => ask(context, target, type)))
  return {
    heading: `Service ${metadata.name ?? ''}`,
    note: KINDS[kind],
    asked: [...own, ...each.filter(({ answers }) => answers.length > 0), ...srv],
  }
}

/** Pods have names by their addresses, and none by their own names. */
const groupOfPods = (context: DrawContext, pods: readonly Pod[]): Group => {
  const { state } = context
  const shown = pods.slice(0, MANY)
  const asked = shown.flatMap((pod) => {
    const base = `${namespaceOf(pod)}.pod.${state.facts.clusterDomain}.`
    const [ip = ''] = addressesOfPod(pod)
    const byName = ask(context, `${pod.metadata.name ?? ''}.${base}`, 'A')
    return ip === ''
      ? [byName]
      : [...typesFor([ip]).map((type) => ask(context, `${ip.replaceAll(/[.:]/gu, '-')}.${base}`, type)), byName]
  })
  return { heading: 'Pods', note: words('by address, not by name', '이름이 아니라 주소로'), asked }
}

/** All groups share their columns. */
const pictureOf = (context: DrawContext, groups: readonly Group[]): Block => {
  const rows = groups.flatMap((group, index) => [
    ...(index === 0 ? [] : [[space(0, 4)]]),
    [headOf(context, group)],
    ...group.asked.map((asked) => rowOf(context, asked)),
  ])
  return card(grid(rows, { columnGap: 18, rowGap: 6 }), { padding: 16 })
}

const headOf = ({ say }: DrawContext, { heading, note }: Group): Block =>
  lines(
    [
      { text: heading, style: 'h' },
      { text: say(note), style: 'n', isMuted: true },
    ],
    400,
  )

const rowOf = ({ say }: DrawContext, { name, type, answers }: Asked): readonly Block[] => {
  const isFound = answers.length > 0
  const shown: readonly Line[] = isFound
    ? linesOfSome(answers, { style: 'm' })
    : [{ text: say(NONE), style: 'n', isMuted: true }]
  return [
    lines([{ text: name, style: 'm', mark: isFound ? 'yes' : 'no' }], 400),
    lines([{ text: type, style: 'm', isMuted: true }]),
    lines(shown, 300),
  ]
}
