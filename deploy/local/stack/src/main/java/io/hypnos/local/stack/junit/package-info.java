/** The local stack for tests. */
package io.hypnos.local.stack.junit;
