/** What the supervisor has to know of each part of this product. */
package io.hypnos.local.stack.parts;
