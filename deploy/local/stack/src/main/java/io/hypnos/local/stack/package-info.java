/** The local stack: its parts, where they are installed, where their data is, how they are set. */
package io.hypnos.local.stack;
