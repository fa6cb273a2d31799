/** Whether a part serves, asked through the door that its clients use. */
package io.hypnos.local.stack.health;
