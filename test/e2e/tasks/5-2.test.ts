import { tryTask } from './try-task.ts'

tryTask('5-2')
