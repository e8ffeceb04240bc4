// The process of the embedded cluster, which `grade up` starts: dist/daemon.cjs.
import { ROOT } from './build-state.mjs'
import { loadCached } from './cached-script.mjs'

const { exports, keepCode } = loadCached('daemon')
const exitCode = await exports.main(ROOT)
keepCode()
process.exit(exitCode)
