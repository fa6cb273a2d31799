/** The command line of the local stack. */
package io.hypnos.local.launcher;
