/** Times of calls, and which of them stand for all. */
package io.hypnos.benchmarks.timing;
