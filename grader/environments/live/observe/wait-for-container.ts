/** Waits until a container runs, or it is clear that it will not. */
import { isJsonObject, isList } from '../../../../src/kubernetes/json.ts'
import { messageOf, type LiveClient } from '../client.ts'

const POLL_MS = 300
const MAX_MS = 30_000

/** Reasons for waiting that do not go away by themselves. */
const HOPELESS =
  /^(?:ErrImagePull|ImagePullBackOff|InvalidImageName|CreateContainerConfigError|CreateContainerError|RunContainerError)$/u

type State = 'running' | 'waiting' | { readonly failed: string }

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

const stateOf = (pod: unknown, container: string): State => {
  const status = isJsonObject(pod) && isJsonObject(pod['status']) ? pod['status'] : {}
  if (status['phase'] === 'Failed') return { failed: `${textOf(status['reason'])} ${textOf(status['message'])}`.trim() }
  const lists = [status['containerStatuses'], status['ephemeralContainerStatuses']]
  const found = lists
    .flatMap((list) => (isList(list) ? list : []))
    .find((one) => isJsonObject(one) && one['name'] === container)
  const state = isJsonObject(found) && isJsonObject(found['state']) ? found['state'] : {}
  if (isJsonObject(state['running'])) return 'running'
  if (isJsonObject(state['terminated'])) return { failed: textOf(state['terminated']['reason']) }
  const waiting = isJsonObject(state['waiting']) ? state['waiting'] : {}
  const reason = textOf(waiting['reason'])
  return HOPELESS.test(reason) ? { failed: `${reason}: ${textOf(waiting['message'])}` } : 'waiting'
}

/** What the Pod's own containers wait for, each with its name. */
const waitingIn = (pod: unknown): string => {
  const status = isJsonObject(pod) && isJsonObject(pod['status']) ? pod['status'] : {}
  const own = isList(status['containerStatuses']) ? status['containerStatuses'] : []
  return own
    .flatMap((one) => {
      const state = isJsonObject(one) && isJsonObject(one['state']) ? one['state'] : {}
      const reason = isJsonObject(state['waiting']) ? textOf(state['waiting']['reason']) : ''
      return isJsonObject(one) && reason !== '' ? [`; ${textOf(one['name'])}: ${reason}`] : []
    })
    .join('')
}

/** Undefined once it runs; else why it does not. `path` is the Pod's. */
export const waitForContainer = async (client: LiveClient, path: string, container: string): Promise<string | undefined> => {
  const until = Date.now() + MAX_MS
  let waiting = ''
  while (Date.now() < until) {
    const reply = await client.ask('GET', path)
    if (reply.status >= 400) return messageOf(reply)
    const state = stateOf(reply.body, container)
    if (state === 'running') return undefined
    if (state !== 'waiting') return state.failed
    waiting = waitingIn(reply.body)
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
  return `${container} does not run after ${MAX_MS / 1000} s${waiting}`
}
