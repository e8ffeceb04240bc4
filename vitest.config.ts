import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

const filesOf = (...names: readonly string[]): string[] => names.map((name) => `test/e2e/${name}.test.ts`)

/** In a browser, which takes what the machine has: one after another. */
const IN_BROWSER = filesOf(
  'cluster-in-browser',
  'drawing-widths',
  'editor',
  'exam-page',
  'page-grading',
  'playground',
  'playground-answers',
  'site',
  'site-files',
  'site-pdf',
  'site-progress',
  'site-screenshots',
  'site-serve',
)

/** What takes ports of this machine or its packet filter, stops processes in the middle, or is about time: one after another. */
const ALONE = filesOf(
  'course',
  'daemon-session',
  'faults',
  'frozen',
  'interrupted',
  'kernel-rules',
  'kill',
  'load-balancer',
  'transcripts',
)

/** What a page or a process has not come to yet is waited for, on slow machines too. */
const WITH_PROCESSES = { testTimeout: 180_000, hookTimeout: 180_000, expect: { poll: { timeout: 20_000 } } }

export default defineConfig({
  test: {
    testTimeout: 20_000,
    passWithNoTests: true,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts', 'test/cases/**/*.test.ts', 'test/content/**/*.test.ts'],
          maxWorkers: availableParallelism(),
          // It imports JSON in a way that only bundlers take.
          server: { deps: { inline: [/@actions\//u] } },
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          exclude: [...IN_BROWSER, ...ALONE],
          // They mostly wait for other processes.
          maxWorkers: availableParallelism(),
          sequence: { groupOrder: 1 },
          ...WITH_PROCESSES,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e-browser',
          include: IN_BROWSER,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
          ...WITH_PROCESSES,
        },
      },
      {
        extends: true,
        test: { name: 'e2e-alone', include: ALONE, fileParallelism: false, sequence: { groupOrder: 3 }, ...WITH_PROCESSES },
      },
      {
        extends: true,
        test: {
          name: 'kind',
          include: ['test/kind/**/*.test.ts'],
          globalSetup: ['test/kind/support/cluster.ts'],
          // Answers wait for their turn, as long as the suite is given time.
          testTimeout: 400_000,
          maxConcurrency: 16,
          hookTimeout: 400_000,
          fileParallelism: false,
          sequence: { groupOrder: 4 },
        },
      },
    ],
    coverage: {
      provider: 'v8',
      include: ['src/network/**/*.ts', 'src/kubernetes/**/*.ts'],
      exclude: ['src/kubernetes/generated/**'],
      reporter: ['text-summary', 'json'],
      thresholds: {
        'src/network/**': { lines: 98, branches: 95 },
        'src/kubernetes/**': { lines: 98, branches: 95 },
      },
    },
  },
})
