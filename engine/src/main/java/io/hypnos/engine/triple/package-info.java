/** Facts as subject, predicate and object, with the time they hold. */
package io.hypnos.engine.triple;
