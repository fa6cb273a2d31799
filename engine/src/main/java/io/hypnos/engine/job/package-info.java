/** Long work and its progress. */
package io.hypnos.engine.job;
