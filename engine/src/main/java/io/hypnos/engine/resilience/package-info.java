/** How calls to outside parts fail early, wait and try again. */
package io.hypnos.engine.resilience;
