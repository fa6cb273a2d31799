/** The one way out to addresses that users set: checked, pinned, bounded, never redirected. */
package io.hypnos.engine.outgoing;
