// Runs dist/grade.cjs, building it first where it is missing or a pull has made it old.
const { ROOT, build, isStaleAtAGlance } = require('./build-state.cjs')
const { loadCached } = require('./cached-script.cjs')

/** A daemon's process, where the command line asks for one, is started before anything else is loaded. */
const giveHeadStart = () => require(`${ROOT}dist/head-start.cjs`).giveHeadStart(process.argv.slice(2), ROOT, process.env)

async function runCommands() {
  const standby = giveHeadStart()
  const { exports: grade, keepCode } = loadCached('grade')
  await grade.main(ROOT, standby)
  // The build runs more commands in the process whose cache is kept: what they compile is in it, too.
  for (const args of JSON.parse(process.env.NETGRADE_WARM_WITH ?? '[]')) {
    process.argv.splice(2, Infinity, ...args)
    await grade.main(ROOT)
  }
  keepCode()
}

async function run() {
  try {
    if (isStaleAtAGlance()) await build()
  } catch (error) {
    process.stderr.write(
      `grade: netgrade could not be built.\n  where   ${ROOT}\n  why     ${error.message}\n  do      npm start installs and builds everything.\n`,
    )
    process.exit(3)
  }
  await runCommands()
}

void run()
