/** What sleep costs, and what it does to finding. */
package io.hypnos.benchmarks.sleep;
