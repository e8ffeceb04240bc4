import { KubeConfig } from '@kubernetes/client-node'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { waitForContainer } from '../../../../../grader/environments/live/observe/wait-for-container.ts'
import { typedFor } from '../../../../../grader/environments/live/typed.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** Why the container does not run, where the Pod's status stays this. */
const wait = async (status: object): Promise<string | undefined> => {
  const ask = () => Promise.resolve({ status: 200, body: { status } })
  const waited = waitForContainer({ config: new KubeConfig(), typed: typedFor('far'), ask }, '/pod', 'netgrade-probe-r1')
  await vi.advanceTimersByTimeAsync(31_000)
  return waited
}
const probe = (state: object): object => ({ ephemeralContainerStatuses: [{ name: 'netgrade-probe-r1', state }] })
const SLOW = 'netgrade-probe-r1 does not run after 30 s'

test.each<[string, object, string | undefined]>([
  ['it runs', probe({ running: {} }), undefined],
  ['nothing is said of it', {}, SLOW],
  ['its image cannot be had', probe({ waiting: { reason: 'ErrImagePull', message: 'no' } }), 'ErrImagePull: no'],
  [
    'the Pod’s own containers wait: for what',
    {
      ...probe({ waiting: { reason: 'ContainerCreating' } }),
      containerStatuses: [
        { name: 'client', state: { waiting: { reason: 'CreateContainerError' } } },
        { name: 'beside', state: { running: {} } },
      ],
    },
    `${SLOW}; client: CreateContainerError`,
  ],
])('%s', async (_what, status, failure) => expect(await wait(status)).toBe(failure))
