/**
 * What the RememberOS dialect costs beside the engine behind it and beside the least it must do.
 */
package io.hypnos.benchmarks.rememberos;
