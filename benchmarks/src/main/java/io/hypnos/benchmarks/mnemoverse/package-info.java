/** What the Mnemoverse dialect costs beside the engine behind it. */
package io.hypnos.benchmarks.mnemoverse;
