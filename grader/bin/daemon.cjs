// The process of the embedded cluster, which `grade up` starts: dist/daemon.cjs.
const { ROOT } = require('./build-state.cjs')
const { loadCached } = require('./cached-script.cjs')

async function run() {
  const { exports: daemon, keepCode } = loadCached('daemon')
  const exitCode = await daemon.main(ROOT)
  keepCode()
  process.exit(exitCode)
}

void run()
