/**
 * How good the trace is, measured: a population from the generator, probes that are damaged on purpose, and the trace on a real
 * store. {@link org.openspine.demographics.trace.TraceQualityProgram} runs it at any size, a test at a small one.
 */
@NullMarked
package org.openspine.demographics.trace;

import org.jspecify.annotations.NullMarked;
