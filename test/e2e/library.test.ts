/** The library in a real browser: bundled as it is, asked, and answering as in Node. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { chromium } from 'playwright'
import { expect, test } from 'vitest'

const executablePath = process.env['NETGRADE_CHROMIUM'] ?? '/usr/bin/chromium'

const PROGRAM = `
import { comparePolicies, connect, readCluster } from './src/index.ts'
const text = \`
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop, labels: { app: web } }
spec: { containers: [{ name: web, image: nginx }] }
---
apiVersion: v1
kind: Pod
metadata: { name: script, namespace: shop }
spec: { containers: [{ name: script, image: busybox, command: [sh, -c, 'while true; do sleep 5; done'] }] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: deny, namespace: shop }
spec: { podSelector: { matchLabels: { app: web } } }
\`
const run = async () => {
  const { snapshot } = await readCluster([{ path: 'shop.yaml', text }])
  const policies = snapshot.objects.filter(({ kind }) => kind === 'NetworkPolicy')
  const question = { from: { pod: { namespace: 'shop', name: 'script' } }, to: { pod: { namespace: 'shop', name: 'web' } }, port: 80 }
  const [outcome] = connect(snapshot, question).outcomes
  return { verdict: outcome.verdict, comparison: comparePolicies(policies, []).kind }
}
window.answer = run()
`

test.skipIf(!existsSync(executablePath))('a page bundles the library, and it answers', async () => {
  const { outputFiles } = await build({
    stdin: { contents: PROGRAM, resolveDir: join(import.meta.dirname, '../..'), loader: 'ts' },
    bundle: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    logLevel: 'silent',
  })
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--no-first-run'] })
  try {
    const page = await browser.newPage()
    await page.setContent('<!doctype html><title>netgrade</title>')
    await page.addScriptTag({ content: outputFiles[0]?.text ?? '' })
    expect(await page.evaluate(() => Reflect.get(window, 'answer') as Promise<unknown>)).toEqual({
      verdict: 'timed-out',
      comparison: 'different',
    })
  } finally {
    await browser.close()
  }
})
