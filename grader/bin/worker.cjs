// A worker of a class, a process of its own: dist/worker.cjs.
const { ROOT } = require('./build-state.cjs')
const { loadCached } = require('./cached-script.cjs')

async function run() {
  const { exports: worker, keepCode } = loadCached('worker')
  await worker.main(ROOT)
  keepCode()
}

void run()
