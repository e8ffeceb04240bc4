/** How containers of a real Pod ended that should have gone on: their status says with what, their logs say why. */
import type { Container, ContainerStatus, Pod } from '../../kubernetes/generated/types.ts'
import type { Crash, Listener } from '../../network/facts.ts'

/** What a container printed before it ended, its last lines; by the container's name. */
export type LastWords = Readonly<Record<string, string>>

type Terminated = NonNullable<NonNullable<ContainerStatus['state']>['terminated']>

/** The run that ended last, unless another one goes on. */
const endOf = ({ state, lastState }: ContainerStatus): Terminated | undefined => {
  if (state?.running !== undefined) return undefined
  return state?.terminated ?? lastState?.terminated
}

/** Containers that have ended against their Pod's will, whose logs are worth a look. */
export const endedContainers = ({ spec, status }: Pod): readonly string[] => {
  const mayEnd = (spec?.restartPolicy ?? 'Always') !== 'Always'
  const own = (status?.containerStatuses ?? []).filter((one) => {
    const end = endOf(one)
    return end !== undefined && !(mayEnd && end.exitCode === 0)
  })
  const init = (status?.initContainerStatuses ?? []).filter((one) => (endOf(one)?.exitCode ?? 0) !== 0)
  return [...init, ...own].map(({ name }) => name)
}

const IN_USE = /address already in use/iu
const AT_PORT = /:(\d{1,5})\b[^\n]*address already in use/iu

/** The port that another container of the Pod has; some programs do not say which one they wanted. */
const takenPortIn = (text: string, container: Container | undefined, waiting: readonly Listener[]): number | undefined => {
  if (!IN_USE.test(text)) return undefined
  const named = AT_PORT.exec(text)?.[1]
  if (named !== undefined) return Number(named)
  const declared = (container?.ports ?? []).map(({ containerPort }) => containerPort)
  const [other] = waiting.filter((one) => one.container !== container?.name)
  return declared.find((port) => waiting.some((one) => one.port === port)) ?? other?.port
}

const lastLineOf = (text: string): string => text.trimEnd().split('\n').at(-1) ?? ''

/** `waiting`: what the containers that go on wait at. */
export const crashesOfPod = (pod: Pod, words: LastWords, waiting: readonly Listener[]): readonly Crash[] => {
  const statuses = [...(pod.status?.initContainerStatuses ?? []), ...(pod.status?.containerStatuses ?? [])]
  return endedContainers(pod).flatMap((name) => {
    const status = statuses.find((one) => one.name === name)
    const end = status === undefined ? undefined : endOf(status)
    if (end === undefined) return []
    const said = words[name] ?? ''
    const text = said.trim() === '' ? (end.message ?? '') : said
    const takenPort = takenPortIn(
      text,
      pod.spec?.containers.find((one) => one.name === name),
      waiting,
    )
    return [
      {
        container: name,
        exitCode: end.exitCode,
        lastLine: lastLineOf(text),
        ...(takenPort === undefined ? {} : { takenPort }),
      },
    ]
  })
}

/** Containers that a status speaks of and that do not run now. */
export const stoppedContainers = ({ status }: Pod): ReadonlySet<string> =>
  new Set((status?.containerStatuses ?? []).flatMap(({ name, state }) => (state?.running === undefined ? [name] : [])))
