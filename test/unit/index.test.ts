import { runInNewContext } from 'node:vm'
import { build } from 'esbuild'
import { expect, test } from 'vitest'

const PROGRAM = `
import { checkInvariant, comparePolicies, connect, readCluster } from './src/index.ts'
const text = \`
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop, labels: { app: web } }
spec: { containers: [{ name: web, image: nginx }] }
---
apiVersion: v1
kind: Pod
metadata: { name: client, namespace: shop }
spec: { containers: [{ name: client, image: busybox, args: [sleep, '3600'] }] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: deny, namespace: shop }
spec: { podSelector: { matchLabels: { app: web } } }
\`
const { snapshot } = await readCluster([{ path: 'shop.yaml', text }])
const policies = snapshot.objects.filter(({ kind }) => kind === 'NetworkPolicy')
const question = { from: { pod: { namespace: 'shop', name: 'client' } }, to: { pod: { namespace: 'shop', name: 'web' } }, port: 80 }
globalThis.answer({
  verdict: connect(snapshot, question).outcomes[0].verdict,
  comparison: comparePolicies(policies, []).kind,
  invariant: checkInvariant(policies, { from: 'outside', to: { pods: { matchLabels: { app: 'web' } }, namespaces: {} } }).kind,
})
`

/** What every browser has; nothing of Node. */
const BROWSER = {
  TextEncoder,
  TextDecoder,
  URL,
  URLSearchParams,
  AbortController,
  setTimeout,
  clearTimeout,
  queueMicrotask,
  console,
  structuredClone,
  crypto,
  btoa,
  atob,
  Headers,
  Request,
  Response,
}

test('the library bundles for browsers, and answers without anything of Node', async () => {
  const { outputFiles, metafile } = await build({
    stdin: {
      contents: `(async () => { ${PROGRAM.replace(/^import .*$/mu, 'const { checkInvariant, comparePolicies, connect, readCluster } = await import("./src/index.ts")')} })().catch(globalThis.answer)`,
      resolveDir: `${import.meta.dirname}/../..`,
      loader: 'ts',
    },
    bundle: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    metafile: true,
    logLevel: 'silent',
  })
  const imports = Object.values(metafile.inputs).flatMap(({ imports: each }) => each.map(({ path }) => path))
  expect(imports.filter((path) => path.startsWith('node:'))).toEqual([])
  const answered = new Promise((resolve) => {
    runInNewContext(outputFiles[0]?.text ?? '', { ...BROWSER, globalThis: { answer: resolve }, answer: resolve })
  })
  expect(await answered).toEqual({ verdict: 'timed-out', comparison: 'different', invariant: 'broken' })
})
