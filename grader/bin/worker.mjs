// A worker of `grade batch`: dist/worker.cjs.
import { ROOT } from './build-state.mjs'
import { loadCached } from './cached-script.mjs'

const { exports, keepCode } = loadCached('worker')
await exports.main(ROOT)
keepCode()
