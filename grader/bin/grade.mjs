#!/usr/bin/env node
const { createRequire } = process.getBuiltinModule('node:module')

createRequire(import.meta.url)('./grade.cjs')
