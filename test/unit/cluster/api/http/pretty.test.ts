/** Answers are indented for those who read them. */
import { expect, test } from 'vitest'
import { CONFIG_MAPS, createHarness } from '../harness.ts'

const read = async (path: string, headers: Record<string, string> = {}): Promise<string> =>
  (await createHarness().request('GET', path, { headers })).text()

const curl = { 'user-agent': 'curl/8.7.1' }

test.each([
  ['for curl', CONFIG_MAPS, curl, true],
  ['for a browser', CONFIG_MAPS, { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64)' }, true],
  ['for whoever asks', `${CONFIG_MAPS}?pretty=1`, {}, true],
  ['not for kubectl', CONFIG_MAPS, { 'user-agent': 'kubectl/v1.34.4 (linux/amd64)' }, false],
  ['not where it is not wanted', `${CONFIG_MAPS}?pretty=false`, curl, false],
  ['discovery too', '/apis/apps/v1', curl, true],
  ['refusals too', `${CONFIG_MAPS}/missing`, curl, true],
])('%s', async (_, path, headers, isIndented) => {
  const text = await read(path, headers)
  expect(text).toBe(isIndented ? JSON.stringify(JSON.parse(text), undefined, 2) : `${JSON.stringify(JSON.parse(text))}\n`)
})

test('a watch stays a line an event', async () => {
  const { request, create } = createHarness()
  create({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'default' } })
  const stop = new AbortController()
  const response = await request('GET', `${CONFIG_MAPS}?watch=true`, { headers: curl, signal: stop.signal })
  const { value } = (await response.body?.getReader().read()) ?? {}
  const lines = new TextDecoder().decode(value).trimEnd().split('\n')
  stop.abort()
  expect(lines.map((line) => (JSON.parse(line) as { type: string }).type)).toEqual(['ADDED'])
})
