/**
 * How V8 runs where a class is graded. A class is over before most functions have earned what optimising them costs, so V8 waits longer
 * before it does. What is soon garbage is collected by the thread that made it, since the other cores have submissions of their own.
 */
export const V8_FLAGS = ['--interrupt-budget=1000000', '--no-parallel-scavenge'] as const
