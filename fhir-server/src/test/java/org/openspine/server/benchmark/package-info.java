/**
 * Measures the program from outside: reads, durable writes, start and search. Each class is a program; BENCHMARKS.md of
 * this module says how to run them and what they showed.
 */
@NullMarked
package org.openspine.server.benchmark;

import org.jspecify.annotations.NullMarked;
