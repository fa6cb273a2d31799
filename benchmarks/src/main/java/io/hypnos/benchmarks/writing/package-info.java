/** How long writing takes, beside the least that it must do. */
package io.hypnos.benchmarks.writing;
