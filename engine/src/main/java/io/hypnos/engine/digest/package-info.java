/** What many memories say together: profiles and summaries. */
package io.hypnos.engine.digest;
